import * as path from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import {
  allowed, deployed, Front, fromFile, frontStack, idOf, MANAGED_BROWSER, MANAGED_INTERPRETER, NOT_TO_USE, notesIn, propertiesOf, roleOf,
  templateOf, typesIn, USE, USE_BROWSER, withAgent,
} from './fixtures/helpers';
import { AgentsFromConfig } from '../../src';
import { assetsOf } from '../fixtures/agents/helpers';
import { messageOf } from '../helpers';

const FRAMEWORK = path.join(__dirname, 'fixtures', 'framework');
const withFrameworkAgent = (properties: object) => withAgent(properties, {}, { directory: FRAMEWORK });
const runtimeOf = (front: Front, name = 'codeAgent') => propertiesOf(front, front.config.agents[name]);
const attributeOf = (front: Front, construct: IConstruct, name: string) => deployed(front).attribute(idOf(front, construct), name);

describe('its example of a custom code interpreter', () => {
  const front = fromFile('framework/custom-interpreter.yml');
  const { agents: { codeAgent }, codeInterpreters: { publicInterpreter } } = front.config;
  const role = roleOf(front, codeAgent);
  const arn = attributeOf(front, publicInterpreter, 'CodeInterpreterArn');

  test('makes the interpreter', () => {
    expect(propertiesOf(front, publicInterpreter)).toMatchObject({
      Description: 'Code interpreter with public internet access',
      NetworkConfiguration: { NetworkMode: 'PUBLIC' },
      Tags: { Purpose: 'ExternalAPIAccess' },
    });
  });

  test('resolves !GetAtt by the logical id that the framework would give it', () => {
    expect(runtimeOf(front).EnvironmentVariables).toEqual({
      CUSTOM_INTERPRETER_ID: { 'Fn::GetAtt': [idOf(front, publicInterpreter), 'CodeInterpreterId'] },
      CUSTOM_BROWSER_ID: 'aws.browser.v1',
    });
  });

  test('lets the agent use that interpreter, with four actions in place of nine', () => {
    expect(allowed(role, [...USE, ...NOT_TO_USE], arn)).toEqual(USE);
    expect(allowed(role, USE, arn.replace('custom/', 'custom/another_'))).toEqual([]);
    expect(allowed(role, USE, MANAGED_INTERPRETER)).toEqual([]);
    expect(allowed(role, ['CreateCodeInterpreter', 'ListCodeInterpreters'], '*')).toEqual([]);
    expect(role.problems()).toEqual([]);
  });

  test('says that it does, where the statement is', () => {
    expect(notesIn(front)).toMatch(/custom-interpreter\.yml:21:13 {2}ai\.agents\.codeAgent\.role\.statements\[0\]\n/);
  });
});

describe('its example of a custom browser', () => {
  const front = fromFile('framework/custom-browser.yml');
  const { agents: { browserAgent }, browsers: { customBrowser }, resources: { RecordingsBucket } } = front.config;

  test('makes the bucket, as it is written and under its logical id', () => {
    expect(RecordingsBucket.logicalId).toBeDefined();
    expect(templateOf(front).Resources!.RecordingsBucket).toEqual({
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'langgraph-browser-custom-recordings-dev',
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true,
        },
        LifecycleConfiguration: { Rules: [{ Id: 'DeleteOldRecordings', Status: 'Enabled', ExpirationInDays: 7 }] },
      },
    });
  });

  test('makes the browser', () => {
    expect(propertiesOf(front, customBrowser)).toMatchObject({
      Description: 'Custom browser with session recording for validation',
      NetworkConfiguration: { NetworkMode: 'PUBLIC' },
      BrowserSigning: { Enabled: true },
      RecordingConfig: { Enabled: true, S3Location: { Bucket: 'langgraph-browser-custom-recordings-dev', Prefix: 'browser-sessions/' } },
    });
  });

  test('lets the browser record, and what its statement says besides', () => {
    const role = roleOf(front, customBrowser);
    const object = 'arn:aws:s3:::langgraph-browser-custom-recordings-dev/browser-sessions/1';
    for (const action of ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts']) {
      expect([action, role.may(action, object)]).toEqual([action, true]);
    }
    expect(role.may('s3:PutObject', 'arn:aws:s3:::another-bucket/browser-sessions/1')).toBe(false);
  });

  test('lets the agent use that browser and no other, and gives it the interpreter that AWS manages', () => {
    const role = roleOf(front, browserAgent);
    const arn = attributeOf(front, customBrowser, 'BrowserArn');
    expect(runtimeOf(front, 'browserAgent').EnvironmentVariables).toEqual({
      CUSTOM_BROWSER_ID: { 'Fn::GetAtt': [idOf(front, customBrowser), 'BrowserId'] },
      RECORDINGS_BUCKET: 'langgraph-browser-custom-recordings-dev',
      CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1',
    });
    expect(allowed(role, USE_BROWSER, arn)).toEqual(USE_BROWSER);
    expect(allowed(role, USE_BROWSER, MANAGED_BROWSER)).toEqual([]);
    expect(allowed(role, USE, MANAGED_INTERPRETER)).toEqual(USE);
  });
});

test('its example of code that is packed', () => {
  const front = fromFile('framework/code.yml');
  expect(runtimeOf(front, 'chatbot').AgentRuntimeArtifact).toEqual({
    CodeConfiguration: { Code: { S3: expect.anything() }, EntryPoint: ['agent.py'], Runtime: 'PYTHON_3_13' },
  });
});

describe('its example of gateways, which are not built here', () => {
  const front = fromFile('framework/gateways.yml');

  test('makes the agents, each from its Dockerfile', () => {
    expect(typesIn(front)).toEqual({ 'AWS::BedrockAgentCore::Runtime': 2, 'AWS::IAM::Role': 2, 'AWS::IAM::Policy': expect.any(Number) });
    expect(Object.values(assetsOf(front.stack).dockerImages).map(({ source }) => source.dockerFile).sort())
      .toEqual(['Dockerfile.private', 'Dockerfile.public']);
  });

  test.each([
    ['functions', 7, 1], ['ai.tools.calculator', 14, 5], ['ai.gateways.publicGateway', 28, 5], ['ai.gateways.privateGateway', 32, 5],
    ['ai.agents.publicAgent.gateway', 42, 7], ['ai.agents.privateAgent.gateway', 47, 7],
  ])('says so of %s, at its place', (where, line, column) => {
    expect(notesIn(front)).toContain(`gateways.yml:${line}:${column}  ${where}\n`);
  });

  test('fails where that is asked for, with all of them at once', () => {
    const message = messageOf(() => fromFile('framework/gateways.yml', { strict: true }));
    expect(message).toMatch(/^InvalidConfig: \d+ problems found, nothing was defined\n/);
    for (const where of ['functions', 'ai.tools.calculator', 'ai.gateways.publicGateway', 'ai.agents.privateAgent.gateway']) {
      expect(message).toContain(`  ${where}\n`);
    }
  });
});

test('its example of a memory, which is not built here', () => {
  const front = fromFile('framework/memory.yml');
  expect(runtimeOf(front, 'chatbot').EnvironmentVariables).not.toHaveProperty('BEDROCK_AGENTCORE_MEMORY_ID');
  expect(notesIn(front)).toMatch(/memory\.yml:9:\d+ {2}agents\.chatbot\.memory\n/);
  expect(messageOf(() => fromFile('framework/memory.yml', { strict: true }))).toMatch(/memory\.yml:9:\d+ {2}agents\.chatbot\.memory\n/);
});

describe('its reference of all options of an agent', () => {
  const front = fromFile('framework/runtime.yml');
  const { myAgent } = front.config.agents;

  test('becomes the runtime', () => {
    expect(runtimeOf(front, 'myAgent')).toMatchObject({
      Description: 'Production AI agent with full configuration',
      ProtocolConfiguration: 'HTTP',
      NetworkConfiguration: { NetworkMode: 'PUBLIC' },
      AuthorizerConfiguration: {
        CustomJWTAuthorizer: {
          DiscoveryUrl: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_xxx/.well-known/openid-configuration',
          AllowedAudience: ['my-client-id'],
          AllowedClients: ['my-client-id'],
        },
      },
      LifecycleConfiguration: { IdleRuntimeSessionTimeout: 900, MaxLifetime: 3600 },
      EnvironmentVariables: { MODEL_ID: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', LOG_LEVEL: 'INFO', MAX_TOKENS: '4096' },
      RequestHeaderConfiguration: { RequestHeaderAllowlist: ['X-Amzn-Bedrock-AgentCore-Runtime-Custom-Trace-Id'] },
      Tags: { Team: 'AI', Environment: 'production' },
    });
  });

  test('becomes the image', () => {
    expect(Object.values(assetsOf(front.stack).dockerImages).map(({ source }) => source)).toEqual([
      expect.objectContaining({ dockerFile: 'Dockerfile.agent', dockerBuildArgs: { PYTHON_VERSION: '3.12' }, platform: 'linux/arm64' }),
    ]);
  });

  test('becomes the endpoints', () => {
    const endpoints = Object.values(Template.fromStack(front.stack).findResources('AWS::BedrockAgentCore::RuntimeEndpoint'));
    expect(endpoints.map(({ Properties: { Name, AgentRuntimeVersion, Description } }) => ({ Name, AgentRuntimeVersion, Description })))
      .toEqual([
        { Name: 'production', AgentRuntimeVersion: { 'Fn::GetAtt': [idOf(front, myAgent), 'AgentRuntimeVersion'] }, Description: 'Tracks latest version' },
        { Name: 'staging', AgentRuntimeVersion: '1', Description: 'Pinned to version 1' },
      ]);
  });

  test('becomes the role, within its boundary', () => {
    expect(deployed(front).resolve(propertiesOf(front, myAgent.executionRole))).toMatchObject({
      RoleName: 'my-agent-role',
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess'],
      PermissionsBoundary: 'arn:aws:iam::123456789012:policy/MyPermissionsBoundary',
      Tags: [{ Key: 'CostCenter', Value: 'AI-Team' }],
    });
    const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const role = roleOf(front, myAgent, {
      managedPolicies: {
        'arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess': { ...all, Statement: [] },
        'arn:aws:iam::123456789012:policy/MyPermissionsBoundary': all,
      },
    });
    expect(role.may('s3:GetObject', 'arn:aws:s3:::my-bucket/data.csv')).toBe(true);
    expect(role.may('s3:PutObject', 'arn:aws:s3:::my-bucket/data.csv')).toBe(false);
    expect(allowed(role, USE, MANAGED_INTERPRETER)).toEqual(USE);
  });

  test.each([['repository', 15], ['memory', 45], ['gateway', 46]])('notes %s', (key, line) => {
    expect(notesIn(front)).toMatch(new RegExp(`runtime\\.yml:${line}:\\d+  ai\\.agents\\.myAgent\\..*${key}\n`));
  });
});

describe('blocks of its documentation', () => {
  test('Pre-built image', () => {
    const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/my-agent:latest';
    const front = withAgent({ artifact: { image } });
    expect(runtimeOf(front).AgentRuntimeArtifact).toEqual({ ContainerConfiguration: { ContainerUri: image } });
    expect(roleOf(front, front.config.agents.codeAgent).may('ecr:BatchGetImage', 'arn:aws:ecr:us-east-1:123456789012:repository/my-agent')).toBe(true);
  });

  test.each([
    ['python3.10', 'PYTHON_3_10'], ['python3.11', 'PYTHON_3_11'], ['python3.12', 'PYTHON_3_12'], ['python3.13', 'PYTHON_3_13'],
    ['python3.14', 'PYTHON_3_14'], ['Python3.12', 'PYTHON_3_12'], [undefined, 'PYTHON_3_13'],
  ])('Code deployment: runtime %s', (runtime, rendered) => {
    expect(runtimeOf(withFrameworkAgent({ handler: 'agent.py', runtime })).AgentRuntimeArtifact.CodeConfiguration)
      .toMatchObject({ Runtime: rendered, EntryPoint: ['agent.py'] });
  });

  test('With custom S3 location', () => {
    const s3 = { bucket: 'my-artifacts-bucket', key: 'agents/my-agent.zip', versionId: 'abc123' };
    const front = withAgent({ handler: 'main.py', runtime: 'python3.12', artifact: { s3 } });
    expect(runtimeOf(front).AgentRuntimeArtifact).toEqual({
      CodeConfiguration: {
        Code: { S3: { Bucket: 'my-artifacts-bucket', Prefix: 'agents/my-agent.zip', VersionId: 'abc123' } },
        EntryPoint: ['main.py'],
        Runtime: 'PYTHON_3_12',
      },
    });
    const role = roleOf(front, front.config.agents.codeAgent);
    expect(role.may('s3:GetObject', 'arn:aws:s3:::my-artifacts-bucket/another.zip')).toBe(false);
    expect(role.may('s3:GetObjectVersion', 'arn:aws:s3:::my-artifacts-bucket/agents/my-agent.zip')).toBe(true);
  });

  test('Packaging options', () => {
    const packed = (options: object) => assetsOf(withFrameworkAgent({ handler: 'agent.py', package: options }).stack).files;
    const [all, some] = [packed({}), packed({ patterns: ['!Dockerfile*', '!agent/**'], include: ['lib/**'], exclude: ['*.yml'] })];
    expect(Object.keys(some)).not.toEqual(Object.keys(all));
  });

  test('VPC Mode', () => {
    const subnets = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
    expect(runtimeOf(withAgent({ network: { mode: 'VPC', subnets, securityGroups: ['sg-0123456789abcdef0'] } })).NetworkConfiguration).toEqual({
      NetworkMode: 'VPC', NetworkModeConfig: { Subnets: subnets, SecurityGroups: ['sg-0123456789abcdef0'] },
    });
  });

  test('Custom claims validation', () => {
    const claim = {
      inboundTokenClaimName: 'department',
      inboundTokenClaimValueType: 'STRING',
      authorizingClaimMatchValue: { claimMatchOperator: 'EQUALS', claimMatchValue: { matchValueString: 'engineering' } },
    };
    const jwt = { discoveryUrl: 'https://example.com/.well-known/openid-configuration', customClaims: [claim] };
    expect(runtimeOf(withAgent({ authorizer: { type: 'custom_jwt', jwt } })).AuthorizerConfiguration.CustomJWTAuthorizer.CustomClaims).toEqual([{
      InboundTokenClaimName: 'department',
      InboundTokenClaimValueType: 'STRING',
      AuthorizingClaimMatchValue: { ClaimMatchOperator: 'EQUALS', ClaimMatchValue: { MatchValueString: 'engineering' } },
    }]);
  });

  test.each(['NONE', 'AWS_IAM', 'aws_iam', { type: 'AWS_IAM' }, undefined])('Default (AWS IAM): %j', (authorizer) => {
    expect(runtimeOf(withAgent({ authorizer }))).not.toHaveProperty('AuthorizerConfiguration');
  });

  test.each([['HTTP', 'HTTP'], ['mcp', 'MCP'], ['A2A', 'A2A'], [undefined, 'HTTP']])('Protocol Configuration: %s', (protocol, rendered) => {
    expect(runtimeOf(withAgent({ protocol })).ProtocolConfiguration).toBe(rendered);
  });

  test('Custom Role ARN', () => {
    const front = withAgent({ role: 'arn:aws:iam::111122223333:role/MyCustomAgentRole' });
    expect(runtimeOf(front).RoleArn).toBe('arn:aws:iam::111122223333:role/MyCustomAgentRole');
    expect(typesIn(front)['AWS::IAM::Role']).toBeUndefined();
  });

  test('Browser with VPC Access', () => {
    const stack = frontStack();
    const network = { mode: 'VPC', subnets: ['subnet-12345678', 'subnet-87654321'], securityGroups: ['sg-12345678'] };
    const config = AgentsFromConfig.fromObject(stack, 'Config', {
      ai: { browsers: { privateBrowser: { description: 'Browser for internal resources', network } } },
    });
    expect(propertiesOf({ stack, config }, config.browsers.privateBrowser).NetworkConfiguration).toEqual({
      NetworkMode: 'VPC', VpcConfig: { Subnets: ['subnet-12345678', 'subnet-87654321'], SecurityGroups: ['sg-12345678'] },
    });
    expect(typesIn({ stack, config })).toEqual({ 'AWS::BedrockAgentCore::BrowserCustom': 1, 'AWS::IAM::Role': 1 });
  });
});
