const PSEUDO_PARAMETERS = {
  'AWS::AccountId': '<account>',
  'AWS::Partition': 'aws',
  'AWS::Region': '<region>',
  'AWS::StackName': '<stack>',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What attributes are called, shorter than in a template. */
const ATTRIBUTES = { AgentRuntimeArn: 'ARN', Arn: 'ARN', BrowserId: 'id', CodeInterpreterArn: 'ARN', CodeInterpreterId: 'id' };

/** A value of a template as text. What only a deployment knows is in angle brackets. */
export function textOf(value, nameOf) {
  if (typeof value !== 'object' || value === null) { return String(value); }
  const [[intrinsic, argument]] = Object.entries(value);
  switch (intrinsic) {
    case 'Ref': return PSEUDO_PARAMETERS[argument] ?? `<${nameOf(argument)}>`;
    case 'Fn::GetAtt': return `<${ATTRIBUTES[argument[1]] ?? argument[1]} of ${nameOf(argument[0])}>`;
    case 'Fn::Join': return argument[1].map((part) => textOf(part, nameOf)).join(argument[0]);
    case 'Fn::Sub': return substitute(Array.isArray(argument) ? argument : [argument, {}], nameOf);
    default: return JSON.stringify(value);
  }
}

function substitute([text, values], nameOf) {
  return text.replace(/\$\{([^}!]+)\}/g, (_, name) => {
    if (name in values) { return textOf(values[name], nameOf); }
    const [id, ...attribute] = name.split('.');
    return textOf(attribute.length > 0 ? { 'Fn::GetAtt': [id, attribute.join('.')] } : { Ref: name }, nameOf);
  });
}
