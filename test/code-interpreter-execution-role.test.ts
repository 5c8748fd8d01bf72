import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { CodeInterpreter, CodeInterpreterExecutionRole } from '../src';
import { ACCOUNT, CODE_INTERPRETER, onlyOne, REGION, testStack, warningsOf } from './helpers';
import { arnMatches } from './iam/patterns';

const LITERALS = { '@aws-cdk/core:enablePartitionLiterals': true };
const STATEMENT = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] };
const STATEMENT_JSON = '{"Action":"s3:GetObject","Effect":"Allow","Resource":"arn:aws:s3:::data/*"}';
const NOT_ADDED = 'code in the sessions of this code interpreter lacks a permission that was granted to it: ';
const UNCHANGEABLE = 'its execution role cannot be changed by this app; add the statement where the role is defined: ';

/** The `aws:SourceArn` of the one trust policy in a stack. */
function trustedArns(stack: Stack): string[] {
  const [{ Condition }] = onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement;
  return [Condition.ArnLike['aws:SourceArn']].flat();
}

function addStatement(interpreter: CodeInterpreter): void {
  interpreter.addToRolePolicy(new iam.PolicyStatement(STATEMENT));
}

describe('the trust policy', () => {
  test('lets the service assume the role for one interpreter of one account and region', () => {
    const stack = testStack('Stack', LITERALS);
    new CodeInterpreter(stack, 'CI', { codeInterpreterName: 'analysis' });
    expect(onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
            ArnLike: { 'aws:SourceArn': `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/analysis-*` },
          },
        },
      ],
    });
  });

  test('follows the environment of an agnostic stack', () => {
    const stack = new Stack(new App(), 'Stack');
    new CodeInterpreter(stack, 'CI', { codeInterpreterName: 'analysis' });
    const [{ Condition }] = onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement;
    expect(Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnLike: {
        'aws:SourceArn': {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':bedrock-agentcore:',
              { Ref: 'AWS::Region' },
              ':',
              { Ref: 'AWS::AccountId' },
              ':code-interpreter-custom/analysis-*',
            ],
          ],
        },
      },
    });
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('names the partition of %s', (region, partition) => {
    const stack = new Stack(new App({ context: LITERALS }), 'Stack', { env: { account: ACCOUNT, region } });
    new CodeInterpreter(stack, 'CI', { codeInterpreterName: 'analysis' });
    expect(trustedArns(stack)).toEqual([`arn:${partition}:bedrock-agentcore:${region}:${ACCOUNT}:code-interpreter-custom/analysis-*`]);
  });

  test('holds a name that is a token', () => {
    const stack = testStack('Stack', LITERALS);
    new CodeInterpreter(stack, 'CI', { codeInterpreterName: new CfnParameter(stack, 'Name').valueAsString });
    expect(trustedArns(stack)).toEqual([
      {
        'Fn::Join': ['', [`arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/`, { Ref: 'Name' }, '-*']],
      },
    ]);
  });

  test.each([
    ['given', 'analysis', 'analysis_admin'],
    ['generated', undefined, undefined],
  ])('matches the interpreter by a %s name, what it is replaced with, and no other', (_, name, otherName) => {
    const names = ['before', 'after'].map((description) => {
      const stack = testStack('Stack', LITERALS);
      const role = new CodeInterpreterExecutionRole(stack, 'Role');
      const interpreter = new CodeInterpreter(stack, 'CI', { codeInterpreterName: name, description, executionRole: role });
      const other = new CodeInterpreter(stack, 'CI2', {
        codeInterpreterName: otherName,
        description,
        executionRole: iam.Role.fromRoleName(stack, 'Other', 'other'),
      });
      return {
        patterns: trustedArns(stack),
        own: stack.resolve(interpreter.codeInterpreterName),
        other: stack.resolve(other.codeInterpreterName),
      };
    });
    const arn = (ownName: string) => `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/${ownName}-AbCdEfGhIj`;

    expect(names[0].patterns).toHaveLength(1);
    expect(names[1].patterns).toEqual(names[0].patterns);
    const [pattern] = names[0].patterns;
    expect(names[0].own === names[1].own).toBe(name !== undefined);
    names.forEach(({ own, other }) => {
      expect(arnMatches(pattern, arn(own))).toBe(true);
      expect(arnMatches(pattern, arn(other))).toBe(false);
      expect(arnMatches(pattern, arn(`${own}_admin`))).toBe(false);
      expect(arnMatches(pattern, arn(own).replace(REGION, 'eu-west-1'))).toBe(false);
    });
  });

  test('of a role of two interpreters names both, whenever it is looked at', () => {
    const stack = testStack('Stack', LITERALS);
    const role = new CodeInterpreterExecutionRole(stack, 'Role');
    const trust = () => stack.resolve(role.assumeRolePolicy!.toJSON()).Statement[0].Condition.ArnLike['aws:SourceArn'];
    const prefix = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom`;
    expect(trust()).toBe(`${prefix}/*`);
    new CodeInterpreter(stack, 'A', { codeInterpreterName: 'a', executionRole: role });
    expect(trust()).toBe(`${prefix}/a-*`);
    new CodeInterpreter(stack, 'B', { codeInterpreterName: 'b', executionRole: role });
    expect(trust()).toEqual([`${prefix}/a-*`, `${prefix}/b-*`]);
    expect(trustedArns(stack)).toEqual([`${prefix}/a-*`, `${prefix}/b-*`]);
  });

  test('of the role that another interpreter made names both', () => {
    const stack = testStack('Stack', LITERALS);
    const first = new CodeInterpreter(stack, 'A', { codeInterpreterName: 'a' });
    new CodeInterpreter(stack, 'B', { codeInterpreterName: 'b', executionRole: first.executionRole });
    const { Statement } = onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument;
    expect(
      Statement.map(({ Action, Condition }: any) => [
        Action,
        Condition.StringEquals['aws:SourceAccount'],
        Condition.ArnLike['aws:SourceArn'],
      ]),
    ).toEqual(
      ['a', 'b'].map((name) => [
        'sts:AssumeRole',
        ACCOUNT,
        `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/${name}-*`,
      ]),
    );
  });

  test('of a role that somebody else made is theirs, wherever it is', () => {
    const stack = testStack();
    const first = new CodeInterpreter(stack, 'A', { executionRole: iam.Role.fromRoleName(stack, 'Imported', 'imported') });
    const role = new iam.Role(first, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') });
    new CodeInterpreter(stack, 'B', { executionRole: role });
    expect(onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement).toHaveLength(1);
  });

  test('of a role in another stack makes no cycle between the stacks', () => {
    const app = new App({ context: LITERALS });
    const env = { account: ACCOUNT, region: REGION };
    const roles = new Stack(app, 'Roles', { env });
    const stack = new Stack(app, 'Stack', { env });
    const role = new CodeInterpreterExecutionRole(roles, 'Role');
    new CodeInterpreter(stack, 'CI', { executionRole: role });
    expect(trustedArns(roles)[0]).toMatch(/:code-interpreter-custom\/Stack_CI_[0-9A-F]{8}_\?{8}-\*$/);
    expect(stack.dependencies).toEqual([roles]);
  });
});

describe('CodeInterpreterExecutionRole', () => {
  test('takes what roles take', () => {
    const stack = testStack();
    const role = new CodeInterpreterExecutionRole(stack, 'Role', {
      roleName: 'BedrockAgentCore-analysis',
      path: '/agents/',
      description: 'what analysts may do',
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess')],
      inlinePolicies: { data: new iam.PolicyDocument({ statements: [new iam.PolicyStatement(STATEMENT)] }) },
      permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
      maxSessionDuration: Duration.hours(2),
      tags: { team: 'data', empty: '' },
    });
    Tags.of(stack).add('stage', 'prod');
    new CodeInterpreter(stack, 'CI', { executionRole: role });

    const policy = (account: unknown, name: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${account}:policy/${name}`]],
    });
    expect(onlyOne(stack, 'AWS::IAM::Role')).toEqual({
      AssumeRolePolicyDocument: expect.anything(),
      RoleName: 'BedrockAgentCore-analysis',
      Path: '/agents/',
      Description: 'what analysts may do',
      ManagedPolicyArns: [policy('aws', 'AmazonS3ReadOnlyAccess')],
      Policies: [{ PolicyName: 'data', PolicyDocument: { Version: '2012-10-17', Statement: [JSON.parse(STATEMENT_JSON)] } }],
      PermissionsBoundary: policy(ACCOUNT, 'boundary'),
      MaxSessionDuration: 7200,
      Tags: [
        { Key: 'empty', Value: '' },
        { Key: 'stage', Value: 'prod' },
        { Key: 'team', Value: 'data' },
      ],
    });
    expect(onlyOne(stack, CODE_INTERPRETER).Tags).toEqual({ stage: 'prod' });
  });

  test('needs no props', () => {
    const stack = testStack();
    new CodeInterpreterExecutionRole(stack, 'Role');
    expect(Object.keys(onlyOne(stack, 'AWS::IAM::Role'))).toEqual(['AssumeRolePolicyDocument']);
  });

  test('serves an interpreter as its own would: no second role, grants land in it', () => {
    const stack = testStack();
    const role = new CodeInterpreterExecutionRole(stack, 'Role');
    const interpreter = new CodeInterpreter(stack, 'CI', { executionRole: role });
    addStatement(interpreter);
    expect(interpreter.executionRole).toBe(role);
    expect(onlyOne(stack, 'AWS::IAM::Policy').Roles).toEqual([{ Ref: 'Role1ABCC5F0' }]);
    expect(Template.fromStack(stack).findResources('AWS::IAM::Role')).toHaveProperty('Role1ABCC5F0');
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a role that is given', () => {
  const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/agents/analysis`;

  test('keeps its own trust policy', () => {
    const stack = testStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') });
    const interpreter = new CodeInterpreter(stack, 'CI', { executionRole: role });
    expect(interpreter.executionRole).toBe(role);
    expect(interpreter.grantPrincipal).toBe(role);
    expect(onlyOne(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement[0].Condition).toBeUndefined();
  });

  test('may be an L1, which is granted to by a policy of its own', () => {
    const stack = testStack();
    const role = new iam.CfnRole(stack, 'Role', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'bedrock-agentcore.amazonaws.com' } }],
      },
    });
    const interpreter = new CodeInterpreter(stack, 'CI', { executionRole: role });
    addStatement(interpreter);
    expect(onlyOne(stack, CODE_INTERPRETER).ExecutionRoleArn).toEqual({ 'Fn::GetAtt': ['Role', 'Arn'] });
    expect(onlyOne(stack, 'AWS::IAM::Policy')).toMatchObject({
      Roles: [{ Ref: 'Role' }],
      PolicyDocument: { Statement: [JSON.parse(STATEMENT_JSON)] },
    });
    expect(stack.resolve(interpreter.executionRole.roleName)).toEqual({ Ref: 'Role' });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('may be imported, and is changed where that is possible', () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI', { executionRole: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN) });
    new s3.Bucket(stack, 'Bucket').grantRead(interpreter);
    addStatement(interpreter);
    expect(onlyOne(stack, CODE_INTERPRETER).ExecutionRoleArn).toBe(ROLE_ARN);
    const { Roles, PolicyDocument } = onlyOne(stack, 'AWS::IAM::Policy');
    expect(Roles).toEqual(['analysis']);
    expect(PolicyDocument.Statement).toHaveLength(2);
    expect(warningsOf(stack)).toEqual([]);
  });

  test.each<[string, (stack: Stack) => iam.IRole]>([
    ['imported as immutable', (stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false })],
    ['of another account', (stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN.replace(ACCOUNT, '999988887777'))],
    [
      'without policy updates',
      (stack) =>
        new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') }).withoutPolicyUpdates(),
    ],
  ])('%s gets nothing, and says which statements are missing', (_, roleOf) => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI', { executionRole: roleOf(stack) });
    addStatement(interpreter);
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'data');
    bucket.grantPut(interpreter);

    const [first, second, ...more] = warningsOf(stack);
    expect(first).toBe(`/Stack/CI: ${NOT_ADDED}${UNCHANGEABLE}${STATEMENT_JSON} [ack: cdk-agentcore-code-interpreter:statementNotAdded]`);
    expect(second).toContain('"s3:PutObject"');
    expect(second).toContain(':s3:::data/*');
    expect(more).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('immutable, with grants going to resources, warns of statements that no resource takes', () => {
    const stack = testStack();
    const role = iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false, addGrantsToResources: true });
    const interpreter = new CodeInterpreter(stack, 'CI', { executionRole: role });
    new s3.Bucket(stack, 'Bucket').grantRead(interpreter);
    addStatement(interpreter);
    expect(warningsOf(stack)).toEqual([expect.stringContaining(STATEMENT_JSON)]);
    expect(onlyOne(stack, 'AWS::S3::BucketPolicy').PolicyDocument.Statement[0].Principal).toEqual({ AWS: ROLE_ARN });
  });

  test('can be the principal of a policy', () => {
    const stack = testStack();
    const role = iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false });
    const { grantPrincipal } = new CodeInterpreter(stack, 'CI', { executionRole: role });
    expect(new iam.PolicyStatement({ ...STATEMENT, principals: [grantPrincipal] }).toStatementJson().Principal).toEqual({ AWS: ROLE_ARN });
    expect(grantPrincipal.grantPrincipal).toBe(grantPrincipal);
    expect(grantPrincipal.assumeRoleAction).toBe('sts:AssumeRole');
    expect(grantPrincipal.principalAccount).toBe(ACCOUNT);
  });
});
