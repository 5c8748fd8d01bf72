import { Template } from 'aws-cdk-lib/assertions';
import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AgentSource, AgentWithCodeInterpreter, AgentWithCodeInterpreterProps, CodeInterpreter } from '../../src';
import { ACCOUNT, IMAGE_URI, onlyOne, REGION, RUNTIME, statementsIn, testStack, warningsOf } from '../helpers';

const SERVICE = new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com');
const LITERALS = { '@aws-cdk/core:enablePartitionLiterals': true };
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/agents/analysis`;
const STATEMENT = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] };

const source = AgentSource.fromImageUri(IMAGE_URI);
const agentIn = (stack: Stack, props: AgentWithCodeInterpreterProps = {}, id = 'Agent') => new AgentWithCodeInterpreter(stack, id, { source, ...props });
const runtimeResource = (stack: Stack) => Object.values(Template.fromStack(stack).findResources(RUNTIME))[0];
const policiesIn = (stack: Stack) => Template.fromStack(stack).findResources('AWS::IAM::Policy');
const roleIn = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: SERVICE });

describe('the role that is made', () => {
  test('can be assumed by the service for this agent only, for as long as sessions last', () => {
    const stack = testStack('Stack', LITERALS);
    agentIn(stack, { runtimeName: 'analysis' });
    expect(onlyOne(stack, 'AWS::IAM::Role')).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
            ArnLike: { 'aws:SourceArn': `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:runtime/analysis-*` },
          },
        }],
      },
      MaxSessionDuration: Duration.hours(8).toSeconds(),
    });
  });

  test('has what AWS\'s has, on the resources of this agent', () => {
    const stack = testStack('Stack', LITERALS);
    agentIn(stack, { runtimeName: 'analysis' });
    const theirs = testStack('Stack', LITERALS);
    new bedrockagentcore.Runtime(theirs, 'Runtime', {
      runtimeName: 'analysis', agentRuntimeArtifact: bedrockagentcore.AgentRuntimeArtifact.fromImageUri(IMAGE_URI),
    });

    const actionsIn = (one: Stack) => statementsIn(one).flatMap(({ Action }) => Action).filter((action) => !/CodeInterpreter|^ecr:/.test(action)).sort();
    expect(actionsIn(stack)).toEqual(actionsIn(theirs));
    const broad = (one: Stack) => statementsIn(one).flatMap(({ Resource }) => Resource).filter((resource) => /runtimes\/\*|workload-identity\/\*|log-group:\*/.test(resource));
    expect(broad(theirs)).toHaveLength(4);
    expect(broad(stack)).toEqual([]);

    const logs = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/bedrock-agentcore/runtimes/analysis-??????????-DEFAULT`;
    const directory = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:workload-identity-directory/default`;
    expect(statementsIn(stack).flatMap(({ Resource }) => Resource)).toEqual([
      logs,
      `${logs}:log-stream:*`,
      '*',
      '*',
      directory,
      `${directory}/workload-identity/analysis-??????????`,
      `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/agent`,
      '*',
      `arn:aws:bedrock-agentcore:${REGION}:aws:code-interpreter/aws.codeinterpreter.v1`,
    ]);
  });

  test('is there before the runtime, with what a start takes, and without what is granted later', () => {
    const stack = testStack();
    const agent = agentIn(stack, { codeInterpreter: new CodeInterpreter(stack, 'CI') });
    new s3.Bucket(stack, 'Bucket').grantRead(agent);
    expect(runtimeResource(stack).DependsOn).toEqual(['AgentExecutionRoleA67A0453', 'AgentStartupPolicyD751A28F']);
    expect(Object.keys(policiesIn(stack))).toEqual(['AgentExecutionRoleDefaultPolicyC6FA4EDA', 'AgentStartupPolicyD751A28F']);
    expect(JSON.stringify(policiesIn(stack).AgentStartupPolicyD751A28F)).toContain('InvokeCodeInterpreter');
  });
});

describe('grants', () => {
  const bucketIn = (stack: Stack) => new s3.Bucket(stack, 'Bucket');

  test.each<[string, (agent: AgentWithCodeInterpreter, stack: Stack) => unknown, string[]]>([
    ['to the agent', (agent, stack) => bucketIn(stack).grantPut(agent), ['s3:PutObject', 's3:PutObjectLegalHold', 's3:PutObjectRetention', 's3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:Abort*']],
    ['to its runtime', (agent, stack) => bucketIn(stack).grantDelete(agent.runtime), ['s3:DeleteObject*']],
    ['to its role', (agent, stack) => bucketIn(stack).grantDelete(agent.executionRole), ['s3:DeleteObject*']],
    ['through the policy of its runtime', (agent) => agent.runtime.addToRolePolicy(new iam.PolicyStatement(STATEMENT)), STATEMENT.actions],
    ['by its runtime', (agent) => agent.runtime.grant(STATEMENT.actions, STATEMENT.resources), STATEMENT.actions],
  ])('%s land in the role', (_, grant, actions) => {
    const stack = testStack();
    const agent = agentIn(stack);
    expect(grant(agent, stack)).toBeTruthy();
    const { AgentExecutionRoleDefaultPolicyC6FA4EDA: added } = policiesIn(stack);
    expect([added.Properties.PolicyDocument.Statement[0].Action].flat()).toEqual(actions);
    expect(added.Properties.Roles).toEqual([{ Ref: 'AgentExecutionRoleA67A0453' }]);
    expect(added.Properties.PolicyDocument.Statement).toHaveLength(1);
  });

  test('to invoke the agent, over HTTP and over a WebSocket, by any endpoint', () => {
    const stack = testStack();
    const agent = agentIn(stack);
    const caller = new iam.User(stack, 'Caller');
    expect(agent.grantInvoke(caller).success).toBe(true);
    agent.runtime.grantInvokeRuntimeForUser(caller);
    const arn = { 'Fn::GetAtt': ['AgentRuntime23CE8C05', 'AgentRuntimeArn'] };
    expect(statementsIn(stack)).toContainEqual({
      Effect: 'Allow',
      Action: ['bedrock-agentcore:InvokeAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream'],
      Resource: [arn, { 'Fn::Join': ['', [arn, '/runtime-endpoint/*']] }],
    });
    expect(statementsIn(stack).flatMap(({ Action }) => Action)).toContain('bedrock-agentcore:InvokeAgentRuntimeForUser');
  });

  test.each<[string, (stack: Stack) => iam.IRole | undefined]>([
    ['its own role', () => undefined],
    ['a role that is given', roleIn],
    ['an imported role', (stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN)],
  ])('to one another and to themselves make no cycle, with %s', (_, roleOf) => {
    const stack = testStack();
    const executionRole = roleOf(stack);
    const [a, b] = ['A', 'B'].map((id) => agentIn(stack, { executionRole, codeInterpreter: new CodeInterpreter(stack, `CI${id}`) }, id));
    a.grantInvoke(b);
    b.grantInvoke(a);
    a.grantInvoke(a);
    b.runtime.grantInvoke(b);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('to itself are a cycle with AWS\'s Runtime, which shows that a cycle would be found', () => {
    const stack = testStack();
    const runtime = new bedrockagentcore.Runtime(stack, 'Runtime', { agentRuntimeArtifact: bedrockagentcore.AgentRuntimeArtifact.fromImageUri(IMAGE_URI) });
    runtime.grantInvoke(runtime);
    expect(() => Template.fromStack(stack)).toThrow(/dependency cycle|circular dependency/i);
  });
});

describe('a role that is given', () => {
  test('keeps its trust policy and is the only one', () => {
    const stack = testStack();
    const executionRole = roleIn(stack);
    const agent = agentIn(stack, { executionRole });
    expect(agent.executionRole).toBe(executionRole);
    expect(onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement[0]).not.toHaveProperty('Condition');
    expect(onlyOne(stack, RUNTIME).RoleArn).toEqual({ 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] });
    expect(runtimeResource(stack).DependsOn).toEqual(['AgentStartupPolicyD751A28F', 'Role1ABCC5F0']);
    expect(onlyOne(stack, 'AWS::IAM::Policy').Roles).toEqual([{ Ref: 'Role1ABCC5F0' }]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('may be in another stack, which then does not need the interpreter, the browser or the agent', () => {
    const app = new App();
    const [roles, stack] = ['Roles', 'Agents'].map((id) => new Stack(app, id, { env: { account: ACCOUNT, region: REGION } }));
    agentIn(stack, { executionRole: roleIn(roles), codeInterpreter: new CodeInterpreter(stack, 'CI') });
    app.synth();
    expect(stack.dependencies.map(({ stackName }) => stackName)).toEqual(['Roles']);
    expect(roles.dependencies).toHaveLength(0);
    expect(onlyOne(stack, 'AWS::IAM::Policy').Roles).toEqual([{ 'Fn::ImportValue': expect.stringContaining('Roles:ExportsOutputRefRole') }]);
    expect(runtimeResource(stack).DependsOn).toEqual(['AgentStartupPolicyD751A28F']);
  });

  test('may be imported, and is changed where that is possible', () => {
    const stack = testStack();
    const agent = agentIn(stack, { executionRole: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN) });
    agent.runtime.addToRolePolicy(new iam.PolicyStatement(STATEMENT));
    expect(onlyOne(stack, RUNTIME).RoleArn).toBe(ROLE_ARN);
    expect(Object.values(policiesIn(stack)).map(({ Properties }) => Properties.Roles)).toEqual([['analysis'], ['analysis']]);
    expect(runtimeResource(stack).DependsOn).toEqual(['AgentStartupPolicyD751A28F']);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('may be that of agents of other stacks and regions, which do not take its policy from one another', () => {
    const names = [['Dev', REGION], ['Prod', REGION], ['Prod', 'eu-west-1'], ['Agnostic', undefined]].map(([stackName, region]) => {
      const stack = new Stack(new App(), 'Stack', { stackName, env: { account: ACCOUNT, region } });
      agentIn(stack, { executionRole: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN) });
      return onlyOne(stack, 'AWS::IAM::Policy').PolicyName;
    });
    expect(new Set(names.map((name) => JSON.stringify(name))).size).toBe(4);
    expect(names.slice(0, 3).every((name) => /^[\w+=,.@-]{1,128}$/.test(name))).toBe(true);
  });

  test('may be an L1, whose path is known', () => {
    const stack = testStack();
    const executionRole = new iam.CfnRole(stack, 'Role', {
      path: '/agents/',
      assumeRolePolicyDocument: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [SERVICE] })] }),
    });
    const agent = agentIn(stack, { executionRole });
    const arn = { 'Fn::GetAtt': ['Role', 'Arn'] };
    expect(onlyOne(stack, RUNTIME).RoleArn).toEqual(arn);
    expect(onlyOne(stack, 'AWS::IAM::Policy').Roles).toEqual([{ Ref: 'Role' }]);
    expect(stack.resolve(agent.runtime.role.roleRef)).toEqual({ roleArn: arn, roleName: { Ref: 'Role' } });
    expect(stack.resolve(agent.grantPrincipal.policyFragment.principalJson)).toEqual({ AWS: [arn] });
    expect(warningsOf(stack)).toEqual([]);
  });

  const UNCHANGEABLE = 'because its execution role cannot be changed by this app; add the following where the role is defined: ';
  const IDS = ' [ack: cdk-agentcore-code-interpreter:agentStatementsNotAdded]';
  const ours = (stack: Stack) => warningsOf(stack).filter((warning) => warning.endsWith(IDS));

  test.each<[string, (stack: Stack) => iam.IRole]>([
    ['imported as immutable', (stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false })],
    ['of another account', (stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN.replace(ACCOUNT, '999988887777'))],
    ['without policy updates', (stack) => roleIn(stack).withoutPolicyUpdates()],
  ])('%s gets nothing, and says all that is missing', (_, roleOf) => {
    const stack = testStack('Stack', LITERALS);
    const agent = agentIn(stack, { executionRole: roleOf(stack), runtimeName: 'analysis' });
    agent.addCodeInterpreter(CodeInterpreter.fromCodeInterpreterId(stack, 'CI', 'analysis-AbCdEfGhIj'), { environmentVariable: 'SECOND' });
    agent.addEndpoint('production');
    agent.runtime.addToRolePolicy(new iam.PolicyStatement(STATEMENT));

    const changeable = testStack('Stack', LITERALS);
    const twin = agentIn(changeable, { runtimeName: 'analysis' });
    twin.addCodeInterpreter(CodeInterpreter.fromCodeInterpreterId(changeable, 'CI', 'analysis-AbCdEfGhIj'), { environmentVariable: 'SECOND' });
    twin.addEndpoint('production');
    const missing = JSON.stringify(onlyOne(changeable, 'AWS::IAM::Policy').PolicyDocument.Statement);

    expect(ours(stack)).toEqual([
      `/Stack/Agent/Startup: the agent lacks a permission that was granted to it, ${UNCHANGEABLE}{"Action":"s3:GetObject","Effect":"Allow","Resource":"arn:aws:s3:::data/*"}${IDS}`,
      `/Stack/Agent/Startup: the agent lacks what it needs, ${UNCHANGEABLE}${missing}${IDS}`,
    ]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('immutable, with grants going to resources, warns of what no resource takes', () => {
    const stack = testStack();
    const executionRole = iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false, addGrantsToResources: true });
    new s3.Bucket(stack, 'Bucket').grantRead(agentIn(stack, { executionRole }));
    expect(ours(stack)).toEqual([expect.stringContaining('the agent lacks what it needs')]);
    expect(onlyOne(stack, 'AWS::S3::BucketPolicy').PolicyDocument.Statement[0].Principal).toEqual({ AWS: ROLE_ARN });
  });
});

test('the role that the runtime has is an ordinary one', () => {
  const stack = testStack();
  const agent = agentIn(stack);
  const { role } = agent.runtime;
  const user = new iam.User(stack, 'User');
  role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess'));
  role.attachInlinePolicy(new iam.Policy(stack, 'More', { statements: [new iam.PolicyStatement(STATEMENT)] }));
  role.grant(user, 'iam:GetRole');
  role.grantPassRole(user);
  role.grantAssumeRole(user);
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);

  expect((agent.executionRole.node.defaultChild as CfnResource).cfnOptions.deletionPolicy).toBe('Retain');
  expect(onlyOne(stack, 'AWS::IAM::Role').ManagedPolicyArns).toHaveLength(1);
  const own = Object.entries(policiesIn(stack)).filter(([, { Properties }]) => Properties.Roles).map(([id]) => id);
  expect(own).toEqual(['AgentStartupPolicyD751A28F', expect.stringMatching(/^More/)]);
  expect(statementsIn(stack).filter(({ Action }) => /^(iam|sts):/.test(Action[0])).flatMap(({ Action }) => Action))
    .toEqual(['iam:GetRole', 'iam:PassRole', 'sts:AssumeRole']);
  expect(role.roleName).toBe(agent.executionRole.roleName);
  expect(role.roleArn).toBe(agent.executionRole.roleArn);
  expect(role.assumeRoleAction).toBe('sts:AssumeRole');
  expect(role.principalAccount).toBe(ACCOUNT);
  expect(agent.runtime.grantPrincipal).toBe(agent.grantPrincipal);
});
