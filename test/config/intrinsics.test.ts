import { Aws } from 'aws-cdk-lib/core';
import { fromObject, fromText, problemsIn, propertiesOf } from './fixtures/helpers';

const RESOURCES = `
resources:
  Parameters:
    Zones: { Type: CommaDelimitedList }
  Conditions:
    IsProd: !Equals [!Ref AWS::Region, us-east-1]
  Mappings:
    Sizes: { small: { cpu: one } }
  Resources:
    Bucket: { Type: AWS::S3::Bucket }
    Key: { Type: AWS::KMS::Key }
`;

/** AWS's validator warns of what is never used. */
const USES = `      W: !If [IsProd, !FindInMap [Sizes, small, cpu], !Select [0, !Ref Zones]]
`;

/** How a value of an agent's environment is rendered. */
function rendered(value: string): unknown {
  const front = fromText(`agents:\n  agent:\n    environment:\n      V: ${value}\n${USES}${RESOURCES}`);
  return propertiesOf(front, front.config.agents.agent).EnvironmentVariables.V;
}

describe('intrinsics of a file', () => {
  test.each<[string, unknown]>([
    ['!Ref Bucket', { Ref: 'Bucket' }],
    ['!Ref AWS::AccountId', { Ref: 'AWS::AccountId' }],
    ['{ Ref: AWS::Partition }', { Ref: 'AWS::Partition' }],
    ['!GetAtt Bucket.Arn', { 'Fn::GetAtt': ['Bucket', 'Arn'] }],
    ['!GetAtt [Bucket, WebsiteURL]', { 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] }],
    ['{ Fn::GetAtt: Bucket.Arn }', { 'Fn::GetAtt': ['Bucket', 'Arn'] }],
    ['!ImportValue other-stack-name', { 'Fn::ImportValue': 'other-stack-name' }],
    ['!ImportValue { Fn::Sub: "${AWS::StackName}-x" }', { 'Fn::ImportValue': { 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '-x']] } }],
    ['!Sub plain', 'plain'],
    ['!Sub "s3://${Bucket}/${Bucket.Arn}"', { 'Fn::Join': ['', ['s3://', { Ref: 'Bucket' }, '/', { 'Fn::GetAtt': ['Bucket', 'Arn'] }]] }],
    ['!Sub "${!Literal} of ${AWS::Region}"', { 'Fn::Join': ['', ['${Literal} of ', { Ref: 'AWS::Region' }]] }],
    ['!Sub ["${a}-${Bucket}", { a: !Ref AWS::Region }]', { 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, '-', { Ref: 'Bucket' }]] }],
    ['!Join ["", [a, !Ref Bucket]]', { 'Fn::Join': ['', ['a', { Ref: 'Bucket' }]] }],
    ['!Join ["-", [a, b]]', 'a-b'],
    ['!Join ["-", [a, !Ref Bucket, 1.10]]', { 'Fn::Join': ['', ['a-', { Ref: 'Bucket' }, '-1.10']] }],
    ['!Join [",", !Ref Zones]', { 'Fn::Join': [',', { Ref: 'Zones' }] }],
    ['!Select [1, [a, !Ref Bucket]]', { Ref: 'Bucket' }],
    ['!Select [0, !Split [",", !ImportValue list]]', { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'list' }] }] }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['!Select [0, !Cidr [10.0.0.0/16, 4, 8]]', { 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/16', 4, '8'] }] }],
    ['!FindInMap [Sizes, small, cpu]', { 'Fn::FindInMap': ['Sizes', 'small', 'cpu'] }],
    ['!If [IsProd, !Ref Bucket, none]', { 'Fn::If': ['IsProd', { Ref: 'Bucket' }, 'none'] }],
    ['!Base64 text', { 'Fn::Base64': 'text' }],
    ['!Base64 { Ref: Key }', { 'Fn::Base64': { Ref: 'Key' } }],
  ])('%s', (value, expected) => {
    expect(rendered(value)).toEqual(expected);
  });

  test.each([
    ['!Ref [a, b]', 'Ref takes a logical id'],
    ['!GetAtt [Bucket]', 'Fn::GetAtt takes a logical id and an attribute: "MyRole.Arn" or [MyRole, Arn]'],
    ['!Sub [a, b, c]', 'Fn::Sub takes a text, or a list of a text and a map of variables'],
    ['!Sub [a, b]', 'Fn::Sub takes a text, or a list of a text and a map of variables'],
    ['!Join ["-"]', 'Fn::Join takes a delimiter and a list: ["-", [a, b]]'],
    ['!Join ["-", a]', 'Fn::Join takes a delimiter and a list: ["-", [a, b]]'],
    ['!Select [x, [a, b]]', 'Fn::Select takes an index and a list that has such an item: [0, [a, b]]'],
    ['!FindInMap [Sizes, small]', 'Fn::FindInMap takes a mapping, a first key and a second key'],
    ['!If [IsProd, a]', 'Fn::If takes the name of a condition and two values'],
    ['!FindInMap [Size, small, cpu]', 'there is no mapping "Size"; define it below resources.Mappings'],
    ['!If [IsTest, a, b]', 'there is no condition "IsTest"; define it below resources.Conditions'],
    ['!Base64 [a]', 'Fn::Base64 takes a text'],
    ['!Select [0, !Cidr [10.0.0.0/16, x, 8]]', 'Fn::Cidr takes an IP range, a count, and the number of bits of each'],
    ['!Select [0, !Cidr [10.0.0.0/16, 4]]', 'Fn::Cidr takes an IP range, a count, and the number of bits of each'],
    ['!Ref AWS::Regio', 'CloudFormation has no pseudo parameter "AWS::Regio"; use one of AWS::AccountId, AWS::Partition, AWS::Region, AWS::StackId,'
      + ' AWS::StackName, AWS::URLSuffix'],
    ['!Ref Buckett', 'nothing has the logical id "Buckett", allowed: '],
    ['!Ref Buckett', 'did you mean "Bucket"?; or pass a construct for it: constructs: { Buckett: … }'],
    ['!Sub "${Buckett.Arn}"', 'nothing has the logical id "Buckett"'],
    ['!GetAtt HelloLambdaFunction.Arn', 'nothing has the logical id "HelloLambdaFunction"; it is made by functions:, which is not built here; define the function with'
      + ' aws-cdk-lib and pass constructs: { HelloLambdaFunction: fn }'],
    ['!GetAtt ChatMemory.MemoryId', 'memory is not built here; define it with Memory of aws-cdk-lib/aws-bedrockagentcore and pass memories:'],
    ['!GetAtt AgentCoreGateway.GatewayUrl', 'gateways are not built here; define one with Gateway of aws-cdk-lib/aws-bedrockagentcore and pass gateways:'],
    ['!GetAtt AgentRuntime.Arn', 'AgentRuntime (the agent agent) has no attribute "Arn", allowed: AgentRuntimeArn, AgentRuntimeId,'],
  ])('fails for %s', (value, message) => {
    const problems = problemsIn(`agents:\n  agent:\n    environment:\n      V: ${value}\n${RESOURCES}`);
    expect(problems).toMatch(/^config:4:\d+ {2}agents\.agent\.environment\.V/m);
    expect(problems).toContain(message);
  });
});

test('tokens of CDK in a substitution are left to CDK', () => {
  const { stack, config } = fromObject({ agents: { agent: { environment: { V: { 'Fn::Sub': `a-${Aws.STACK_NAME}-\${AWS::Region}` } } } } });
  expect(propertiesOf({ stack, config }, config.agents.agent.runtime).EnvironmentVariables.V)
    .toEqual({ 'Fn::Join': ['', ['a-', { Ref: 'AWS::StackName' }, '-', { Ref: 'AWS::Region' }]] });
});
