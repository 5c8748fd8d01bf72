/* What an L2 would do, written by hand: the name that is generated, and who may assume the role. */
const PRINCIPAL = 'bedrock-agentcore.amazonaws.com';

exports.PRINCIPAL = PRINCIPAL;

exports.generatedName = (stack, index, { core }) => {
  const prefix = core.Names.uniqueResourceName(stack, { maxLength: 40, separator: '_' });
  return `${prefix}_${index}`;
};

exports.trustConditions = (stack, name) => ({
  StringEquals: { 'aws:SourceAccount': stack.account },
  ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'bedrock-agentcore', resource: 'code-interpreter-custom', resourceName: `${name}-*` }) },
});
