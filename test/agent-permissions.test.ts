import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import {
  AgentBrowser, AgentModel, AgentSource, AgentWithCodeInterpreter, AgentWithCodeInterpreterProps,
  CodeInterpreter, CodeInterpreterExecutionRole,
} from '../src';
import { fixture, stackWithOutput } from './fixtures/agents/helpers';
import { ACCOUNT, IMAGE_URI, REGION, testStack } from './helpers';
import { DeployedRole } from './iam/deployed-role';
import { DeployedTemplate, DeploymentOptions, TemplateJson } from './iam/template-policies';

const SERVICE = 'bedrock-agentcore.amazonaws.com';
const OTHER_ACCOUNT = '999988887777';
const AGENTCORE = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}`;
const MANAGED = `arn:aws:bedrock-agentcore:${REGION}:aws:code-interpreter/aws.codeinterpreter.v1`;
const MODEL = 'anthropic.claude-sonnet-4-20250514-v1:0';

const source = AgentSource.fromImageUri(IMAGE_URI);
const agentIn = (stack: Stack, props: AgentWithCodeInterpreterProps = {}, id = 'Agent') => new AgentWithCodeInterpreter(stack, id, { source, ...props });

/** What the stack comes to in the account. */
function deployed(stack: Stack, options: Partial<DeploymentOptions> = {}): DeployedTemplate {
  return new DeployedTemplate(Template.fromStack(stack).toJSON() as TemplateJson, { account: ACCOUNT, region: REGION, ...options });
}
const logicalId = (stack: Stack, role: iam.IRole) => stack.getLogicalId(role.node.defaultChild as iam.CfnRole);
const roleOf = (stack: Stack, { executionRole }: { executionRole: iam.IRole }, options?: Partial<DeploymentOptions>) =>
  deployed(stack, options).role(logicalId(stack, executionRole));
const arnOf = (stack: Stack, text: string) => deployed(stack).resolve(stack.resolve(text)) as string;

/** Those of `actions` of AgentCore that the role may do on `resource`. */
function allowed(role: DeployedRole, actions: string[], resource: string): string[] {
  return actions.filter((action) => role.may(`bedrock-agentcore:${action}`, resource));
}

const USE = ['GetCodeInterpreterSession', 'InvokeCodeInterpreter', 'StartCodeInterpreterSession', 'StopCodeInterpreterSession'];
const ON_ANY = [...USE, 'ListCodeInterpreterSessions'];
const ON_CUSTOM = [...ON_ANY, 'DeleteCodeInterpreter', 'GetCodeInterpreter', 'ListTagsForResource', 'TagResource', 'UntagResource'];

describe('an agent with a custom interpreter', () => {
  const stack = testStack();
  const interpreter = new CodeInterpreter(stack, 'CI', { codeInterpreterName: 'analysis' });
  const second = new CodeInterpreter(stack, 'Second', { codeInterpreterName: 'second' });
  const other = new CodeInterpreter(stack, 'Other', { codeInterpreterName: 'analysis_admin' });
  const agent = agentIn(stack, { codeInterpreter: interpreter });
  agent.addCodeInterpreter(second, { environmentVariable: 'SECOND' });
  const neighbour = agentIn(stack, {}, 'Neighbour');
  const role = roleOf(stack, agent);
  const arn = arnOf(stack, interpreter.codeInterpreterArn);

  test('may run code in its interpreters', () => {
    expect(allowed(role, ON_CUSTOM, arn)).toEqual(USE);
    expect(allowed(role, ON_CUSTOM, arnOf(stack, second.codeInterpreterArn))).toEqual(USE);
  });

  test.each([
    ['another one of the stack', arnOf(stack, other.codeInterpreterArn)],
    ['one of the same name and another id', `${AGENTCORE}:code-interpreter-custom/analysis-0000000000`],
    ['one of another account', arn.replace(ACCOUNT, OTHER_ACCOUNT)],
    ['one of another region', arn.replace(REGION, 'eu-west-1')],
  ])('may do nothing to %s', (_, elsewhere) => {
    expect(allowed(role, ON_CUSTOM, elsewhere)).toEqual([]);
  });

  test('may do nothing to the AWS-managed one', () => {
    expect(allowed(role, ON_ANY, MANAGED)).toEqual([]);
  });

  test('may make none, and see no list of them', () => {
    expect(allowed(role, ['CreateCodeInterpreter', 'ListCodeInterpreters'], '*')).toEqual([]);
  });

  test('is the only one that may use them', () => {
    const neighbours = roleOf(stack, neighbour);
    expect(allowed(neighbours, ON_CUSTOM, arn)).toEqual([]);
    expect(allowed(neighbours, ON_ANY, MANAGED)).toEqual(USE);
    [interpreter, second, other].forEach((one) => expect(roleOf(stack, one).allowances()).toEqual([]));
  });

  test('may do nothing to agents: not to itself, not to others', () => {
    const actions = ['InvokeAgentRuntime', 'UpdateAgentRuntime', 'DeleteAgentRuntime', 'StopRuntimeSession'];
    [agent, neighbour].forEach(({ runtime }) => expect(allowed(role, actions, arnOf(stack, runtime.agentRuntimeArn))).toEqual([]));
    expect(allowed(role, ['CreateAgentRuntime', 'ListAgentRuntimes'], '*')).toEqual([]);
  });

  test('would be found out with a role that may do anything', () => {
    const careless = testStack();
    const roles = [['*'], ['bedrock-agentcore:*']].map((actions, i) => new iam.Role(careless, `Role${i}`, {
      assumedBy: new iam.ServicePrincipal(SERVICE),
      inlinePolicies: { all: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions, resources: ['*'] })] }) },
    }));
    roles.forEach((one) => {
      const may = roleOf(careless, { executionRole: one });
      expect(allowed(may, ON_CUSTOM, arn)).toEqual(ON_CUSTOM);
      expect(allowed(may, ON_ANY, MANAGED)).toEqual(ON_ANY);
      expect(allowed(may, ['CreateCodeInterpreter'], '*')).toEqual(['CreateCodeInterpreter']);
      expect(may.mayBeAssumedBy(SERVICE)).toBe(true);
    });
  });
});

describe('the logs and the identity of an agent', () => {
  const stack = testStack();
  const agent = agentIn(stack, { runtimeName: 'analysis', endpoints: { production: {} } });
  const role = roleOf(stack, agent);
  const group = (name: string) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`;
  const runtimes = '/aws/bedrock-agentcore/runtimes';
  const ON_GROUPS = ['logs:CreateLogGroup', 'logs:DescribeLogStreams', 'logs:DeleteLogGroup', 'logs:FilterLogEvents', 'logs:PutRetentionPolicy'];
  const ON_STREAMS = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:GetLogEvents', 'logs:DeleteLogStream'];
  const may = (actions: string[], resource: string) => actions.filter((action) => role.may(action, resource));

  test.each(['DEFAULT', 'production'])('may be written for the endpoint %s, and not read', (endpoint) => {
    const own = group(`${runtimes}/analysis-AbCdEfGhIj-${endpoint}`);
    expect(may(ON_GROUPS, own)).toEqual(['logs:CreateLogGroup', 'logs:DescribeLogStreams']);
    expect(may(ON_STREAMS, `${own}:log-stream:2026/11/22/[runtime-logs]0123`)).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });

  test.each([
    ['a neighbour', `${runtimes}/billing-AbCdEfGhIj-DEFAULT`],
    ['a neighbour whose name begins with its own', `${runtimes}/analysis_admin-AbCdEfGhIj-DEFAULT`],
    ['a neighbour whose name ends with its own', `${runtimes}/my_analysis-AbCdEfGhIj-DEFAULT`],
    ['an endpoint that it does not have', `${runtimes}/analysis-AbCdEfGhIj-preview`],
    ['an id with more characters', `${runtimes}/analysis-AbCdEfGhIjK-DEFAULT`],
    ['a function', '/aws/lambda/payments'],
  ])('are not those of %s', (_, name) => {
    expect(may(ON_GROUPS, group(name))).toEqual([]);
    expect(may(ON_STREAMS, `${group(name)}:log-stream:any`)).toEqual([]);
  });

  test('are not those of the same agent elsewhere', () => {
    const own = group(`${runtimes}/analysis-AbCdEfGhIj-DEFAULT`);
    [own.replace(REGION, 'eu-west-1'), own.replace(ACCOUNT, OTHER_ACCOUNT)].forEach((elsewhere) => expect(may(ON_GROUPS, elsewhere)).toEqual([]));
  });

  const TOKENS = ['GetWorkloadAccessToken', 'GetWorkloadAccessTokenForJWT', 'GetWorkloadAccessTokenForUserId'];
  const MANAGEMENT = ['GetWorkloadIdentity', 'UpdateWorkloadIdentity', 'DeleteWorkloadIdentity'];
  const identity = (name: string) => `${AGENTCORE}:workload-identity-directory/default/workload-identity/${name}`;

  test('are its own to take tokens for, not to change', () => {
    expect(allowed(role, [...TOKENS, ...MANAGEMENT], identity('analysis-AbCdEfGhIj'))).toEqual(TOKENS);
  });

  test.each([
    'billing-AbCdEfGhIj', 'analysis_admin-AbCdEfGhIj', 'analysis_admin-abcdefghij', 'my_analysis-AbCdEfGhIj', 'analysis', 'analysis-', 'analysis-AbCdEfGhIjK',
  ])('are not the identity %s', (name) => {
    expect(allowed(role, TOKENS, identity(name))).toEqual([]);
    expect(allowed(role, TOKENS, identity('analysis-AbCdEfGhIj').replace(ACCOUNT, OTHER_ACCOUNT))).toEqual([]);
  });

  test('come with metrics of one namespace only', () => {
    const dataset = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:dataset/any`;
    expect(role.may('cloudwatch:PutMetricData', dataset, { 'cloudwatch:namespace': 'bedrock-agentcore' })).toBe(true);
    expect(role.may('cloudwatch:PutMetricData', dataset, { 'cloudwatch:namespace': 'Payments' })).toBe(false);
    expect(role.may('cloudwatch:PutMetricData', dataset)).toBe(false);
  });
});

describe('the models of an agent', () => {
  const stack = testStack();
  const role = roleOf(stack, agentIn(stack, { models: [AgentModel.inferenceProfile(`us.${MODEL}`)] }));
  const model = (region: string, id = MODEL) => `arn:aws:bedrock:${region}::foundation-model/${id}`;
  const profile = `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/us.${MODEL}`;
  const through = (arn: string) => ({ 'bedrock:InferenceProfileArn': arn });

  test('can be called through the profile, in its regions', () => {
    expect(role.may('bedrock:InvokeModel', profile)).toBe(true);
    ['us-east-1', 'us-east-2', 'us-west-2'].forEach((region) => expect(role.may('bedrock:InvokeModel', model(region), through(profile))).toBe(true));
  });

  test('cannot be called otherwise, nor any other', () => {
    expect(role.may('bedrock:InvokeModel', model(REGION))).toBe(false);
    expect(role.may('bedrock:InvokeModel', model(REGION), through(profile.replace('us.', 'eu.')))).toBe(false);
    expect(role.may('bedrock:InvokeModel', model('eu-west-1'), through(profile))).toBe(false);
    expect(role.may('bedrock:InvokeModel', model(REGION, 'anthropic.claude-opus-4-20250514-v1:0'), through(profile))).toBe(false);
    expect(role.may('bedrock:InvokeModel', profile.replace(ACCOUNT, OTHER_ACCOUNT))).toBe(false);
  });

  test('are none unless some are named', () => {
    const without = testStack();
    expect(roleOf(without, agentIn(without)).allowances().filter(({ action }) => action.startsWith('bedrock:'))).toEqual([]);
  });
});

describe('the image of an agent', () => {
  test('is all that it may pull', () => {
    const stack = testStack();
    const role = roleOf(stack, agentIn(stack));
    const repository = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/agent`;
    expect(role.may('ecr:BatchGetImage', repository)).toBe(true);
    [`${repository}-other`, repository.replace('agent', 'other')].forEach((other) => expect(role.may('ecr:BatchGetImage', other)).toBe(false));
    expect(role.may('ecr:PutImage', repository)).toBe(false);
  });
});

describe('who may assume the role', () => {
  const from = (arn: string, account = ACCOUNT) => ({ 'aws:SourceAccount': account, 'aws:SourceArn': arn });

  test('of an agent: the service, for this agent', () => {
    const stack = testStack();
    const agent = agentIn(stack, { runtimeName: 'analysis' });
    const role = roleOf(stack, agent);
    const own = arnOf(stack, agent.runtime.agentRuntimeArn);
    expect(own).toMatch(`${AGENTCORE}:runtime/analysis-`);
    expect(role.mayBeAssumedBy(SERVICE, from(own))).toBe(true);
    expect(role.mayBeAssumedBy(SERVICE, from(`${AGENTCORE}:runtime/analysis-AbCdEfGhIj`))).toBe(true);

    const others = [
      `${AGENTCORE}:runtime/analysis_admin-AbCdEfGhIj`, `${AGENTCORE}:runtime/my_analysis-AbCdEfGhIj`, `${AGENTCORE}:runtime/analysis`,
      `${AGENTCORE}:code-interpreter-custom/analysis-AbCdEfGhIj`, `${AGENTCORE}:gateway/analysis-AbCdEfGhIj`,
      own.replace(REGION, 'eu-west-1'), own.replace(ACCOUNT, OTHER_ACCOUNT),
    ];
    others.forEach((other) => expect([other, role.mayBeAssumedBy(SERVICE, from(other))]).toEqual([other, false]));
    expect(role.mayBeAssumedBy(SERVICE, from(own, OTHER_ACCOUNT))).toBe(false);
    expect(role.mayBeAssumedBy(SERVICE)).toBe(false);
    expect(role.mayBeAssumedBy('lambda.amazonaws.com', from(own))).toBe(false);
    expect(role.mayBeAssumedBy(`arn:aws:iam::${ACCOUNT}:root`, from(own))).toBe(false);
  });

  test.each([['a role of its own', false], ['a CodeInterpreterExecutionRole', true]])('of an interpreter with %s: the service, for it and what replaces it', (_, given) => {
    const [before, after] = ['before', 'after'].map((description) => {
      const stack = testStack();
      const executionRole = given ? new CodeInterpreterExecutionRole(stack, 'Role') : undefined;
      const interpreter = new CodeInterpreter(stack, 'CI', { description, executionRole });
      agentIn(stack, { codeInterpreter: interpreter });
      const other = new CodeInterpreter(stack, 'CI2', { description });
      return {
        role: roleOf(stack, interpreter), own: arnOf(stack, interpreter.codeInterpreterArn), other: arnOf(stack, other.codeInterpreterArn),
      };
    });
    expect(before.own).not.toBe(after.own);
    for (const { role, other } of [before, after]) {
      [before.own, after.own].forEach((own) => expect(role.mayBeAssumedBy(SERVICE, from(own))).toBe(true));
      [other, before.own.replace(ACCOUNT, OTHER_ACCOUNT), before.own.replace('code-interpreter-custom', 'runtime')]
        .forEach((one) => expect(role.mayBeAssumedBy(SERVICE, from(one))).toBe(false));
      expect(role.mayBeAssumedBy(SERVICE, from(before.own, OTHER_ACCOUNT))).toBe(false);
    }
  });
});

describe('every statement has an effect', () => {
  test.each<[string, () => Stack]>([
    ['an image from a directory', () => withAgent(stackWithOutput(), { source: AgentSource.fromDirectory(fixture('dockerfile')) })],
    ['code from a directory', () => withAgent(stackWithOutput(), { source: AgentSource.fromDirectory(fixture('python')) })],
    ['a custom interpreter', (stack = testStack()) => withAgent(stack, { codeInterpreter: new CodeInterpreter(stack, 'CI') })],
    ['a browser, endpoints and models', () => withAgent(testStack(), {
      browser: AgentBrowser.awsManaged(),
      endpoints: { production: {} },
      models: [AgentModel.foundationModel(MODEL), AgentModel.inferenceProfile(`us.${MODEL}`), AgentModel.inferenceProfile(`global.${MODEL}`)],
    })],
    ['an agnostic stack', () => withAgent(new Stack(new App(), 'Stack'))],
    ['an agent that may invoke itself', (stack = testStack()) => {
      const agent = agentIn(stack);
      agent.grantInvoke(agent);
      return stack;
    }],
  ])('with %s', (_, stackOf) => {
    const account = deployed(stackOf());
    expect(account.roles().length).toBeGreaterThan(0);
    expect(account.roles().flatMap((id) => account.role(id).problems())).toEqual([]);
  });

  function withAgent(stack: Stack, props?: AgentWithCodeInterpreterProps): Stack {
    agentIn(stack, props);
    return stack;
  }
});

test('an agent that was granted it may invoke the agent and its endpoints, and no other', () => {
  const stack = testStack();
  const [caller, callee, other] = ['Caller', 'Callee', 'Other'].map((id) => agentIn(stack, { runtimeName: id, endpoints: { production: {} } }, id));
  callee.grantInvoke(caller);
  const role = roleOf(stack, caller);
  const [own, granted, denied] = [caller, callee, other].map(({ runtime }) => arnOf(stack, runtime.agentRuntimeArn));
  const actions = ['InvokeAgentRuntime', 'InvokeAgentRuntimeWithWebSocketStream', 'InvokeAgentRuntimeForUser', 'InvokeAgentRuntimeCommand', 'StopRuntimeSession'];
  expect(allowed(role, actions, granted)).toEqual(actions.slice(0, 2));
  expect(allowed(role, actions, `${granted}/runtime-endpoint/production`)).toEqual(actions.slice(0, 2));
  [own, denied, `${denied}/runtime-endpoint/production`].forEach((arn) => expect(allowed(role, actions, arn)).toEqual([]));
});
