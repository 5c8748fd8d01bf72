import * as path from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib/core';
import { AgentBrowser, AgentModel, AgentSource, AgentWithCodeInterpreter, AgentWithCodeInterpreterProps, CodeInterpreter } from '../src';
import { assetsOf, fixture, stackWithOutput } from './fixtures/agents/helpers';
import { ACCOUNT, IMAGE_URI, messageOf, onlyOne, REGION, RUNTIME, statementsIn, testStack, warningsOf } from './helpers';

const source = AgentSource.fromImageUri(IMAGE_URI);
const agentIn = (stack: Stack, props: AgentWithCodeInterpreterProps = {}, id = 'Agent') => new AgentWithCodeInterpreter(stack, id, { source, ...props });
const variablesOf = (stack: Stack) => onlyOne(stack, RUNTIME).EnvironmentVariables;
const typesIn = (stack: Stack) => Object.values<any>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type).sort();
const arn = (...rest: unknown[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...rest]] });

const OTHER_REGION = `arn:aws:bedrock-agentcore:eu-west-1:${ACCOUNT}:code-interpreter-custom/analysis-AbCdEfGhIj`;
const USE = ['GetCodeInterpreterSession', 'InvokeCodeInterpreter', 'StartCodeInterpreterSession', 'StopCodeInterpreterSession']
  .map((action) => `bedrock-agentcore:${action}`);

/** Where code interpreters can be used, which has to be all that there is about code interpreters. */
function usableIn(stack: Stack): unknown[] {
  const about = statementsIn(stack).filter(({ Action }) => Action.some((action) => /CodeInterpreter/.test(action)));
  about.forEach(({ Action }) => expect(Action).toEqual(USE));
  return about.flatMap(({ Resource }) => Resource);
}

describe('without props', () => {
  afterEach(() => jest.restoreAllMocks());

  test.each([
    ['nothing', undefined],
    ['nothing in it', {}],
    ['nothing but undefined', { source: undefined, codeInterpreter: undefined, environment: undefined, network: undefined, lifecycle: undefined, tags: undefined, endpoints: undefined }],
  ])('finds the Dockerfile in the working directory and uses the AWS-managed interpreter, with %s', (_, props) => {
    jest.spyOn(process, 'cwd').mockReturnValue(fixture('dockerfile'));
    const stack = stackWithOutput();
    const agent = new AgentWithCodeInterpreter(stack, 'Agent', props);

    expect(typesIn(stack)).toEqual([RUNTIME, 'AWS::IAM::Policy', 'AWS::IAM::Role']);
    expect(onlyOne(stack, RUNTIME)).toEqual({
      AgentRuntimeName: expect.stringMatching(/^Stack_Agent_[0-9A-F]{8}$/),
      AgentRuntimeArtifact: { ContainerConfiguration: { ContainerUri: expect.anything() } },
      RoleArn: { 'Fn::GetAtt': ['AgentExecutionRoleA67A0453', 'Arn'] },
      NetworkConfiguration: { NetworkMode: 'PUBLIC' },
      ProtocolConfiguration: 'HTTP',
      EnvironmentVariables: { CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1' },
    });
    expect(usableIn(stack)).toEqual([arn(`:bedrock-agentcore:${REGION}:aws:code-interpreter/aws.codeinterpreter.v1`)]);
    expect(agent.codeInterpreter.codeInterpreterCustomRef.codeInterpreterId).toBe('aws.codeinterpreter.v1');

    const [image] = Object.values(assetsOf(stack).dockerImages);
    expect(image.source).toMatchObject({ platform: 'linux/arm64' });
  });

  test('builds the basic example, which is the seed of this library', () => {
    jest.spyOn(process, 'cwd').mockReturnValue(path.join(__dirname, '..', 'examples', 'agents', 'basic'));
    const stack = stackWithOutput();
    new AgentWithCodeInterpreter(stack, 'CodeAgent');
    expect(Object.keys(assetsOf(stack).dockerImages)).toHaveLength(1);
  });

  test('fails where there is nothing to run', () => {
    jest.spyOn(process, 'cwd').mockReturnValue(path.join(fixture('dockerfile'), '..'));
    expect(messageOf(() => new AgentWithCodeInterpreter(stackWithOutput(), 'Agent'))).toContain('AgentSourceNotFound: found nothing to run in');
  });
});

test('outputs say what to invoke and where code runs', () => {
  const stack = testStack();
  agentIn(stack, { codeInterpreter: new CodeInterpreter(stack, 'CI') });
  expect(Object.values(Template.fromStack(stack).findOutputs('*'))).toEqual([
    { Description: 'What to invoke', Value: { 'Fn::GetAtt': ['AgentRuntime23CE8C05', 'AgentRuntimeArn'] } },
    { Description: 'Where the agent runs code', Value: { 'Fn::GetAtt': ['CIF5BADA72', 'CodeInterpreterId'] } },
  ]);
});

describe('the code interpreter', () => {
  const custom = (id: string) => arn(`:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/${id}`);
  const attribute = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });
  const l1 = (stack: Stack) => new bedrockagentcore.CfnCodeInterpreterCustom(stack, 'CI', { name: 'analysis', networkConfiguration: { networkMode: 'SANDBOX' } });

  test.each<[string, (stack: Stack) => bedrockagentcore.ICodeInterpreterCustomRef, unknown, unknown]>([
    ['ours', (stack) => new CodeInterpreter(stack, 'CI'), attribute('CIF5BADA72', 'CodeInterpreterId'), attribute('CIF5BADA72', 'CodeInterpreterArn')],
    ["AWS's", (stack) => new bedrockagentcore.CodeInterpreterCustom(stack, 'CI'), attribute('CIF5BADA72', 'CodeInterpreterId'), attribute('CIF5BADA72', 'CodeInterpreterArn')],
    ['an L1', l1, { Ref: 'CI' }, attribute('CI', 'CodeInterpreterArn')],
    ['known by id', (stack) => CodeInterpreter.fromCodeInterpreterId(stack, 'CI', 'analysis-AbCdEfGhIj'), 'analysis-AbCdEfGhIj', custom('analysis-AbCdEfGhIj')],
    ['known by ARN', (stack) => CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', OTHER_REGION.replace('eu-west-1', REGION)),
      'analysis-AbCdEfGhIj', OTHER_REGION.replace('eu-west-1', REGION)],
    ['an L1 known by id', (stack) => bedrockagentcore.CfnCodeInterpreterCustom.fromCodeInterpreterId(stack, 'CI', 'analysis-AbCdEfGhIj'),
      'analysis-AbCdEfGhIj', custom('analysis-AbCdEfGhIj')],
    ['the AWS-managed one', (stack) => CodeInterpreter.fromAwsManaged(stack, 'CI'), 'aws.codeinterpreter.v1',
      arn(`:bedrock-agentcore:${REGION}:aws:code-interpreter/aws.codeinterpreter.v1`)],
    ['the AWS-managed one as an L1', (stack) => bedrockagentcore.CfnCodeInterpreterCustom.fromCodeInterpreterId(stack, 'CI', 'aws.codeinterpreter.v1'),
      'aws.codeinterpreter.v1', arn(`:bedrock-agentcore:${REGION}:aws:code-interpreter/aws.codeinterpreter.v1`)],
  ])('may be %s', (_, interpreterIn, id, interpreterArn) => {
    const stack = testStack();
    const codeInterpreter = interpreterIn(stack);
    const agent = agentIn(stack, { codeInterpreter });
    expect(variablesOf(stack)).toEqual({ CUSTOM_INTERPRETER_ID: id });
    expect(usableIn(stack)).toEqual([interpreterArn]);
    expect(agent.codeInterpreter).toBe(codeInterpreter);
    expect(agent.codeInterpreters).toEqual([codeInterpreter]);
  });

  test('is found under a name of one\'s own, and under aliases', () => {
    const stack = testStack();
    agentIn(stack, {
      codeInterpreter: CodeInterpreter.fromCodeInterpreterId(stack, 'CI', 'analysis-AbCdEfGhIj'),
      codeInterpreterVariable: 'INTERPRETER',
      codeInterpreterVariableAliases: ['CODE_INTERPRETER_ID', 'AGENTCORE_CODE_INTERPRETER_ID'],
    });
    expect(variablesOf(stack)).toEqual({
      INTERPRETER: 'analysis-AbCdEfGhIj', CODE_INTERPRETER_ID: 'analysis-AbCdEfGhIj', AGENTCORE_CODE_INTERPRETER_ID: 'analysis-AbCdEfGhIj',
    });
    expect(usableIn(stack)).toHaveLength(1);
  });

  test('keeps its usual name beside aliases', () => {
    const stack = testStack();
    agentIn(stack, { codeInterpreterVariableAliases: ['CODE_INTERPRETER_ID'] });
    expect(variablesOf(stack)).toEqual({ CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1', CODE_INTERPRETER_ID: 'aws.codeinterpreter.v1' });
  });

  test('is not the only one: more can be added', () => {
    const stack = testStack();
    const [first, second, third] = ['A', 'B', 'C'].map((id) => new CodeInterpreter(stack, id, { codeInterpreterName: id }));
    const agent = agentIn(stack, { codeInterpreter: first });
    agent.addCodeInterpreter(second, { environmentVariable: 'SECOND' });
    agent.addCodeInterpreter(third, { environmentVariable: 'THIRD' });

    const ids = [first, second, third].map((one) => stack.resolve(one.codeInterpreterId));
    expect(variablesOf(stack)).toEqual({ CUSTOM_INTERPRETER_ID: ids[0], SECOND: ids[1], THIRD: ids[2] });
    expect(usableIn(stack)).toEqual([first, second, third].map((one) => stack.resolve(one.codeInterpreterArn)));
    expect(agent.codeInterpreter).toBe(first);
    expect(agent.codeInterpreters).toEqual([first, second, third]);
    agent.codeInterpreters.pop();
    expect(agent.codeInterpreters).toHaveLength(3);
  });

  test('of another stack of the region is imported from there', () => {
    const app = new App();
    const env = { account: ACCOUNT, region: REGION };
    const [tools, stack] = ['Tools', 'Agents'].map((id) => new Stack(app, id, { env }));
    agentIn(stack, { codeInterpreter: new CodeInterpreter(tools, 'CI') });

    expect(variablesOf(stack)).toEqual({ CUSTOM_INTERPRETER_ID: { 'Fn::ImportValue': expect.stringMatching(/^Tools:ExportsOutput.*CodeInterpreterId/) } });
    expect(usableIn(stack)).toEqual([{ 'Fn::ImportValue': expect.stringMatching(/^Tools:ExportsOutput.*CodeInterpreterArn/) }]);
    expect(stack.dependencies.map(({ stackName }) => stackName)).toEqual(['Tools']);
    expect(tools.dependencies).toHaveLength(0);
  });
});

test('an agent in a nested stack may use an interpreter of the parent', () => {
  const parent = testStack();
  const stack = new NestedStack(parent, 'Nested');
  agentIn(stack, { codeInterpreter: new CodeInterpreter(parent, 'CI') });
  expect(variablesOf(stack)).toEqual({ CUSTOM_INTERPRETER_ID: { Ref: expect.stringMatching(/^referencetoStackCI.*CodeInterpreterId$/) } });
  expect(onlyOne(stack, RUNTIME).AgentRuntimeName).toMatch(/^Stack_Nested_Agent_[0-9A-F]{8}$/);
});

test('an interpreter of another account is granted, with a warning that this is not enough', () => {
  const stack = testStack();
  const codeInterpreterArn = OTHER_REGION.replace('eu-west-1', REGION).replace(ACCOUNT, '999988887777');
  agentIn(stack, { codeInterpreter: CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', codeInterpreterArn) });
  expect(usableIn(stack)).toEqual([codeInterpreterArn]);
  expect(warningsOf(stack)).toEqual([expect.stringMatching(/code interpreters have no resource policy.*crossAccountGrant\]$/)]);
});

describe('the region of the code interpreter', () => {
  const message = (region: string) => `CodeInterpreterInAnotherRegion: codeInterpreter must be in the region of the agent, ${REGION}, got: ${region}`
    + '; define one beside the agent, because the SDKs look for it in their own region [at Stack/Agent]';

  test.each<[string, (stack: Stack) => bedrockagentcore.ICodeInterpreterCustomRef]>([
    ['by its ARN', (stack) => CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', OTHER_REGION)],
    ['by its stack', (stack) => new CodeInterpreter(new Stack(stack.node.root as App, 'Other', { env: { account: ACCOUNT, region: 'eu-west-1' } }), 'CI')],
    ['by the ARN of the AWS-managed one', (stack) => CodeInterpreter.fromCodeInterpreterArn(
      stack, 'CI', 'arn:aws:bedrock-agentcore:eu-west-1:aws:code-interpreter/aws.codeinterpreter.v1')],
    ['by the stack of an L1', (stack) => new bedrockagentcore.CfnCodeInterpreterCustom(
      new Stack(stack.node.root as App, 'Other', { env: { account: ACCOUNT, region: 'eu-west-1' } }), 'CI',
      { name: 'analysis', networkConfiguration: { networkMode: 'SANDBOX' } })],
  ])('fails when it is another one than that of the agent, %s', (_, interpreterIn) => {
    const stack = testStack();
    const codeInterpreter = interpreterIn(stack);
    expect(messageOf(() => agentIn(stack, { codeInterpreter }))).toBe(message('eu-west-1'));
    expect(messageOf(() => agentIn(testStack()).addCodeInterpreter(codeInterpreter, { environmentVariable: 'SECOND' }))).toBe(message('eu-west-1'));
  });

  test('may be unknown until deployment, on either side', () => {
    const agnostic = new Stack(new App(), 'Stack');
    agentIn(agnostic, { codeInterpreter: CodeInterpreter.fromCodeInterpreterArn(agnostic, 'CI', OTHER_REGION) });
    agentIn(agnostic, { codeInterpreter: new CodeInterpreter(agnostic, 'CI2') }, 'Agent2');
    expect(Object.keys(Template.fromStack(agnostic).findResources(RUNTIME))).toHaveLength(2);

    const stack = testStack();
    const codeInterpreter = CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', new CfnParameter(stack, 'Arn').valueAsString);
    agentIn(stack, { codeInterpreter });
    expect(usableIn(stack)).toEqual([{ Ref: 'Arn' }]);
    expect(variablesOf(stack).CUSTOM_INTERPRETER_ID).toEqual(stack.resolve(codeInterpreter.codeInterpreterId));
  });
});

describe('a variable that is set twice', () => {
  const clash = (...by: string[]) =>
    `EnvironmentVariableClash: environment variable ${by[0]} is set by ${by[1]} and by ${by[2]}; give one of them another name [at Stack/Agent]`;
  const INTERPRETER = 'code interpreter Stack/CI';
  const interpreterIn = (stack: Stack) => CodeInterpreter.fromCodeInterpreterId(stack, 'CI', 'analysis-AbCdEfGhIj');

  test.each<[string, Partial<AgentWithCodeInterpreterProps>, ((agent: AgentWithCodeInterpreter) => void) | undefined, string]>([
    ['by the environment and the interpreter', { environment: { CUSTOM_INTERPRETER_ID: 'x' } }, undefined, clash('CUSTOM_INTERPRETER_ID', 'environment', INTERPRETER)],
    ['by the interpreter and the environment', {}, (agent) => agent.addEnvironment('CUSTOM_INTERPRETER_ID', 'x'), clash('CUSTOM_INTERPRETER_ID', INTERPRETER, 'environment')],
    ['by the interpreter and its alias', { codeInterpreterVariableAliases: ['CUSTOM_INTERPRETER_ID'] }, undefined, clash('CUSTOM_INTERPRETER_ID', INTERPRETER, INTERPRETER)],
    ['by the interpreter and the browser', { browser: AgentBrowser.awsManaged(), codeInterpreterVariable: 'CUSTOM_BROWSER_ID' }, undefined,
      clash('CUSTOM_BROWSER_ID', INTERPRETER, 'browser')],
    ['by the browser and an interpreter', { browser: AgentBrowser.awsManaged() },
      (agent) => agent.addCodeInterpreter(agent.codeInterpreter, { environmentVariable: 'CUSTOM_BROWSER_ID' }), clash('CUSTOM_BROWSER_ID', 'browser', INTERPRETER)],
    ['by the environment and the browser', { browser: AgentBrowser.awsManaged(), environment: { CUSTOM_BROWSER_ID: 'x' } }, undefined,
      clash('CUSTOM_BROWSER_ID', 'environment', 'browser')],
    ['by the browser and the environment', { browser: AgentBrowser.awsManaged() }, (agent) => agent.addEnvironment('CUSTOM_BROWSER_ID', 'x'),
      clash('CUSTOM_BROWSER_ID', 'browser', 'environment')],
    ['by the environment twice', { environment: { A: '1' } }, (agent) => agent.addEnvironment('A', '1'), clash('A', 'environment', 'environment')],
  ])('fails: %s', (_, props, change, message) => {
    const stack = testStack();
    expect(messageOf(() => {
      const agent = agentIn(stack, { codeInterpreter: interpreterIn(stack), ...props });
      change?.(agent);
    })).toBe(message);
  });

  test('fails by two interpreters, and names both', () => {
    const stack = testStack();
    const agent = agentIn(stack);
    expect(messageOf(() => agent.addCodeInterpreter(interpreterIn(stack), { environmentVariable: 'CUSTOM_INTERPRETER_ID' })))
      .toBe(clash('CUSTOM_INTERPRETER_ID', 'code interpreter Stack/Agent/AwsManagedCodeInterpreter', INTERPRETER));
  });
});

test('models are granted to the agent, and only those', () => {
  const stack = testStack();
  agentIn(stack, { models: [AgentModel.foundationModel('anthropic.claude-3-5-sonnet-20241022-v2:0'), AgentModel.foundationModel('amazon.nova-pro-v1:0')] });
  const about = statementsIn(stack).filter(({ Action }) => Action.some((action) => action.startsWith('bedrock:')));
  expect(about.map(({ Action }) => Action)).toEqual(about.map(() => ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']));
  expect(about.flatMap(({ Resource }) => Resource)).toEqual(
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'amazon.nova-pro-v1:0'].map((id) => arn(`:bedrock:${REGION}::foundation-model/${id}`)));
});

test('one source serves two agents, and both may pull it', () => {
  const stack = testStack();
  const image = AgentSource.fromImageUri(IMAGE_URI);
  const agents = ['A', 'B'].map((id) => agentIn(stack, { source: image }, id));
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  agents.forEach((agent) => {
    const role = stack.resolve((agent.executionRole as iam.Role).roleName);
    const actions = policies.filter(({ Properties }) => Properties.Roles[0].Ref === role.Ref)
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement).flatMap(({ Action }) => Action);
    expect(actions).toEqual(expect.arrayContaining(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetAuthorizationToken']));
  });
});
