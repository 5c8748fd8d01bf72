import { Template } from 'aws-cdk-lib/assertions';
import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { App, CfnParameter, Duration, InjectionContext, IPropertyInjector, Stack } from 'aws-cdk-lib/core';
import { AgentSource, AgentWithCodeInterpreter, AgentWithCodeInterpreterProps } from '../src';
import { ACCOUNT, IMAGE_URI, messageOf, onlyOne, REGION, RUNTIME, statementsIn, testStack } from './helpers';

const { LoggingDestination, LogType, ProtocolType, RuntimeAuthorizerConfiguration } = bedrockagentcore;
const ENDPOINT = 'AWS::BedrockAgentCore::RuntimeEndpoint';
const DISCOVERY_URL = 'https://example.com/.well-known/openid-configuration';

const source = AgentSource.fromImageUri(IMAGE_URI);
const agentIn = (stack: Stack, props: AgentWithCodeInterpreterProps = {}, id = 'Agent') => new AgentWithCodeInterpreter(stack, id, { source, ...props });

/** The properties of the runtime of an agent with these props. */
function runtimeWith(props: AgentWithCodeInterpreterProps | ((stack: Stack) => AgentWithCodeInterpreterProps), stack = testStack()): any {
  agentIn(stack, typeof props === 'function' ? props(stack) : props);
  return onlyOne(stack, RUNTIME);
}
const errorWith = (props: AgentWithCodeInterpreterProps) => messageOf(() => agentIn(testStack(), props));

describe('authorizer', () => {
  test('is that of IAM unless said otherwise', () => {
    expect(runtimeWith({})).not.toHaveProperty('AuthorizerConfiguration');
    expect(runtimeWith({ authorizer: RuntimeAuthorizerConfiguration.usingIAM() })).not.toHaveProperty('AuthorizerConfiguration');
  });

  test('may take tokens', () => {
    expect(runtimeWith({ authorizer: RuntimeAuthorizerConfiguration.usingJWT(DISCOVERY_URL, ['client'], ['audience']) }).AuthorizerConfiguration)
      .toEqual({ CustomJWTAuthorizer: { DiscoveryUrl: DISCOVERY_URL, AllowedClients: ['client'], AllowedAudience: ['audience'] } });
  });

  test('may be a user pool', () => {
    const { AuthorizerConfiguration } = runtimeWith((stack) => {
      const pool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'us-east-1_Example');
      const client = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'example-client');
      return { authorizer: RuntimeAuthorizerConfiguration.usingCognito(pool, [client]) };
    });
    expect(AuthorizerConfiguration.CustomJWTAuthorizer).toMatchObject({
      DiscoveryUrl: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example/.well-known/openid-configuration',
      AllowedClients: ['example-client'],
    });
  });
});

describe('lifecycle', () => {
  test.each([
    ['both limits', { idleRuntimeSessionTimeout: Duration.minutes(5), maxLifetime: Duration.hours(1) }, { IdleRuntimeSessionTimeout: 300, MaxLifetime: 3600 }],
    ['one limit', { maxLifetime: Duration.hours(8) }, { MaxLifetime: 28800 }],
    ['no limit', {}, undefined],
    ['nothing', undefined, undefined],
  ])('renders %s and no more', (_, lifecycle, expected) => {
    expect(runtimeWith({ lifecycle }).LifecycleConfiguration).toEqual(expected);
  });

  test('takes a token', () => {
    const { LifecycleConfiguration } = runtimeWith((stack) => (
      { lifecycle: { maxLifetime: Duration.seconds(new CfnParameter(stack, 'Limit', { type: 'Number', default: 600 }).valueAsNumber) } }));
    expect(LifecycleConfiguration).toEqual({ MaxLifetime: { Ref: 'Limit' } });
  });

  test('fails outside what the service takes', () => {
    expect(errorWith({ lifecycle: { maxLifetime: Duration.seconds(59) } })).toContain('between 60 seconds and 28800 seconds');
  });
});

test.each([ProtocolType.HTTP, ProtocolType.MCP, ProtocolType.A2A])('the protocol reaches the runtime: %p', (protocol) => {
  expect(runtimeWith({ protocol }).ProtocolConfiguration).toBe(protocol.value);
});

test('headers of requests reach the agent, when they are listed', () => {
  const requestHeaders = ['Authorization', 'X-Amzn-Bedrock-AgentCore-Runtime-Custom-User'];
  expect(runtimeWith({ requestHeaders }).RequestHeaderConfiguration).toEqual({ RequestHeaderAllowlist: requestHeaders });
});

describe('the names of headers', () => {
  test.each([
    [['X-Trace-Id']], [['a']], [['x'.repeat(256)]], [Array.from({ length: 20 }, (_, index) => `H${index}`)], [['X-Amzn-Bedrock-AgentCore-Runtime-Custom-']],
  ])('are those that the service takes: %j', (requestHeaders) => {
    expect(runtimeWith({ requestHeaders }).RequestHeaderConfiguration).toEqual({ RequestHeaderAllowlist: requestHeaders });
  });

  test('may be tokens', () => {
    expect(runtimeWith((stack) => ({ requestHeaders: [new CfnParameter(stack, 'Name').valueAsString] })).RequestHeaderConfiguration)
      .toEqual({ RequestHeaderAllowlist: [{ Ref: 'Name' }] });
    expect(runtimeWith((stack) => ({ requestHeaders: new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' }).valueAsList }))
      .RequestHeaderConfiguration).toEqual({ RequestHeaderAllowlist: { Ref: 'Names' } });
  });

  test.each(['', '1a', 'a b', 'x'.repeat(257), 'x-amz-date', 'X-Amzn-Trace-Id', 'X-Amzn-Bedrock-AgentCore-Runtime-User-Id'])('fails for %j', (name) => {
    expect(errorWith({ requestHeaders: [name] })).toContain('InvalidRequestHeader: requestHeaders must have names of a letter and at most 255 letters');
  });

  test.each([[0, 'leave it out to have none'], [21, 'remove some']])('fails for %d of them', (count, advice) => {
    expect(errorWith({ requestHeaders: Array.from({ length: count }, (_, index) => `H${index}`) })).toBe(
      `InvalidRequestHeaderCount: requestHeaders must have 1 to 20 names, got: ${count}; ${advice} [at Stack/Agent]`);
  });
});

describe('description', () => {
  test.each(['x', 'x'.repeat(1200)])('has 1 to 1200 characters', (description) => {
    expect(runtimeWith({ description }).Description).toBe(description);
  });

  test('may be a token', () => {
    expect(runtimeWith((stack) => ({ description: new CfnParameter(stack, 'Text').valueAsString })).Description).toEqual({ Ref: 'Text' });
  });

  test('fails with none or more', () => {
    expect(errorWith({ description: '' })).toBe(
      'InvalidDescription: description must have 1 to 1200 characters, got 0: ""; leave it out to have none [at Stack/Agent]');
    expect(errorWith({ description: 'x'.repeat(1201) })).toContain('InvalidDescription: description must have 1 to 1200 characters, got 1201: ');
  });
});

describe('tags', () => {
  test('reach the runtime, empty ones too', () => {
    expect(runtimeWith({ tags: { team: 'data', empty: '', ['k'.repeat(128)]: 'v'.repeat(256) } }).Tags)
      .toEqual({ team: 'data', empty: '', ['k'.repeat(128)]: 'v'.repeat(256) });
  });

  test.each([
    ['a key of 129', { ['k'.repeat(129)]: 'v' }, 'InvalidTag'],
    ['a value of 257', { k: 'v'.repeat(257) }, 'InvalidTag'],
    ['a character', { 'a!b': 'v' }, 'InvalidTag: tag key "a!b" must have 1 to 128 letters'],
    ['51 tags', Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])), 'TooManyTags: tags must have at most 50 entries, got: 51'],
  ])('fails with %s', (_, tags, message) => {
    expect(errorWith({ tags })).toContain(message);
  });
});

describe('runtimeName', () => {
  test.each(['a', `a${'_'.repeat(47)}`])('may be %s', (runtimeName) => {
    expect(runtimeWith({ runtimeName }).AgentRuntimeName).toBe(runtimeName);
  });

  test.each(['', '1a', 'a-b', `a${'_'.repeat(48)}`])('fails when it is "%s"', (runtimeName) => {
    expect(errorWith({ runtimeName })).toBe('InvalidRuntimeName: runtimeName must start with a letter and have at most 48 letters, digits and underscores,'
      + ` got: "${runtimeName}"; change it, or leave it out to have a valid name generated [at Stack/Agent]`);
  });

  test('may be a token, which policies name as well', () => {
    const stack = testStack();
    const runtimeName = new CfnParameter(stack, 'Name', { default: 'agent' }).valueAsString;
    expect(runtimeWith({ runtimeName }, stack).AgentRuntimeName).toEqual({ Ref: 'Name' });
    const [{ Condition }] = onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement;
    expect(JSON.stringify(Condition.ArnLike)).toContain(':runtime/",{"Ref":"Name"},"-*"');
  });

  test('is valid when it is generated, however deep and odd the path', () => {
    const stack = new Stack(new App(), 'my-team-production', { env: { account: ACCOUNT, region: REGION } });
    agentIn(stack, {}, '1-agent.with a long id, and characters that no name can have');
    expect(onlyOne(stack, RUNTIME).AgentRuntimeName).toMatch(/^[a-zA-Z][a-zA-Z0-9_]{0,47}$/);
  });
});

test('logs and traces are delivered as with AWS\'s Runtime', () => {
  const ours = testStack();
  agentIn(ours, { loggingConfigs: configs(ours), tracingEnabled: true });
  const theirs = testStack();
  new bedrockagentcore.Runtime(theirs, 'Runtime', {
    agentRuntimeArtifact: bedrockagentcore.AgentRuntimeArtifact.fromImageUri(IMAGE_URI),
    loggingConfigs: configs(theirs),
    tracingEnabled: true,
  });

  const deliveries = (stack: Stack) => Object.values<any>(Template.fromStack(stack).toJSON().Resources)
    .map(({ Type, Properties }) => `${Type} ${Properties.LogType ?? ''}`)
    .filter((one) => /Delivery|ResourcePolicy/.test(one)).sort();
  expect(deliveries(ours)).toEqual(deliveries(theirs));
  expect(deliveries(ours)).toEqual(expect.arrayContaining(['AWS::Logs::DeliverySource APPLICATION_LOGS', 'AWS::Logs::DeliverySource TRACES']));

  function configs(stack: Stack): bedrockagentcore.LoggingConfig[] {
    return [{ logType: LogType.APPLICATION_LOGS, destination: LoggingDestination.cloudWatchLogs(new logs.LogGroup(stack, 'Logs')) }];
  }
});

describe('endpoints', () => {
  const EXISTS = 'EndpointExists: the name of an endpoint must be one that the agent does not have, got: ';
  const loggingTo = (stack: Stack, action: string, pattern: RegExp) => statementsIn(stack).find(({ Action }) => Action.includes(action))!
    .Resource.map((resource) => pattern.exec(resource['Fn::Join'][1].at(-1))![1]);
  const logGroups = (stack: Stack) => loggingTo(stack, 'logs:CreateLogGroup', /-(\w+)$/);
  const logStreams = (stack: Stack) => loggingTo(stack, 'logs:PutLogEvents', /-(\w+):log-stream:\*$/);

  test('are none but DEFAULT', () => {
    const stack = testStack();
    expect(agentIn(stack).endpoints).toEqual({});
    Template.fromStack(stack).resourceCountIs(ENDPOINT, 0);
    expect([logGroups(stack), logStreams(stack)]).toEqual([['DEFAULT'], ['DEFAULT']]);
  });

  test('may be given, and added, each with logs of its own', () => {
    const stack = testStack();
    const agent = agentIn(stack, { endpoints: { production: { description: 'What users invoke', version: '3' }, preview: {} } });
    stack.resolve((stack.node.findAll().find((one) => one instanceof iam.CfnPolicy) as iam.CfnPolicy).policyDocument);
    const added = agent.addEndpoint('added');
    agent.runtime.addEndpoint('beside', {});

    const rendered = Object.values(Template.fromStack(stack).findResources(ENDPOINT)).map(({ Properties }) => Properties);
    const latest = { 'Fn::GetAtt': ['AgentRuntime23CE8C05', 'AgentRuntimeVersion'] };
    expect(rendered).toMatchObject([
      { Name: 'production', AgentRuntimeVersion: '3', Description: 'What users invoke' },
      { Name: 'preview', AgentRuntimeVersion: latest },
      { Name: 'added', AgentRuntimeVersion: latest },
      { Name: 'beside', AgentRuntimeVersion: latest },
    ]);
    expect(Object.keys(agent.endpoints)).toEqual(['production', 'preview', 'added', 'beside']);
    expect(agent.endpoints.added).toBe(added);
    expect(logGroups(stack)).toEqual(['DEFAULT', 'production', 'preview', 'added', 'beside']);
    expect(logStreams(stack)).toEqual(['DEFAULT', 'production', 'preview', 'added', 'beside']);
  });

  test('have names of at most 48 and descriptions of at most 256 characters', () => {
    const stack = testStack();
    const name = 'e'.repeat(48);
    const agent = agentIn(stack, { endpoints: { [name]: { description: 'x'.repeat(256) } } });
    agent.addEndpoint('e', { description: new CfnParameter(stack, 'Text').valueAsString });
    expect(Object.values(Template.fromStack(stack).findResources(ENDPOINT)).map(({ Properties }) => Properties)).toMatchObject([
      { Name: name, Description: 'x'.repeat(256) }, { Name: 'e', Description: { Ref: 'Text' } },
    ]);
  });

  test.each<[string, string, object, string]>([
    ['a name of 49 characters', 'e'.repeat(49), {}, 'InvalidEndpointName: endpointName must start with a letter and have at most 48'],
    ['a dash in the name', 'my-endpoint', {}, 'InvalidEndpointName: endpointName must start with a letter'],
    ['an empty description', 'e', { description: '' }, 'InvalidEndpointDescription: endpointDescription must have 1 to 256 characters, got 0'],
    ['a description of 257', 'e', { description: 'x'.repeat(257) }, 'InvalidEndpointDescription: endpointDescription must have 1 to 256 characters, got 257'],
    ['the name that is there', 'DEFAULT', {}, `${EXISTS}"DEFAULT", and it has DEFAULT; choose another name [at Stack/Agent]`],
  ])('fail with %s', (_, name, options, message) => {
    expect(errorWith({ endpoints: { [name]: options } })).toContain(message);
    expect(messageOf(() => agentIn(testStack()).addEndpoint(name, options))).toContain(message);
  });

  test('fail when they are added twice', () => {
    const agent = agentIn(testStack(), { endpoints: { production: {} } });
    expect(messageOf(() => agent.addEndpoint('production'))).toContain(`${EXISTS}"production", and it has DEFAULT, production; choose`);
  });
});

describe('property injection', () => {
  class Injector implements IPropertyInjector {
    constructor(public readonly constructUniqueId: string, private readonly defaults: object) {}
    public inject(originalProps: any, _context: InjectionContext): any { return { ...this.defaults, ...originalProps }; }
  }
  const stackWith = (...propertyInjectors: IPropertyInjector[]) =>
    new Stack(new App({ propertyInjectors }), 'Stack', { env: { account: ACCOUNT, region: REGION } });

  test('of the app sets defaults, also where there are no props, and gives way to what is given', () => {
    const injector = new Injector(AgentWithCodeInterpreter.PROPERTY_INJECTION_ID, { source, description: 'injected', runtimeName: 'injected' });
    const stack = stackWith(injector);
    new AgentWithCodeInterpreter(stack, 'Agent');
    expect(onlyOne(stack, RUNTIME)).toMatchObject({ Description: 'injected', AgentRuntimeName: 'injected' });
    expect(runtimeWith({ description: 'given' }, stackWith(injector)).Description).toBe('given');
  });

  test('has an id that never changes', () => {
    expect(AgentWithCodeInterpreter.PROPERTY_INJECTION_ID).toBe('cdk-agentcore-code-interpreter.AgentWithCodeInterpreter');
  });

  test('for runtimes and roles reaches those of an agent', () => {
    const stack = stackWith(
      new Injector(bedrockagentcore.Runtime.PROPERTY_INJECTION_ID, {
        lifecycleConfiguration: { maxLifetime: Duration.hours(1) }, environmentVariables: { STAGE: 'prod', A: 'injected' }, description: 'injected',
      }),
      new Injector(iam.Role.PROPERTY_INJECTION_ID, { path: '/agents/' }),
    );
    agentIn(stack, { environment: { A: 'given' } }).addEnvironment('B', 'later');
    expect(onlyOne(stack, RUNTIME)).toMatchObject({ LifecycleConfiguration: { MaxLifetime: 3600 }, Description: 'injected' });
    expect(onlyOne(stack, RUNTIME).EnvironmentVariables).toEqual({ STAGE: 'prod', A: 'given', B: 'later', CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1' });
    expect(onlyOne(stack, 'AWS::IAM::Role').Path).toBe('/agents/');
  });
});

describe('environment variables', () => {
  test('may be added after construction, and after the template was looked at', () => {
    const stack = testStack();
    const agent = agentIn(stack, { environment: { EMPTY: '', LATER: new CfnParameter(stack, 'Value').valueAsString } });
    stack.resolve((agent.runtime.node.defaultChild as bedrockagentcore.CfnRuntime).environmentVariables);
    agent.addEnvironment('ADDED', 'x'.repeat(2048));
    expect(onlyOne(stack, RUNTIME).EnvironmentVariables).toEqual(
      { EMPTY: '', LATER: { Ref: 'Value' }, CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1', ADDED: 'x'.repeat(2048) });
  });

  test.each([0, 1])('are at most 50 with those of the tools, %d of which are added', (added) => {
    const stack = testStack();
    const agent = agentIn(stack, { environment: Object.fromEntries(Array.from({ length: 49 - added }, (_, i) => [`V${i}`, ''])) });
    if (added === 1) { agent.addEnvironment('LAST', ''); }
    expect(messageOf(() => agent.addEnvironment('TOO_MANY', ''))).toBe('TooManyEnvironmentVariables: an agent has at most 50 environment variables,'
      + ' those of its tools included, got one more: TOO_MANY; remove some [at Stack/Agent]');
    expect(Object.keys(onlyOne(stack, RUNTIME).EnvironmentVariables)).toHaveLength(50);
  });

  test('fail with 50 of the user, because the interpreter has one', () => {
    expect(errorWith({ environment: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`V${i}`, ''])) })).toContain('got one more: CUSTOM_INTERPRETER_ID');
  });
});

test('the runtime is AWS\'s own', () => {
  expect(agentIn(testStack()).runtime).toBeInstanceOf(bedrockagentcore.Runtime);
});
