import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ACCOUNT, REGION } from '../helpers';
import {
  allowed, deployed, Front, fromFile, fromObject, fromText, frontStack, idOf, MANAGED_INTERPRETER, problemsIn, propertiesOf, roleOf,
  templateOf, USE, withAgent,
} from './fixtures/helpers';

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock-agentcore.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const RESOURCES = { Resources: { DataRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'data', AssumeRolePolicyDocument: TRUST } } } };
const DATA_ROLE = `arn:aws:iam::${ACCOUNT}:role/data`;
const environmentOf = (front: Front, name = 'codeAgent') => propertiesOf(front, front.config.agents[name]).EnvironmentVariables;

describe('a role that is there already, in every form', () => {
  test.each([
    ['an ARN', DATA_ROLE],
    ['a logical id', 'DataRole'],
    ['Ref, of a parameter', '!Ref RoleArn'],
    ['Fn::GetAtt, short', '!GetAtt DataRole.Arn'],
    ['Fn::GetAtt, short, as a list', '!GetAtt [DataRole, Arn]'],
    ['Fn::GetAtt', '{ Fn::GetAtt: [DataRole, Arn] }'],
    ['Fn::GetAtt, as a string', '{ Fn::GetAtt: DataRole.Arn }'],
    ['Fn::ImportValue, short', '!ImportValue role-arn'],
    ['Fn::ImportValue', '{ Fn::ImportValue: role-arn }'],
    ['Fn::Sub, short', "!Sub '${DataRole.Arn}'"],
    ['Fn::Sub, of pseudo parameters', "{ Fn::Sub: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/data' }"],
    ['Fn::Sub, with variables', "!Sub ['arn:aws:iam::${Account}:role/data', { Account: !Ref AWS::AccountId }]"],
    ['Fn::Join, short', "!Join ['', ['arn:aws:iam::', !Ref AWS::AccountId, ':role/data']]"],
    ['Fn::Join', "{ Fn::Join: [':', ['arn', 'aws', 'iam', '', !Ref 'AWS::AccountId', 'role/data']] }"],
    ['a variable of the framework', "'arn:aws:iam::${aws:accountId}:role/data'"],
  ])('%s', (_, written) => {
    const front = fromText(`
agents:
  codeInterpreters:
    analyzer:
      role: ${written}
  codeAgent:
    role: ${written}
resources:
  Parameters:
    RoleArn:
      Type: String
      Default: ${DATA_ROLE}
  Resources:
    DataRole:
      Type: AWS::IAM::Role
      Properties:
        RoleName: data
        AssumeRolePolicyDocument: ${JSON.stringify(TRUST)}
`);
    const { agents: { codeAgent }, codeInterpreters: { analyzer } } = front.config;
    const resolve = (value: unknown) => deployed(front, { imports: { 'role-arn': DATA_ROLE } }).resolve(value);
    expect(resolve(propertiesOf(front, analyzer).ExecutionRoleArn)).toBe(DATA_ROLE);
    expect(resolve(propertiesOf(front, codeAgent).RoleArn)).toBe(DATA_ROLE);
  });

  test('fails as a logical id that is not there, with the one that was meant', () => {
    expect(problemsIn({ agents: { codeInterpreters: { analyzer: { role: 'DataRol' } } }, resources: RESOURCES }))
      .toMatch(/^object {2}agents\.codeInterpreters\.analyzer\.role\n.*"DataRol".*did you mean "?DataRole/);
  });
});

describe('logical ids of the framework', () => {
  test.each([
    ['publicInterpreter', 'PublicInterpreterCodeInterpreter'],
    ['my-interp_x', 'MyDashinterpUnderscorexCodeInterpreter'],
    ['a', 'ACodeInterpreter'],
    ['X-1', 'XDash1CodeInterpreter'],
  ])('the interpreter %s is %s', (name, id) => {
    const front = fromObject({
      agents: {
        codeInterpreters: { [name]: {} },
        codeAgent: {
          environment: { CUSTOM_INTERPRETER_ID: { Ref: id }, ARN: { 'Fn::GetAtt': `${id}.CodeInterpreterArn` }, TEXT: { 'Fn::Sub': `id=\${${id}.CodeInterpreterId}` } },
        },
      },
    });
    const own = idOf(front, front.config.codeInterpreters[name]);
    expect(environmentOf(front)).toMatchObject({
      CUSTOM_INTERPRETER_ID: { 'Fn::GetAtt': [own, 'CodeInterpreterId'] },
      ARN: { 'Fn::GetAtt': [own, 'CodeInterpreterArn'] },
      TEXT: { 'Fn::Join': ['', ['id=', { 'Fn::GetAtt': [own, 'CodeInterpreterId'] }]] },
    });
  });

  test('reach roles, browsers and other agents', () => {
    const front = fromObject({
      agents: {
        codeInterpreters: { analyzer: {} },
        browsers: { recorder: {} },
        helper: {},
        codeAgent: {
          environment: {
            ROLE: { 'Fn::GetAtt': ['AnalyzerCodeInterpreterRole', 'Arn'] },
            BROWSER: { 'Fn::GetAtt': ['RecorderBrowser', 'BrowserArn'] },
            HELPER: { 'Fn::GetAtt': ['HelperRuntime', 'AgentRuntimeArn'] },
          },
        },
      },
    });
    const { agents: { helper }, browsers: { recorder }, codeInterpreters: { analyzer } } = front.config;
    expect(environmentOf(front)).toMatchObject({
      ROLE: { 'Fn::GetAtt': [idOf(front, analyzer.executionRole), 'Arn'] },
      BROWSER: { 'Fn::GetAtt': [idOf(front, recorder), 'BrowserArn'] },
      HELPER: { 'Fn::GetAtt': [idOf(front, helper), 'AgentRuntimeArn'] },
    });
  });

  test('fail where nothing has them, each at its place', () => {
    expect(problemsIn(`agents:
  codeInterpreters:
    publicInterpreter: {}
  codeAgent:
    environment:
      ID: !GetAtt PublicInterpeterCodeInterpreter.CodeInterpreterId
      ARN: !GetAtt PublicInterpreterCodeInterpreter.CodeInterpreterArm
      MEMORY: !GetAtt ChatMemory.MemoryId
`)).toMatch(new RegExp([
      '^\\S+:6:11  agents\\.codeAgent\\.environment\\.ID\n  .*PublicInterpeterCodeInterpreter.*did you mean "PublicInterpreterCodeInterpreter".*\n',
      '\\S+:7:12  agents\\.codeAgent\\.environment\\.ARN\n  .*CodeInterpreterArm.*did you mean "CodeInterpreterArn".*\n',
      '\\S+:8:15  agents\\.codeAgent\\.environment\\.MEMORY\n  .*ChatMemory.*memories.*$',
    ].join('')));
  });
});

describe('an agent and its interpreter', () => {
  test('codeInterpreter: gives the variable and the grant', () => {
    const front = fromObject({ agents: { codeInterpreters: { analyzer: {}, other: {} }, codeAgent: { codeInterpreter: 'analyzer' } } });
    const { codeInterpreters: { analyzer, other }, agents: { codeAgent } } = front.config;
    const role = roleOf(front, codeAgent);
    const arnOf = (interpreter: typeof analyzer) => deployed(front).attribute(idOf(front, interpreter), 'CodeInterpreterArn');
    expect(environmentOf(front).CUSTOM_INTERPRETER_ID).toEqual({ 'Fn::GetAtt': [idOf(front, analyzer), 'CodeInterpreterId'] });
    expect(allowed(role, USE, arnOf(analyzer))).toEqual(USE);
    expect(allowed(role, USE, arnOf(other))).toEqual([]);
    expect(allowed(role, USE, MANAGED_INTERPRETER)).toEqual([]);
  });

  test('its environment may name several', () => {
    const front = fromObject({
      agents: {
        codeInterpreters: { 'analyzer': {}, 'web-runner': {} },
        codeAgent: { environment: { ANALYZER: { Ref: 'AnalyzerCodeInterpreter' }, WEB: { 'Fn::GetAtt': ['WebDashrunnerCodeInterpreter', 'CodeInterpreterArn'] } } },
      },
    });
    const role = roleOf(front, front.config.agents.codeAgent);
    for (const interpreter of Object.values(front.config.codeInterpreters)) {
      expect(allowed(role, USE, deployed(front).attribute(idOf(front, interpreter), 'CodeInterpreterArn'))).toEqual(USE);
    }
    expect(environmentOf(front)).not.toHaveProperty('CUSTOM_INTERPRETER_ID');
  });

  test('models: lets it call these and no other', () => {
    const front = withAgent({ models: ['us.anthropic.claude-sonnet-4-20250514-v1:0', 'amazon.nova-lite-v1:0'] });
    const role = roleOf(front, front.config.agents.codeAgent);
    const may = (resource: string) => role.may('bedrock:InvokeModel', `arn:aws:bedrock:${resource}`);
    expect(may(`${REGION}:${ACCOUNT}:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0`)).toBe(true);
    expect(may(`${REGION}::foundation-model/amazon.nova-lite-v1:0`)).toBe(true);
    expect(may(`${REGION}::foundation-model/amazon.nova-pro-v1:0`)).toBe(false);
  });

  test('fails when it names one that is not there', () => {
    expect(problemsIn({ agents: { codeInterpreters: { analyzer: {} }, codeAgent: { codeInterpreter: 'analyser' } } }))
      .toMatch(/^object {2}agents\.codeAgent\.codeInterpreter\n.*"analyser".*did you mean "?analyzer/);
  });
});

describe('constructs of the app', () => {
  const shared = { memory: { conversations: { expiration: 30 } }, gateways: { tools: { authorizer: 'AWS_IAM' } } };

  test('memories and gateways give the agent their variable and grant', () => {
    const stack = frontStack();
    const memoryArn = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:memory/conversations-AbCdEfGhIj`;
    const gatewayArn = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:gateway/tools-abcdefghij`;
    const role = { roleArn: `arn:aws:iam::${ACCOUNT}:role/given` };
    const memory = bedrockagentcore.Memory.fromMemoryAttributes(stack, 'Memory', { memoryArn, ...role });
    const gateway = new bedrockagentcore.Gateway(stack, 'Gateway', { gatewayName: 'tools' });
    const front = fromObject({ agents: { ...shared, codeAgent: { memory: 'conversations', gateway: 'tools' } } },
      { memories: { conversations: memory }, gateways: { tools: gateway }, strict: true }, stack);
    const gatewayId = idOf(front, gateway);
    expect(environmentOf(front)).toMatchObject({
      BEDROCK_AGENTCORE_MEMORY_ID: 'conversations-AbCdEfGhIj',
      BEDROCK_AGENTCORE_GATEWAY_URL: { 'Fn::GetAtt': [gatewayId, 'GatewayUrl'] },
    });
    const attributes = { [`${gatewayId}.GatewayArn`]: gatewayArn, [`${gatewayId}.GatewayUrl`]: 'https://example.com' };
    const may = roleOf(front, front.config.agents.codeAgent, { attributes });
    expect(may.may('bedrock-agentcore:CreateEvent', memoryArn)).toBe(true);
    expect(may.may('bedrock-agentcore:RetrieveMemoryRecords', memoryArn)).toBe(true);
    expect(may.may('bedrock-agentcore:DeleteMemory', memoryArn)).toBe(false);
    expect(may.may('bedrock-agentcore:InvokeGateway', gatewayArn)).toBe(true);
  });

  test('constructs stand for what the file does not define', () => {
    const stack = frontStack();
    const fn = new lambda.Function(stack, 'Fn', {
      runtime: lambda.Runtime.PYTHON_3_13, handler: 'index.handler', code: lambda.Code.fromInline('def handler(event, context): pass'),
    });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const front = fromObject({
      agents: { codeAgent: { environment: { FN: { 'Fn::GetAtt': ['ToolLambdaFunction', 'Arn'] }, BUCKET: { Ref: 'Data' } } } },
    }, { constructs: { ToolLambdaFunction: fn, Data: bucket } }, stack);
    expect(environmentOf(front)).toMatchObject({ FN: { 'Fn::GetAtt': [idOf(front, fn), 'Arn'] }, BUCKET: { Ref: idOf(front, bucket) } });
  });

  test('values of an object may be tokens', () => {
    const stack = frontStack();
    const level = new CfnParameter(stack, 'Level', { default: 'info' }).valueAsString;
    const front = fromObject({ agents: { codeAgent: { description: level, environment: { LEVEL: level } } } }, {}, stack);
    expect(environmentOf(front).LEVEL).toEqual({ Ref: 'Level' });
    expect(propertiesOf(front, front.config.agents.codeAgent).Description).toEqual({ Ref: 'Level' });
  });

  test('what is made may be worked on in code', () => {
    const front = fromFile('framework/custom-interpreter.yml');
    const bucket = new s3.Bucket(front.stack, 'Bucket');
    bucket.grantRead(front.config.codeInterpreters.publicInterpreter);
    front.config.agents.codeAgent.addEnvironment('LATER', 'yes');
    const role = roleOf(front, front.config.codeInterpreters.publicInterpreter);
    expect(role.may('s3:GetObject', `${deployed(front).attribute(idOf(front, bucket), 'Arn')}/x`)).toBe(true);
    expect(environmentOf(front).LATER).toBe('yes');
  });
});

describe('resources:', () => {
  test('keep their logical ids, and may refer to what is made here', () => {
    const front = fromFile('every-key.yml');
    const template = templateOf(front);
    expect(template.Resources!.Data).toEqual({ Type: 'AWS::S3::Bucket' });
    expect(template.Outputs!.BuilderArn).toEqual({
      Description: 'What to invoke', Value: { 'Fn::GetAtt': [idOf(front, front.config.agents.builder), 'AgentRuntimeArn'] },
    });
    expect(Object.keys(front.config.resources)).toEqual(['Data', 'DataRole']);
    expect(front.config.resources.Data.logicalId).toBeDefined();
  });

  test('are what every text may refer to, those of endpoints too', () => {
    const endpoints = [{ name: 'production', description: { 'Fn::Sub': 'Reads ${Data}' } }];
    const front = fromObject({
      agents: { codeAgent: { description: { Ref: 'Data' }, endpoints } }, resources: { Resources: { Data: { Type: 'AWS::S3::Bucket' } } },
    });
    expect(propertiesOf(front, front.config.agents.codeAgent).Description).toEqual({ Ref: 'Data' });
    expect(propertiesOf(front, front.config.agents.codeAgent.endpoints.production).Description)
      .toEqual({ 'Fn::Join': ['', ['Reads ', { Ref: 'Data' }]] });
  });

  test('are what interpreters may be allowed to use', () => {
    const front = fromFile('every-key.yml');
    const role = roleOf(front, front.config.codeInterpreters['my-interp_x'], {
      managedPolicies: {
        'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess': { Version: '2012-10-17', Statement: [] },
        [`arn:aws:iam::${ACCOUNT}:policy/boundary`]: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      },
    });
    const object = `${deployed(front).attribute('Data', 'Arn')}/data.csv`;
    expect(role.may('s3:GetObject', object, { 'aws:ResourceAccount': ACCOUNT })).toBe(true);
    expect(role.may('s3:GetObject', object, { 'aws:ResourceAccount': '999988887777' })).toBe(false);
    expect(role.may('s3:GetObject', 'arn:aws:s3:::another-bucket/data.csv', { 'aws:ResourceAccount': ACCOUNT })).toBe(false);
  });

  test('fail in a circle, which is shown', () => {
    expect(problemsIn({
      agents: { codeInterpreters: { analyzer: { description: { 'Fn::GetAtt': 'Loop.Arn' } } } },
      resources: { Resources: { Loop: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'AnalyzerCodeInterpreter' } } } } },
    })).toMatch(/^object {2}agents\.codeInterpreters\.analyzer\n.*agents\.codeInterpreters\.analyzer → resources\.Resources\.Loop/);
  });
});
