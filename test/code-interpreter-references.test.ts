import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Aws, CfnParameter, CfnResource, Resource, Stack } from 'aws-cdk-lib/core';
import { CodeInterpreter, ICodeInterpreter } from '../src';
import { ACCOUNT, messageOf, onlyOne, REGION, testStack, warningsOf } from './helpers';

const ID = 'analysis_1-AbCdEfGhI0';
const ARN = `arn:aws:bedrock-agentcore:eu-west-1:999988887777:code-interpreter-custom/${ID}`;
const MANAGED = 'aws.codeinterpreter.v1';
const LITERALS = { '@aws-cdk/core:enablePartitionLiterals': true };

function expectNothingDefined(stack: Stack): void {
  expect(stack.node.findAll().filter((construct) => CfnResource.isCfnResource(construct))).toEqual([]);
}

describe('by ARN', () => {
  test('has the id and environment of its ARN, and defines nothing', () => {
    const stack = testStack();
    const interpreter = CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', ARN);
    expect(interpreter).toMatchObject({
      codeInterpreterArn: ARN,
      codeInterpreterId: ID,
      codeInterpreterCustomRef: { codeInterpreterArn: ARN, codeInterpreterId: ID },
      env: { account: '999988887777', region: 'eu-west-1' },
      stack,
    });
    expect(Resource.isResource(interpreter)).toBe(true);
    expectNothingDefined(stack);
  });

  test.each([
    ['aws-cn', 'cn-northwest-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso-b', 'us-isob-east-1'],
    ['aws-eusc', 'eusc-de-east-1'],
  ])('may be in partition %s', (partition, region) => {
    const arn = `arn:${partition}:bedrock-agentcore:${region}:${ACCOUNT}:code-interpreter-custom/${ID}`;
    expect(CodeInterpreter.fromCodeInterpreterArn(testStack(), 'CI', arn)).toMatchObject({ codeInterpreterId: ID, env: { region } });
  });

  test.each([
    ['1 character', `a-${'0'.repeat(10)}`],
    ['48 characters', `${'a'.repeat(48)}-AbCdEfGhIj`],
  ])('may have a name of %s', (_, id) => {
    const arn = ARN.replace(ID, id);
    expect(CodeInterpreter.fromCodeInterpreterArn(testStack(), 'CI', arn).codeInterpreterId).toBe(id);
    expect(CodeInterpreter.fromCodeInterpreterId(testStack(), 'CI', id).codeInterpreterId).toBe(id);
  });

  test('may be a token, from which id and environment are taken at deployment', () => {
    const stack = testStack();
    const interpreter = CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', new CfnParameter(stack, 'Arn').valueAsString);
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', { Ref: 'Arn' }] }] });
    expect(stack.resolve({ arn: interpreter.codeInterpreterArn, id: interpreter.codeInterpreterId, env: interpreter.env })).toEqual({
      arn: { Ref: 'Arn' },
      id: { 'Fn::Select': [1, { 'Fn::Split': ['/', part(5)] }] },
      env: { account: part(4), region: part(3) },
    });
    interpreter.grantUse(new iam.User(stack, 'User'));
    expect(onlyOne(stack, 'AWS::IAM::Policy').PolicyDocument.Statement[0].Resource).toEqual({ Ref: 'Arn' });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('may hold tokens', () => {
    const stack = testStack();
    const interpreter = CodeInterpreter.fromCodeInterpreterArn(
      stack,
      'CI',
      `arn:${Aws.PARTITION}:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/${ID}`,
    );
    interpreter.grantUse(new iam.User(stack, 'User'));
    expect(onlyOne(stack, 'AWS::IAM::Policy').PolicyDocument.Statement[0].Resource).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/${ID}`]],
    });
  });

  test('may be that of an interpreter in another stack', () => {
    const stack = testStack();
    const defined = new CodeInterpreter(stack, 'CI');
    const other = new Stack(stack.node.scope!, 'Other', { env: { account: ACCOUNT, region: REGION } });
    CodeInterpreter.fromCodeInterpreterArn(other, 'CI', defined.codeInterpreterArn).grantUse(new iam.User(other, 'User'));
    expect(onlyOne(other, 'AWS::IAM::Policy').PolicyDocument.Statement[0].Resource).toEqual({
      'Fn::ImportValue': expect.stringContaining('CodeInterpreterArn'),
    });
  });

  test.each([
    ['empty', ''],
    ['of another service', 'arn:aws:s3:::bucket/foo'],
    ['an id', ID],
    ['without account', ARN.replace('999988887777', '')],
    ['without region', ARN.replace('eu-west-1', '')],
    ['of a name', ARN.replace(ID, 'analysis')],
    ['of an id that is too short', ARN.slice(0, -1)],
    ['of an id that is too long', `${ARN}x`],
    ['of something in the interpreter', `${ARN}/session`],
    ['of a browser', ARN.replace('code-interpreter-custom', 'browser-custom')],
    ["with the resource type of managed ones, which AWS's examples show", ARN.replace('code-interpreter-custom', 'code-interpreter')],
    ['of the managed id as a custom one', ARN.replace(ID, MANAGED)],
    ['of another managed one', `arn:aws:bedrock-agentcore:${REGION}:aws:code-interpreter/aws.codeinterpreter.v2`],
    ['followed by a line break', `${ARN}\n`],
  ])('fails for one that is %s', (_, arn) => {
    expect(messageOf(() => CodeInterpreter.fromCodeInterpreterArn(testStack(), 'CI', arn))).toBe(
      'InvalidCodeInterpreterArn: codeInterpreterArn must be arn:<partition>:bedrock-agentcore:<region>:<account>:code-interpreter-custom/<id>,' +
        ` or …:aws:code-interpreter/aws.codeinterpreter.v1, got: ${JSON.stringify(arn)}; copy it from GetCodeInterpreter [at Stack]`,
    );
  });
});

test('fails for an ARN whose name is too long, which the message cuts', () => {
  const arn = ARN.replace(ID, `${'a'.repeat(49)}-AbCdEfGhIj`);
  expect(messageOf(() => CodeInterpreter.fromCodeInterpreterArn(testStack(), 'CI', arn))).toContain(
    `got: "${arn.slice(0, 99)}… (135 characters); copy it from GetCodeInterpreter`,
  );
});

describe('by id', () => {
  test('is in the environment of the stack', () => {
    const stack = testStack('Stack', LITERALS);
    expect(CodeInterpreter.fromCodeInterpreterId(stack, 'CI', ID)).toMatchObject({
      codeInterpreterId: ID,
      codeInterpreterArn: `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/${ID}`,
      env: { account: ACCOUNT, region: REGION },
    });
    expectNothingDefined(stack);
  });

  test('is in the environment of the stack, where that is not known', () => {
    const stack = new Stack(new App(), 'Stack');
    const interpreter = CodeInterpreter.fromCodeInterpreterId(stack, 'CI', ID);
    interpreter.grantInvoke(new iam.User(stack, 'User'));
    expect(interpreter.codeInterpreterId).toBe(ID);
    expect(onlyOne(stack, 'AWS::IAM::Policy').PolicyDocument.Statement[0].Resource).toEqual({
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':bedrock-agentcore:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          `:code-interpreter-custom/${ID}`,
        ],
      ],
    });
  });

  test('may be a token', () => {
    const stack = testStack('Stack', LITERALS);
    const interpreter = CodeInterpreter.fromCodeInterpreterId(stack, 'CI', new CfnParameter(stack, 'Id').valueAsString);
    expect(stack.resolve([interpreter.codeInterpreterId, interpreter.codeInterpreterArn])).toEqual([
      { Ref: 'Id' },
      { 'Fn::Join': ['', [`arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/`, { Ref: 'Id' }]] },
    ]);
  });

  test('is the AWS-managed one, if it has its id', () => {
    const interpreter = CodeInterpreter.fromCodeInterpreterId(testStack('Stack', LITERALS), 'CI', MANAGED);
    expect(interpreter.codeInterpreterArn).toBe(`arn:aws:bedrock-agentcore:${REGION}:aws:code-interpreter/${MANAGED}`);
  });

  test.each([
    ['a name', 'analysis'],
    ['empty', ''],
    ['with a digit first', '1a-AbCdEfGhIj'],
    ['with a short end', 'a-AbCdEfGhI'],
    ['with a long end', 'a-AbCdEfGhIjk'],
    ['with two dashes', 'a-b-AbCdEfGhIj'],
    ['with a name of 49', `${'a'.repeat(49)}-AbCdEfGhIj`],
    ['another managed one', 'aws.codeinterpreter.v2'],
    ['an ARN', ARN],
  ])('fails for one that is %s', (_, id) => {
    expect(messageOf(() => CodeInterpreter.fromCodeInterpreterId(testStack(), 'CI', id))).toBe(
      `InvalidCodeInterpreterId: codeInterpreterId must be aws.codeinterpreter.v1 or <name>-<10 letters or digits>, got: ${JSON.stringify(id)}` +
        '; the id is what GetCodeInterpreter and ListCodeInterpreters call codeInterpreterId, not the name [at Stack]',
    );
  });
});

describe('with attributes', () => {
  test('of a role passes grants on to it', () => {
    const stack = testStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') });
    const interpreter = CodeInterpreter.fromCodeInterpreterAttributes(stack, 'CI', { codeInterpreterArn: ARN, executionRole: role });
    new s3.Bucket(stack, 'Bucket').grantRead(interpreter);
    expect(interpreter.grantPrincipal).toBe(role);
    expect(onlyOne(stack, 'AWS::IAM::Policy').Roles).toEqual([stack.resolve(role.roleName)]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('of an L1 role passes grants on to it', () => {
    const stack = testStack();
    const role = new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: new iam.PolicyDocument() });
    const interpreter = CodeInterpreter.fromCodeInterpreterAttributes(stack, 'CI', { codeInterpreterArn: ARN, executionRole: role });
    iam.Grant.addToPrincipal({ grantee: interpreter, actions: ['s3:GetObject'], resourceArns: ['*'] }).assertSuccess();
    expect(
      stack.resolve(
        stack.node
          .findAll()
          .filter((c): c is iam.CfnPolicy => c instanceof iam.CfnPolicy)
          .map(({ roles }) => roles),
      ),
    ).toEqual([[{ Ref: 'Role' }]]);
  });

  test('of security groups has connections', () => {
    const stack = testStack();
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0');
    const interpreter = CodeInterpreter.fromCodeInterpreterAttributes(stack, 'CI', { codeInterpreterArn: ARN, securityGroups: [group] });
    interpreter.connections.allowFromAnyIpv4(ec2.Port.tcp(443));
    expect(onlyOne(stack, 'AWS::EC2::SecurityGroupIngress')).toMatchObject({ GroupId: 'sg-0123456789abcdef0', ToPort: 443 });
  });

  test('that are not given has no connections', () => {
    const interpreter = CodeInterpreter.fromCodeInterpreterAttributes(testStack(), 'CI', { codeInterpreterArn: ARN });
    expect(messageOf(() => interpreter.connections)).toBe(
      'NoConnections: connections are those of a code interpreter in VPC mode,' +
        ' and this one has none; pass its securityGroups to CodeInterpreter.fromCodeInterpreterAttributes() [at Stack/CI]',
    );
  });

  test('fails where security groups of the AWS-managed one are given, which has none', () => {
    const stack = testStack();
    const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0')];
    const codeInterpreterArn = `arn:aws:bedrock-agentcore:${REGION}:aws:code-interpreter/${MANAGED}`;
    expect(messageOf(() => CodeInterpreter.fromCodeInterpreterAttributes(stack, 'CI', { codeInterpreterArn, securityGroups }))).toBe(
      'AwsManagedInterpreterCannotBeConfigured: the AWS-managed code interpreter has no security groups and no certificates, got some;'
      + ' leave them out, or define a CodeInterpreter [at Stack]');
    expect(CodeInterpreter.fromCodeInterpreterAttributes(stack, 'CI', { codeInterpreterArn, securityGroups: [] }).codeInterpreterId).toBe(MANAGED);
  });

  test('fails where a role of the AWS-managed one is given, which has none', () => {
    const stack = testStack();
    expect(
      messageOf(() =>
        CodeInterpreter.fromCodeInterpreterAttributes(stack, 'CI', {
          codeInterpreterArn: `arn:aws:bedrock-agentcore:${REGION}:aws:code-interpreter/${MANAGED}`,
          executionRole: iam.Role.fromRoleName(stack, 'Role', 'x'),
        }),
      ),
    ).toContain('AwsManagedInterpreterHasNoRole');
  });
});

describe('with a role that is not known', () => {
  const unknown = (stack: Stack, arn = ARN.replace('999988887777', ACCOUNT)) => CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', arn);

  test('warns of a permission, with the statement that somebody has to add', () => {
    const stack = testStack();
    const grant = iam.Grant.addToPrincipal({ grantee: unknown(stack), actions: ['s3:GetObject'], resourceArns: ['arn:aws:s3:::data/*'] });
    grant.assertSuccess();
    expect(warningsOf(stack)).toEqual([
      '/Stack/CI: code in the sessions of this code interpreter lacks a permission that was granted to it: its execution role is not known here;' +
        ' pass executionRole to fromCodeInterpreterAttributes(): {"Action":"s3:GetObject","Effect":"Allow","Resource":"arn:aws:s3:::data/*"}' +
        ' [ack: cdk-agentcore-code-interpreter:statementNotAdded]',
    ]);
  });

  test('warns where a resource grants, and leaves the resource alone', () => {
    const stack = testStack();
    new s3.Bucket(stack, 'Bucket').grantRead(unknown(stack));
    expect(warningsOf(stack)).toEqual([expect.stringContaining('"s3:GetObject*"')]);
    Template.fromStack(stack).resourceCountIs('AWS::S3::BucketPolicy', 0);
  });

  test('can be granted to all the same, for those who use it', () => {
    const stack = testStack();
    unknown(stack).grantUse(new iam.User(stack, 'User')).assertSuccess();
    expect(warningsOf(stack)).toEqual([]);
  });

  test('fails where a resource of another account would have to name it', () => {
    const stack = testStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    expect(() => bucket.grantRead(unknown(stack, ARN))).toThrow(
      'UnknownExecutionRole: a resource policy must name the execution role of this code interpreter,' +
        ' and it is not known here; pass executionRole to CodeInterpreter.fromCodeInterpreterAttributes() [at Stack/CI]',
    );
  });
});

describe('the AWS-managed one', () => {
  test.each([
    ['us-east-1', 'aws'],
    ['cn-northwest-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('has its own ARN in %s', (region, partition) => {
    const stack = new Stack(new App({ context: LITERALS }), 'Stack', { env: { account: ACCOUNT, region } });
    const arn = `arn:${partition}:bedrock-agentcore:${region}:aws:code-interpreter/${MANAGED}`;
    expect(CodeInterpreter.fromAwsManaged(stack, 'CI')).toMatchObject({
      codeInterpreterArn: arn,
      codeInterpreterId: MANAGED,
      codeInterpreterCustomRef: { codeInterpreterArn: arn, codeInterpreterId: MANAGED },
      env: { account: ACCOUNT, region },
    });
    expectNothingDefined(stack);
  });

  test('is in the region of the stack, where that is not known', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(stack.resolve(CodeInterpreter.fromAwsManaged(stack, 'CI').codeInterpreterArn)).toEqual({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':bedrock-agentcore:', { Ref: 'AWS::Region' }, `:aws:code-interpreter/${MANAGED}`],
      ],
    });
  });

  test('by ARN is in the region of that, and in the account of the stack', () => {
    const arn = `arn:aws:bedrock-agentcore:eu-west-1:aws:code-interpreter/${MANAGED}`;
    expect(CodeInterpreter.fromCodeInterpreterArn(testStack(), 'CI', arn)).toMatchObject({
      codeInterpreterArn: arn,
      codeInterpreterId: MANAGED,
      env: { account: ACCOUNT, region: 'eu-west-1' },
    });
  });

  const NO_ROLE =
    'AwsManagedInterpreterHasNoRole: the AWS-managed code interpreter has no execution role, so nothing can be granted to it;' +
    ' define a CodeInterpreter, and grant to that [at Stack/CI]';
  test.each<[string, (interpreter: ICodeInterpreter, stack: Stack) => unknown, string]>([
    ['as a principal', (interpreter) => interpreter.grantPrincipal, NO_ROLE],
    ['in a grant of a bucket', (interpreter, stack) => new s3.Bucket(stack, 'Bucket').grantRead(interpreter), NO_ROLE],
    [
      'for its connections',
      (interpreter) => interpreter.connections,
      'NoConnections: connections are those of a code interpreter in VPC mode,' +
        ' and this one has none; define a CodeInterpreter in VPC mode instead of the AWS-managed one [at Stack/CI]',
    ],
  ])('fails %s', (_, use, message) => {
    const stack = testStack();
    expect(messageOf(() => use(CodeInterpreter.fromAwsManaged(stack, 'CI'), stack))).toBe(message);
  });

  test('may be referred to twice', () => {
    const stack = testStack();
    const [a, b] = ['A', 'B'].map((id) => CodeInterpreter.fromAwsManaged(stack, id));
    expect(a.codeInterpreterArn).toBe(b.codeInterpreterArn);
  });
});
