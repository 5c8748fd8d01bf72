import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnCodeInterpreterCustom, CodeInterpreterCustom, ICodeInterpreterCustomRef } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { App, CfnParameter, Lazy, Stack } from 'aws-cdk-lib/core';
import { CodeInterpreter, CodeInterpreterGrants } from '../src';
import { ACCOUNT, messageOf, onlyOne, testStack, warningsOf } from './helpers';

const ARN = `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:code-interpreter-custom/analysis-AbCdEfGhIj`;
const MANAGED_ARN = 'arn:aws:bedrock-agentcore:us-east-1:aws:code-interpreter/aws.codeinterpreter.v1';
const attribute = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'CodeInterpreterArn'] });
const allow = (actions: string[], resource: unknown) => ({
  Effect: 'Allow',
  Action: actions.length === 1 ? actions[0] : actions,
  Resource: resource,
});
const actions = (...names: string[]) => names.map((name) => `bedrock-agentcore:${name}`);

const USE = actions('GetCodeInterpreterSession', 'InvokeCodeInterpreter', 'StartCodeInterpreterSession', 'StopCodeInterpreterSession');
const READ_SESSIONS = actions('GetCodeInterpreterSession', 'ListCodeInterpreterSessions');
const READ = [...actions('GetCodeInterpreter'), ...READ_SESSIONS];

interface Kind {
  readonly define: (stack: Stack) => ICodeInterpreterCustomRef;
  readonly arn: unknown;
  readonly managed?: boolean;
}

const KINDS: { [kind: string]: Kind } = {
  'ours': { define: (stack) => new CodeInterpreter(stack, 'CI'), arn: attribute('CIF5BADA72') },
  "AWS's L2": { define: (stack) => new CodeInterpreterCustom(stack, 'CI'), arn: attribute('CIF5BADA72') },
  'an L1': {
    define: (stack) => new CfnCodeInterpreterCustom(stack, 'CI', { name: 'ci', networkConfiguration: { networkMode: 'SANDBOX' } }),
    arn: attribute('CI'),
  },
  'a reference': { define: (stack) => CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', ARN), arn: ARN },
  'an L1 reference': { define: (stack) => CfnCodeInterpreterCustom.fromCodeInterpreterCustomArn(stack, 'CI', ARN), arn: ARN },
  "AWS's L2 reference": {
    define: (stack) =>
      CodeInterpreterCustom.fromCodeInterpreterCustomAttributes(stack, 'CI', {
        codeInterpreterArn: ARN,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/x`,
      }),
    arn: ARN,
  },
  'the AWS-managed one': { define: (stack) => CodeInterpreter.fromAwsManaged(stack, 'CI'), arn: MANAGED_ARN, managed: true },
  'the AWS-managed one, by L1': {
    define: (stack) => CfnCodeInterpreterCustom.fromCodeInterpreterId(stack, 'CI', 'aws.codeinterpreter.v1'),
    arn: MANAGED_ARN,
    managed: true,
  },
  "the AWS-managed one, by AWS's L2": {
    define: (stack) =>
      CodeInterpreterCustom.fromCodeInterpreterCustomAttributes(stack, 'CI', {
        codeInterpreterArn: MANAGED_ARN,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/x`,
      }),
    arn: MANAGED_ARN,
    managed: true,
  },
};

const literalStack = () => testStack('Stack', { '@aws-cdk/core:enablePartitionLiterals': true });

describe.each(Object.entries(KINDS))('%s', (_, { define, arn, managed }) => {
  const cases: Array<[string, (grants: CodeInterpreterGrants, to: iam.IGrantable) => iam.Grant, object[]]> = [
    ['use', (grants, to) => grants.use(to), [allow(USE, arn)]],
    ['invoke', (grants, to) => grants.invoke(to), [allow(actions('InvokeCodeInterpreter'), arn)]],
    ['read', (grants, to) => grants.read(to), [allow(managed ? READ_SESSIONS : READ, arn), allow(actions('ListCodeInterpreters'), '*')]],
    [
      'actions',
      (grants, to) => grants.actions(to, 'bedrock-agentcore:StopCodeInterpreterSession', 'ListCodeInterpreters'),
      [allow(actions('StopCodeInterpreterSession'), arn), allow(actions('ListCodeInterpreters'), '*')],
    ],
  ];

  test.each(cases)('%s: the right actions on the right ARN', (__, give, statements) => {
    const stack = literalStack();
    const grant = give(CodeInterpreterGrants.fromCodeInterpreter(define(stack)), new iam.User(stack, 'User'));
    grant.assertSuccess();
    expect(onlyOne(stack, 'AWS::IAM::Policy').PolicyDocument).toEqual({ Version: '2012-10-17', Statement: statements });
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('grantees', () => {
  test.each<[string, (stack: Stack) => iam.IGrantable, object]>([
    [
      'a role',
      (stack) => new iam.Role(stack, 'To', { assumedBy: new iam.AccountRootPrincipal() }),
      { Roles: [{ Ref: expect.stringMatching(/^To/) }] },
    ],
    ['an imported role', (stack) => iam.Role.fromRoleName(stack, 'To', 'agent'), { Roles: ['agent'] }],
    ['a user', (stack) => new iam.User(stack, 'To'), { Users: [{ Ref: expect.stringMatching(/^To/) }] }],
    ['another interpreter', (stack) => new CodeInterpreter(stack, 'To'), { Roles: [{ Ref: expect.stringMatching(/^ToExecutionRole/) }] }],
  ])('%s gets a policy, for which it can be waited', (_, granteeOf, attachment) => {
    const stack = testStack();
    const interpreter = CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', ARN);
    const grant = interpreter.grants.use(granteeOf(stack));
    expect(grant.success).toBe(true);
    expect(grant.principalStatements).toHaveLength(1);
    grant.applyBefore(new iam.Group(stack, 'Later'));
    expect(onlyOne(stack, 'AWS::IAM::Policy')).toMatchObject({ ...attachment, PolicyDocument: { Statement: [allow(USE, ARN)] } });
    expect(Object.values(Template.fromStack(stack).findResources('AWS::IAM::Group'))[0].DependsOn).toHaveLength(1);
  });

  test('that are services cannot be granted anything, and the grant says so', () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI');
    const grant = interpreter.grants.use(new iam.ServicePrincipal('lambda.amazonaws.com'));
    expect(grant.success).toBe(false);
    expect(() => grant.assertSuccess()).toThrow('ServicePrincipal(lambda.amazonaws.com)');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test.each([
    [
      'of another account warn',
      '999988887777',
      [
        '/Stack/CI: a principal of account 999988887777 was granted actions on a code interpreter of account' +
          ` ${ACCOUNT}, and will be refused: code interpreters have no resource policy; grant to a role in account ${ACCOUNT} that the principal may assume` +
          ' [ack: cdk-agentcore-code-interpreter:crossAccountGrant]',
      ],
    ],
    ['of the same account do not', ACCOUNT, []],
  ])('%s', (_, account, warnings) => {
    const stack = testStack();
    new CodeInterpreter(stack, 'CI').grantUse(iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${account}:role/agent`));
    expect(warningsOf(stack)).toEqual(warnings);
  });

  test.each([
    ['an interpreter of another account', ARN.replace(ACCOUNT, '999988887777'), 1],
    ['the AWS-managed one, which is in the account of the caller', MANAGED_ARN, 0],
  ])('of this account on %s', (_, arn, warnings) => {
    const stack = testStack();
    CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', arn).grantUse(new iam.User(stack, 'User'));
    expect(warningsOf(stack)).toHaveLength(warnings);
  });

  test('of another account on the AWS-managed one, which each account has, do not warn', () => {
    const stack = testStack();
    CodeInterpreter.fromAwsManaged(stack, 'CI').grantUse(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::999988887777:role/agent'));
    expect(warningsOf(stack)).toEqual([]);
  });

  test('do not warn where accounts are not known', () => {
    const stack = new Stack(new App(), 'Stack');
    new CodeInterpreter(stack, 'CI').grantUse(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::999988887777:role/agent'));
    CodeInterpreter.fromCodeInterpreterArn(stack, 'Token', new CfnParameter(stack, 'Arn').valueAsString).grantUse(
      new iam.User(stack, 'User'),
    );
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe("delegates of the interpreter, as AWS's L2 has them", () => {
  test.each<[string, (interpreter: CodeInterpreter, to: iam.IGrantable) => iam.Grant, object[]]>([
    ['grantUse', (interpreter, to) => interpreter.grantUse(to), [allow(USE, attribute('CIF5BADA72'))]],
    ['grantInvoke', (interpreter, to) => interpreter.grantInvoke(to), [allow(actions('InvokeCodeInterpreter'), attribute('CIF5BADA72'))]],
    [
      'grantRead',
      (interpreter, to) => interpreter.grantRead(to),
      [allow(READ, attribute('CIF5BADA72')), allow(actions('ListCodeInterpreters'), '*')],
    ],
    [
      'grant',
      (interpreter, to) => interpreter.grant(to, 'bedrock-agentcore:GetCodeInterpreter'),
      [allow(actions('GetCodeInterpreter'), attribute('CIF5BADA72'))],
    ],
  ])('%s', (_, give, Statement) => {
    const stack = testStack();
    give(new CodeInterpreter(stack, 'CI'), new iam.User(stack, 'User')).assertSuccess();
    expect(onlyOne(stack, 'AWS::IAM::Policy').PolicyDocument.Statement).toEqual(Statement);
  });

  test('share one facade', () => {
    const interpreter = new CodeInterpreter(testStack(), 'CI');
    expect(interpreter.grants).toBe(interpreter.grants);
    expect(interpreter.grants).toBeInstanceOf(CodeInterpreterGrants);
  });
});

describe('actions', () => {
  const KNOWN =
    'bedrock-agentcore:CreateCodeInterpreter, bedrock-agentcore:DeleteCodeInterpreter, bedrock-agentcore:GetCodeInterpreter,' +
    ' bedrock-agentcore:GetCodeInterpreterSession, bedrock-agentcore:InvokeCodeInterpreter, bedrock-agentcore:ListCodeInterpreterSessions,' +
    ' bedrock-agentcore:ListCodeInterpreters, bedrock-agentcore:ListTagsForResource, bedrock-agentcore:StartCodeInterpreterSession,' +
    ' bedrock-agentcore:StopCodeInterpreterSession, bedrock-agentcore:TagResource, bedrock-agentcore:UntagResource';
  const granted = (...given: string[]) => {
    const stack = testStack();
    CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', ARN).grants.actions(new iam.User(stack, 'User'), ...given);
    return onlyOne(stack, 'AWS::IAM::Policy').PolicyDocument.Statement;
  };

  test('have a prefix, or get one', () => {
    expect(granted('TagResource', 'bedrock-agentcore:UntagResource')).toEqual([allow(actions('TagResource', 'UntagResource'), ARN)]);
  });

  test("are the interpreter's where IAM has a resource level, and on * where it has none", () => {
    expect(granted(...KNOWN.split(', '))).toEqual([
      allow(
        KNOWN.split(', ').filter((action) => !/(Create|List)CodeInterpreters?$/.test(action)),
        ARN,
      ),
      allow(actions('CreateCodeInterpreter', 'ListCodeInterpreters'), '*'),
    ]);
  });

  test.each([
    ['any character', 'bedrock-agentcore:Get*', ARN],
    ['everything', '*', ARN],
    ['only actions without a resource level', 'CreateCode*', '*'],
    ['no case, like IAM', 'bedrock-agentcore:invokecodeinterpreter', ARN],
  ])('may have a pattern for %s: %s', (_, action, resource) => {
    expect(granted(action)).toEqual([allow([action.includes(':') ? action : `bedrock-agentcore:${action}`], resource)]);
  });

  test('may be tokens', () => {
    expect(granted(Lazy.string({ produce: () => 'bedrock-agentcore:InvokeCodeInterpreter' }))).toEqual([
      allow(actions('InvokeCodeInterpreter'), ARN),
    ]);
  });

  test('may be none, which grants nothing', () => {
    const stack = testStack();
    const grant = new CodeInterpreter(stack, 'CI').grants.actions(new iam.User(stack, 'User'));
    expect(grant.success).toBe(false);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test.each([
    ['misspelt', 'bedrock-agentcore:InvokeCodeInterpretr', 'bedrock-agentcore:InvokeCodeInterpretr'],
    ['without prefix and misspelt', 'InvokeInterpreter', 'bedrock-agentcore:InvokeInterpreter'],
    ['of another service', 's3:GetObject', 's3:GetObject'],
    ['of a runtime', 'InvokeAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntime'],
    ['a pattern that matches nothing', 'bedrock-agentcore:Update*', 'bedrock-agentcore:Update*'],
    ['a pattern with a dot, which is no wildcard', 'bedrock-agentcore:Get.*', 'bedrock-agentcore:Get.*'],
    ['empty', '', 'bedrock-agentcore:'],
  ])('fails for one that is %s', (_, action, shown) => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI');
    expect(messageOf(() => interpreter.grant(new iam.User(stack, 'User'), 'InvokeCodeInterpreter', action))).toBe(
      `UnknownCodeInterpreterAction: "${shown}" is not an action on code interpreters; use one of: ${KNOWN}` +
        '; for an action that is newer than this version, use iam.Grant.addToPrincipal [at Stack/CI]',
    );
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test.each(['DeleteCodeInterpreter', 'GetCodeInterpreter', 'TagResource', 'UntagResource', 'ListTagsForResource'])(
    'fails for %s on the AWS-managed interpreter',
    (action) => {
      const stack = testStack();
      const interpreter = CodeInterpreter.fromAwsManaged(stack, 'CI');
      expect(messageOf(() => interpreter.grant(new iam.User(stack, 'User'), action))).toBe(
        `ActionNotOnAwsManagedInterpreter: "bedrock-agentcore:${action}" cannot be granted on the AWS-managed code interpreter, which nobody but AWS` +
          ` can read or change; grant one of: ${KNOWN.split(', ')
            .filter((one) => !/(Delete|Get)CodeInterpreter$|tag/i.test(one))
            .join(', ')} [at Stack/CI]`,
      );
    },
  );
});

describe('certificates', () => {
  const secretStatement = (resource: unknown) => allow(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], resource);

  test('can be read by those who may use the interpreter, with the key of the secret', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    const certificates = [new secretsmanager.Secret(stack, 'A', { encryptionKey }), new secretsmanager.Secret(stack, 'B')];
    const role = new iam.Role(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal() });
    const grant = new CodeInterpreter(stack, 'CI', { certificates }).grantUse(role);
    grant.assertSuccess();

    expect(onlyOne(stack, 'AWS::IAM::Policy').PolicyDocument.Statement).toEqual([
      allow(USE, attribute('CIF5BADA72')),
      ...certificates.map((secret) => secretStatement(stack.resolve(secret.secretArn))),
    ]);
    expect(onlyOne(stack, 'AWS::KMS::Key').KeyPolicy.Statement).toContainEqual({
      Effect: 'Allow',
      Principal: { AWS: stack.resolve(role.roleArn) },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' } },
    });
    expect(grant.principalStatements).toHaveLength(3);
  });

  test('cannot be read by those who may only invoke or read', () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI', { certificates: [new secretsmanager.Secret(stack, 'Secret')] });
    interpreter.grantInvoke(new iam.User(stack, 'Invoker'));
    interpreter.grantRead(new iam.User(stack, 'Reader'));
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('secretsmanager');
  });

  test('cannot be read by code in the sessions', () => {
    const stack = testStack();
    new CodeInterpreter(stack, 'CI', { certificates: [new secretsmanager.Secret(stack, 'Secret')] });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('that are imported can be read as well; an imported key is left to its owner, as Secret.grantRead() does', () => {
    const stack = testStack();
    const secretCompleteArn = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:ca-AbCdEf`;
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`);
    const secret = secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn, encryptionKey });
    new CodeInterpreter(stack, 'CI', { certificates: [secret] }).grantUse(new iam.User(stack, 'User'));
    expect(onlyOne(stack, 'AWS::IAM::Policy').PolicyDocument.Statement).toEqual([
      allow(USE, attribute('CIF5BADA72')),
      secretStatement(secretCompleteArn),
    ]);
  });

  test('are known to facades and references that were given them', () => {
    const stack = testStack();
    const certificates = [new secretsmanager.Secret(stack, 'Secret')];
    const reference = CodeInterpreter.fromCodeInterpreterAttributes(stack, 'Ref', { codeInterpreterArn: ARN, certificates });
    const interpreters = [new CodeInterpreter(stack, 'CI', { certificates }), reference];
    interpreters.forEach((interpreter, i) => CodeInterpreterGrants.fromCodeInterpreter(interpreter).use(new iam.User(stack, `User${i}`)));
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policies).toHaveLength(2);
    policies.forEach((policy) =>
      expect(policy.Properties.PolicyDocument.Statement[1]).toEqual(secretStatement(stack.resolve(certificates[0].secretArn))),
    );
  });
});

test('errors and warnings are those of the interpreter', () => {
  const stack = testStack();
  new CodeInterpreter(stack, 'CI').grantUse(iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::999988887777:role/agent'));
  Annotations.fromStack(stack).hasWarning('/Stack/CI', Match.stringLikeRegexp('cdk-agentcore-code-interpreter:crossAccountGrant'));
});
