import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Duration, IPropertyInjector, Stack, Tags } from 'aws-cdk-lib/core';
import { AgentExecutionRole, AgentExecutionRoleProps, AgentSource, AgentWithCodeInterpreter, CodeInterpreterExecutionRole } from '../src';
import { ACCOUNT, IMAGE_URI, onlyOne, REGION, RUNTIME, statementsIn, testStack, warningsOf } from './helpers';

const LITERALS = { '@aws-cdk/core:enablePartitionLiterals': true };
const RUNTIMES = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:runtime`;

const source = AgentSource.fromImageUri(IMAGE_URI);
const agentIn = (stack: Stack, executionRole: iam.IRoleRef | undefined, runtimeName?: string, id = 'Agent') =>
  new AgentWithCodeInterpreter(stack, id, { source, executionRole, runtimeName });
const roleIn = (stack: Stack, props?: AgentExecutionRoleProps) => new AgentExecutionRole(stack, 'Role', props);
const trustIn = (stack: Stack) => onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument;
const trustedArns = (stack: Stack) => trustIn(stack).Statement[0].Condition.ArnLike['aws:SourceArn'];

describe('the trust policy', () => {
  test('lets the service assume the role for the agent that was given it', () => {
    const stack = testStack('Stack', LITERALS);
    agentIn(stack, roleIn(stack), 'analyst');
    expect(trustIn(stack)).toEqual({
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow',
        Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': `${RUNTIMES}/analyst-*` } },
      }],
    });
  });

  test('is that of the role which an agent makes for itself', () => {
    const [own, given] = [false, true].map((isGiven) => {
      const stack = testStack();
      agentIn(stack, isGiven ? roleIn(stack) : undefined, 'analyst');
      const { AssumeRolePolicyDocument, MaxSessionDuration } = onlyOne(stack, 'AWS::IAM::Role');
      return { AssumeRolePolicyDocument, MaxSessionDuration };
    });
    expect(given).toEqual(own);
  });

  test('of a role of two agents names both, of a role of none all', () => {
    const stack = testStack('Stack', LITERALS);
    const role = roleIn(stack);
    const trust = () => stack.resolve(role.assumeRolePolicy!.toJSON()).Statement[0].Condition.ArnLike['aws:SourceArn'];
    expect(trust()).toBe(`${RUNTIMES}/*`);
    agentIn(stack, role, 'a', 'A');
    agentIn(stack, role, 'b', 'B');
    expect(trust()).toEqual([`${RUNTIMES}/a-*`, `${RUNTIMES}/b-*`]);
    expect(trustedArns(stack)).toEqual([`${RUNTIMES}/a-*`, `${RUNTIMES}/b-*`]);
  });

  test('holds the name that an agent gets', () => {
    const stack = testStack('Stack', LITERALS);
    agentIn(stack, roleIn(stack));
    expect(trustedArns(stack)).toBe(`${RUNTIMES}/${onlyOne(stack, RUNTIME).AgentRuntimeName}-*`);
  });

  test('of a role in another stack makes no cycle between the stacks', () => {
    const app = new App({ context: LITERALS });
    const env = { account: ACCOUNT, region: REGION };
    const [roles, stack] = ['Roles', 'Stack'].map((id) => new Stack(app, id, { env }));
    agentIn(stack, roleIn(roles), 'analyst');
    expect(trustedArns(roles)).toBe(`${RUNTIMES}/analyst-*`);
    expect(stack.dependencies).toEqual([roles]);
  });

  test('of a role of another kind is left alone', () => {
    const stack = testStack();
    agentIn(stack, new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') }));
    expect(trustIn(stack).Statement).toEqual([expect.not.objectContaining({ Condition: expect.anything() })]);
  });
});

describe('AgentExecutionRole', () => {
  test('takes what roles take', () => {
    const stack = testStack();
    agentIn(stack, roleIn(stack, {
      roleName: 'BedrockAgentCore-analyst',
      path: '/agents/',
      description: 'what the analyst may do',
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess')],
      inlinePolicies: { data: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })] }) },
      permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
      maxSessionDuration: Duration.hours(2),
      tags: { team: 'data' },
    }));
    Tags.of(stack).add('stage', 'prod');

    const policy = (account: string, name: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${account}:policy/${name}`]] });
    expect(onlyOne(stack, 'AWS::IAM::Role')).toEqual({
      AssumeRolePolicyDocument: expect.anything(),
      RoleName: 'BedrockAgentCore-analyst',
      Path: '/agents/',
      Description: 'what the analyst may do',
      ManagedPolicyArns: [policy('aws', 'AmazonS3ReadOnlyAccess')],
      Policies: [{
        PolicyName: 'data',
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Action: 's3:GetObject', Effect: 'Allow', Resource: '*' }] },
      }],
      PermissionsBoundary: policy(ACCOUNT, 'boundary'),
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'stage', Value: 'prod' }, { Key: 'team', Value: 'data' }],
    });
    expect(onlyOne(stack, RUNTIME).Tags).toEqual({ stage: 'prod' });
  });

  test('needs no props, and lasts as long as a session can', () => {
    const stack = testStack();
    roleIn(stack);
    expect(onlyOne(stack, 'AWS::IAM::Role')).toEqual({ AssumeRolePolicyDocument: expect.anything(), MaxSessionDuration: 8 * 3600 });
  });

  test('serves an agent as its own would: no second role, what it needs and is granted lands in it', () => {
    const [own, given] = [false, true].map((isGiven) => {
      const stack = testStack('Stack', LITERALS);
      const role = isGiven ? roleIn(stack) : undefined;
      const agent = agentIn(stack, role, 'analyst');
      agent.runtime.grantInvoke(agent);
      agent.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
      expect(agent.executionRole).toBe(role ?? agent.executionRole);
      expect(warningsOf(stack)).toEqual([]);
      const roleId = stack.getLogicalId(agent.executionRole.node.defaultChild as iam.CfnRole);
      expect(onlyOne(stack, RUNTIME).RoleArn).toEqual({ 'Fn::GetAtt': [roleId, 'Arn'] });
      Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).forEach(({ Properties }) => expect(Properties.Roles).toEqual([{ Ref: roleId }]));
      return statementsIn(stack).map(({ Action }) => Action.join());
    });
    expect(given.sort()).toEqual(own.sort());
    expect(given.length).toBeGreaterThan(5);
  });

  test('gives two agents what each needs, in policies of different names', () => {
    const stack = testStack();
    const role = roleIn(stack);
    ['a', 'b'].forEach((name) => agentIn(stack, role, name, name.toUpperCase()));
    const names = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyName);
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(2);
  });

  test('and its twin are known to property injectors by names of their own', () => {
    expect(AgentExecutionRole.PROPERTY_INJECTION_ID).toBe('cdk-agentcore-code-interpreter.AgentExecutionRole');
    const injector: IPropertyInjector = {
      constructUniqueId: AgentExecutionRole.PROPERTY_INJECTION_ID,
      inject: (props: object) => ({ path: '/agents/', ...props }),
    };
    const stack = new Stack(new App({ propertyInjectors: [injector] }), 'Stack', { env: { account: ACCOUNT, region: REGION } });
    roleIn(stack);
    new CodeInterpreterExecutionRole(stack, 'Twin');
    expect(Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role')).map(({ Properties }) => Properties.Path)).toEqual(['/agents/', undefined]);
  });
});
