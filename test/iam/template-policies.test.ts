import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { DeployedTemplate, DeploymentOptions, TemplateJson } from './template-policies';

const WHERE = { account: '111122223333', region: 'us-east-1' };
const AGENTCORE = 'bedrock-agentcore.amazonaws.com';
const USE = 'bedrock-agentcore:InvokeCodeInterpreter';
const DELETE = 'bedrock-agentcore:DeleteCodeInterpreter';

const trust = { Statement: { Effect: 'Allow', Principal: { Service: AGENTCORE }, Action: 'sts:AssumeRole' } };
const interpreter = { Type: 'AWS::BedrockAgentCore::CodeInterpreterCustom', Properties: { Name: 'analyzer' } };
const interpreterArn = { 'Fn::GetAtt': ['Interpreter', 'CodeInterpreterArn'] };

function role(properties: object = {}): { Type: string; Properties: { [name: string]: unknown } } {
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, ...properties } };
}

function allow(action: unknown, resource: unknown, more: object = {}): object {
  return { Statement: [{ Effect: 'Allow', Action: action, Resource: resource, ...more }] };
}

function deployed(resources: TemplateJson['Resources'], options: Partial<DeploymentOptions> = {}): DeployedTemplate {
  return new DeployedTemplate({ Resources: { Interpreter: interpreter, ...resources } }, { ...WHERE, ...options });
}

function policy(type: string, document: object, properties: object): { Type: string; Properties: { [name: string]: unknown } } {
  return { Type: type, Properties: { PolicyDocument: document, ...properties } };
}

describe('policies of a role', () => {
  test.each<[string, TemplateJson['Resources']]>([
    ['inline', { Agent: role({ Policies: [{ PolicyName: 'x', PolicyDocument: allow(USE, interpreterArn) }] }) }],
    ['AWS::IAM::Policy', { Agent: role(), P: policy('AWS::IAM::Policy', allow(USE, interpreterArn), { Roles: [{ Ref: 'Agent' }] }) }],
    ['AWS::IAM::Policy by the name of the role', {
      Agent: role({ RoleName: 'the-agent' }), P: policy('AWS::IAM::Policy', allow(USE, interpreterArn), { Roles: ['the-agent'] }),
    }],
    ['AWS::IAM::RolePolicy', { Agent: role(), P: policy('AWS::IAM::RolePolicy', allow(USE, interpreterArn), { RoleName: { Ref: 'Agent' } }) }],
    ['a managed policy that names the role', {
      Agent: role(), P: policy('AWS::IAM::ManagedPolicy', allow(USE, interpreterArn), { Roles: [{ Ref: 'Agent' }] }),
    }],
    ['a managed policy that the role names', {
      Agent: role({ ManagedPolicyArns: [{ Ref: 'P' }] }), P: policy('AWS::IAM::ManagedPolicy', allow(USE, interpreterArn), {}),
    }],
  ])('are found: %s', (_, resources) => {
    const account = deployed({ ...resources, Other: role() });
    const arn = account.attribute('Interpreter', 'CodeInterpreterArn');

    expect(account.role('Agent').may(USE, arn)).toBe(true);
    expect(account.role('Agent').may(DELETE, arn)).toBe(false);
    expect(account.role('Agent').may(USE, `${arn.slice(0, -1)}_`)).toBe(false);
    expect(account.role('Other').may(USE, arn)).toBe(false);
  });

  test('a deny in another policy wins', () => {
    const account = deployed({
      Agent: role({ Policies: [{ PolicyName: 'x', PolicyDocument: allow('bedrock-agentcore:*', '*') }] }),
      P: policy('AWS::IAM::Policy', { Statement: [{ Effect: 'Deny', Action: DELETE, Resource: '*' }] }, { Roles: [{ Ref: 'Agent' }] }),
    });
    const arn = account.attribute('Interpreter', 'CodeInterpreterArn');
    expect(account.role('Agent').may(USE, arn)).toBe(true);
    expect(account.role('Agent').may(DELETE, arn)).toBe(false);
  });

  test('a permissions boundary limits them', () => {
    const account = deployed({
      Agent: role({ PermissionsBoundary: { Ref: 'B' }, Policies: [{ PolicyName: 'x', PolicyDocument: allow('*', '*') }] }),
      B: policy('AWS::IAM::ManagedPolicy', allow(USE, '*'), {}),
    });
    const arn = account.attribute('Interpreter', 'CodeInterpreterArn');
    expect(account.role('Agent').may(USE, arn)).toBe(true);
    expect(account.role('Agent').may(DELETE, arn)).toBe(false);
  });

  test('managed policies outside of the template count when their documents are given', () => {
    const arn = 'arn:aws:iam::aws:policy/BedrockAgentCoreFullAccess';
    const resources = { Agent: role({ ManagedPolicyArns: [arn] }) };
    const account = deployed(resources, { managedPolicies: { [arn]: allow('bedrock-agentcore:*', '*') } });
    expect(account.role('Agent').may(DELETE, account.attribute('Interpreter', 'CodeInterpreterArn'))).toBe(true);
    expect(() => deployed(resources).role('Agent')).toThrow(`managed policy not known: ${arn}`);
  });

  test('fails on questions that make no sense', () => {
    const account = deployed({ Agent: role() });
    const agent = account.role('Agent');
    const arn = account.attribute('Interpreter', 'CodeInterpreterArn');
    expect(() => agent.may('bedrock-agentcore:RunCode', arn)).toThrow('unknown action: bedrock-agentcore:RunCode');
    expect(() => agent.may('bedrock-agentcore:*', arn)).toThrow('unknown action');
    expect(() => agent.may(USE, agent.arn)).toThrow(`${USE} does not work on ${agent.arn}, only on arn:*:bedrock-agentcore:*`);
    expect(() => agent.may(USE, arn.replace('code-interpreter-custom', 'code-interpreter'))).toThrow('does not work on');
    expect(() => agent.may(USE, '*')).toThrow('does not work on *');
    expect(() => agent.may('bedrock-agentcore:ListCodeInterpreters', arn)).toThrow(', only on *');
    expect(() => account.role('Interpreter')).toThrow('not a role: Interpreter is AWS::BedrockAgentCore::CodeInterpreterCustom');
    expect(() => account.role('Nobody')).toThrow('not in the template: Nobody');
  });
});

describe('trust policies', () => {
  const context = {
    'aws:SourceAccount': '111122223333',
    'aws:SourceArn': 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/analyzer-a1b2c3d4e5',
  };
  const agent = deployed({
    Agent: role({
      AssumeRolePolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: AGENTCORE },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: {
              'aws:SourceArn': {
                'Fn::Sub': 'arn:${AWS::Partition}:bedrock-agentcore:${AWS::Region}:${AWS::AccountId}:code-interpreter-custom/analyzer-??????????',
              },
            },
          },
        }],
      },
    }),
  }).role('Agent');

  test('let in whom they name, under their conditions', () => {
    expect(agent.mayBeAssumedBy(AGENTCORE, context)).toBe(true);
    expect(agent.mayBeAssumedBy(AGENTCORE)).toBe(false);
    expect(agent.mayBeAssumedBy('lambda.amazonaws.com', context)).toBe(false);
    expect(agent.mayBeAssumedBy(AGENTCORE, { ...context, 'aws:SourceAccount': '444455556666' })).toBe(false);
    expect(agent.mayBeAssumedBy(AGENTCORE, { ...context, 'aws:SourceArn': context['aws:SourceArn'].replace('analyzer', 'analyzer_2') })).toBe(false);
    expect(agent.mayBeAssumedBy(AGENTCORE, { ...context, 'aws:SourceArn': context['aws:SourceArn'].replace('1111', '4444') })).toBe(false);
  });

  test.each([
    [{ AWS: 'arn:aws:iam::111122223333:root' }, true],
    [{ AWS: '111122223333' }, true],
    [{ AWS: ['arn:aws:iam::111122223333:role/other', 'arn:aws:iam::111122223333:role/ci'] }, true],
    ['*', true],
    [{ AWS: 'arn:aws:iam::111122223333:role/other' }, false],
    [{ AWS: 'arn:aws:iam::444455556666:root' }, false],
    [{ Service: AGENTCORE }, false],
  ])('of roles and accounts: %j', (principal, expected) => {
    const document = { Statement: { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' } };
    const account = deployed({ Agent: role({ AssumeRolePolicyDocument: document }) });
    expect(account.role('Agent').mayBeAssumedBy('arn:aws:iam::111122223333:role/ci')).toBe(expected);
  });
});

describe('reports', () => {
  const account = deployed({
    Agent: role({
      Policies: [{
        PolicyName: 'x',
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: [USE, 'bedrock-agentcore:StartCodeInterpreterSession'], Resource: interpreterArn },
            { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } },
            { Effect: 'Allow', NotAction: 'iam:*', NotResource: interpreterArn },
            { Effect: 'Deny', Action: DELETE, Resource: '*' },
          ],
        },
      }],
    }),
  });
  const arn = account.attribute('Interpreter', 'CodeInterpreterArn');

  test('list what is allowed', () => {
    expect(account.roles()).toEqual(['Agent']);
    expect(account.role('Agent').allowances()).toEqual([
      { action: 'all but iam:*', resource: `all but ${arn}`, conditions: {} },
      { action: USE, resource: arn, conditions: {} },
      { action: 'bedrock-agentcore:StartCodeInterpreterSession', resource: arn, conditions: {} },
      { action: 'logs:DescribeLogGroups', resource: '*', conditions: { StringEquals: { 'aws:RequestedRegion': ['us-east-1'] } } },
    ]);
    expect(account.role('Agent').problems()).toEqual([]);
  });

  test.each<[string, unknown, unknown, string[]]>([
    ['the wrong type of ARN', USE, 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter/*', [
      `${USE} works on none of arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter/*`,
      `arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter/* is nothing that ${USE} works on`,
    ]],
    ['an ARN for an action that takes none', [USE, 'bedrock-agentcore:ListCodeInterpreters'], arn, [
      `bedrock-agentcore:ListCodeInterpreters works on none of ${arn}`,
    ]],
    ['an ARN that no action takes', USE, [arn, 'arn:aws:s3:::bucket'], [`arn:aws:s3:::bucket is nothing that ${USE} works on`]],
    ['nothing wrong: each fits one', ['s3:GetObject*', 's3:ListBucket'], ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/*'], []],
    ['nothing wrong: stars', ['*', USE], ['*'], []],
  ])('show grants without effect: %s', (_, action, resource, problems) => {
    const wrong = deployed({ Agent: role({ Policies: [{ PolicyName: 'x', PolicyDocument: allow(action, resource) }] }) });
    expect(wrong.role('Agent').problems()).toEqual(problems);
  });
});

describe('references', () => {
  const account = deployed({
    Agent: role({ RoleName: 'the-agent', Path: '/agents/' }),
    Runtime: { Type: 'AWS::BedrockAgentCore::Runtime', Properties: { AgentRuntimeName: { 'Fn::Join': ['_', ['my', 'agent']] } } },
    Endpoint: { Type: 'AWS::BedrockAgentCore::RuntimeEndpoint', Properties: { AgentRuntimeId: { Ref: 'Runtime' }, Name: 'live' } },
    Browser: { Type: 'AWS::BedrockAgentCore::BrowserCustom', Properties: { Name: 'browser' } },
    Profile: { Type: 'AWS::Bedrock::ApplicationInferenceProfile' },
    Secret: { Type: 'AWS::SecretsManager::Secret' },
    Key: { Type: 'AWS::KMS::Key' },
    Function: { Type: 'AWS::Lambda::Function' },
    Repository: { Type: 'AWS::ECR::Repository' },
    LogGroup: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/agents' } },
    SecurityGroup: { Type: 'AWS::EC2::SecurityGroup' },
    Queue: { Type: 'AWS::SQS::Queue' },
  }, { attributes: { 'Queue.Arn': 'arn:aws:sqs:us-east-1:111122223333:queue' }, imports: { exported: 'value' }, ids: { SecurityGroup: 'sg-1' } });

  test.each([
    ['Interpreter', 'CodeInterpreterId', /^analyzer-[a-z0-9]{10}$/],
    ['Interpreter', 'CodeInterpreterArn', /^arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom\/analyzer-[a-z0-9]{10}$/],
    ['Runtime', 'AgentRuntimeArn', /^arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime\/my_agent-[a-z0-9]{10}$/],
    ['Endpoint', 'AgentRuntimeEndpointArn', /:runtime\/my_agent-[a-z0-9]{10}\/runtime-endpoint\/live$/],
    ['Browser', 'BrowserArn', /:111122223333:browser-custom\/browser-[a-z0-9]{10}$/],
    ['Profile', 'InferenceProfileArn', /^arn:aws:bedrock:us-east-1:111122223333:application-inference-profile\/[a-z0-9]{12}$/],
    ['Agent', 'Arn', /^arn:aws:iam::111122223333:role\/agents\/the-agent$/],
    ['Secret', 'Id', /^arn:aws:secretsmanager:us-east-1:111122223333:secret:Stack-Secret-[a-z0-9]{12}-AbCdEf$/],
    ['Key', 'Arn', /^arn:aws:kms:us-east-1:111122223333:key\//],
    ['Function', 'Arn', /^arn:aws:lambda:us-east-1:111122223333:function:Stack-Function-/],
    ['Repository', 'Arn', /^arn:aws:ecr:us-east-1:111122223333:repository\//],
    ['LogGroup', 'Arn', /^arn:aws:logs:us-east-1:111122223333:log-group:\/aws\/agents:\*$/],
    ['SecurityGroup', 'GroupId', /^sg-1$/],
    ['Queue', 'Arn', /:queue$/],
  ])('%s.%s', (logicalId, attribute, pattern) => {
    expect(account.attribute(logicalId, attribute)).toMatch(pattern);
  });

  test.each<[unknown, unknown]>([
    [{ Ref: 'AWS::Region' }, 'us-east-1'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ Ref: 'AWS::StackId' }, expect.stringMatching(/^arn:aws:cloudformation:us-east-1:111122223333:stack\/Stack\//)],
    [{ Ref: 'SecurityGroup' }, 'sg-1'],
    [['a', { Ref: 'AWS::NoValue' }, { b: { Ref: 'AWS::NoValue' }, c: 1 }], ['a', { c: 1 }]],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [{ 'Fn::Sub': '${AWS::StackName} ${SecurityGroup.GroupId} ${!Literal}' }, 'Stack sg-1 ${Literal}'],
    [{ 'Fn::Sub': ['${Name}@${AWS::AccountId}', { Name: { Ref: 'Agent' } }] }, 'the-agent@111122223333'],
    [{ 'Fn::GetAtt': 'SecurityGroup.GroupId' }, 'sg-1'],
    [{ 'Fn::ImportValue': { 'Fn::Join': ['', ['ex', 'ported']] } }, 'value'],
  ])('%j', (value, expected) => {
    expect(account.resolve(value)).toEqual(expected);
  });

  test.each<[unknown, string]>([
    [{ 'Fn::If': ['Condition', 1, 2] }, 'intrinsic function not supported: Fn::If'],
    [{ Ref: 'Nothing' }, 'not in the template: Nothing'],
    [{ 'Fn::GetAtt': ['Agent', 'Colour'] }, 'no value for Agent.Colour of AWS::IAM::Role'],
    [{ 'Fn::ImportValue': 'other' }, 'no export: other'],
    [{ 'Fn::Select': [2, ['a']] }, 'Fn::Select: no item 2'],
  ])('fails on %j', (value, message) => {
    expect(() => account.resolve(value)).toThrow(message);
  });

  test('fails on resources that may not be there and on parameters without a value', () => {
    const Parameters = { Plain: { Default: 'x' }, Given: {}, Missing: {}, Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' } };
    const Resources = { Maybe: { Type: 'AWS::SQS::Queue', Condition: 'Sometimes' } };
    const other = new DeployedTemplate({ Parameters, Resources }, { ...WHERE, parameters: { Given: 'y' } });
    expect([other.ref('Plain'), other.ref('Given')]).toEqual(['x', 'y']);
    expect(() => other.ref('Missing')).toThrow('no value for parameter Missing');
    expect(() => other.ref('Stored')).toThrow('no value for parameter Stored');
    expect(() => other.ref('Maybe')).toThrow('resources with a condition are not supported');
    expect(() => other.ref('AWS::NoValue')).toThrow('no value');
  });

  test('other partitions', () => {
    const china = deployed({ Agent: role() }, { partition: 'aws-cn', region: 'cn-northwest-1' });
    expect(china.attribute('Agent', 'Arn')).toMatch(/^arn:aws-cn:iam::111122223333:role\//);
    expect(china.resolve({ Ref: 'AWS::URLSuffix' })).toBe('amazonaws.com.cn');
  });
});

test('works on what the CDK synthesizes, over two stacks', () => {
  const app = new App();
  const env = WHERE;
  const storage = new Stack(app, 'Storage', { env });
  const bucket = new s3.Bucket(storage, 'Bucket');
  const agents = new Stack(app, 'Agents', { env });
  const reader = new iam.Role(agents, 'Reader', { assumedBy: new iam.ServicePrincipal(AGENTCORE) });
  bucket.grantRead(reader);

  const stored = new DeployedTemplate(Template.fromStack(storage).toJSON(), { ...WHERE, stackName: 'Storage' });
  const account = new DeployedTemplate(Template.fromStack(agents).toJSON(), { ...WHERE, stackName: 'Agents', imports: stored.exports() });
  const [readerId] = account.roles();
  const object = `arn:aws:s3:::${stored.ref(storage.getLogicalId(bucket.node.defaultChild as s3.CfnBucket))}/key`;

  expect(account.role(readerId).may('s3:GetObject', object)).toBe(true);
  expect(account.role(readerId).may('s3:PutObject', object)).toBe(false);
  expect(account.role(readerId).may('s3:GetObject', 'arn:aws:s3:::another-bucket/key')).toBe(false);
  expect(account.role(readerId).mayBeAssumedBy(AGENTCORE)).toBe(true);
  expect(account.role(readerId).problems()).toEqual([]);
});
