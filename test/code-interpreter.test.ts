import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnCodeInterpreterCustom } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { App, CfnParameter, CfnResource, InjectionContext, IPropertyInjector, Lazy, Stack, TagManager, Tags } from 'aws-cdk-lib/core';
import {
  CodeInterpreter,
  CodeInterpreterExecutionRole,
  CodeInterpreterNetwork,
  CodeInterpreterNetworkMode,
  CodeInterpreterProps,
} from '../src';
import { CODE_INTERPRETER, messageOf, onlyOne, testStack } from './helpers';

describe('defaults', () => {
  test.each([
    ['with an environment', () => testStack()],
    ['without one', () => new Stack(new App(), 'Stack')],
  ])('are an interpreter in SANDBOX mode and a role without permissions, in a stack %s', (_, stackOf) => {
    const stack = stackOf();
    const interpreter = new CodeInterpreter(stack, 'CI');

    const { Resources } = Template.fromStack(stack).toJSON();
    expect(
      Object.values<any>(Resources)
        .map(({ Type }) => Type)
        .sort(),
    ).toEqual(['AWS::BedrockAgentCore::CodeInterpreterCustom', 'AWS::IAM::Role']);
    expect(Resources.CIF5BADA72.Properties).toEqual({
      Name: expect.stringMatching(/^Stack_CI_[0-9A-F]{8}_[0-9a-f]{8}$/),
      ExecutionRoleArn: { 'Fn::GetAtt': ['CIExecutionRole13DB089E', 'Arn'] },
      NetworkConfiguration: { NetworkMode: 'SANDBOX' },
    });
    expect(Object.keys(Resources.CIExecutionRole13DB089E.Properties)).toEqual(['AssumeRolePolicyDocument']);
    expect(interpreter.network.mode).toBe(CodeInterpreterNetworkMode.SANDBOX);
  });

  test('need no props, an empty object, nor values', () => {
    const nothing = {
      codeInterpreterName: undefined,
      description: undefined,
      network: undefined,
      executionRole: undefined,
      certificates: undefined,
      tags: undefined,
    };
    const templates = [undefined, {}, nothing].map((props) => {
      const stack = testStack();
      new CodeInterpreter(stack, 'CI', props);
      return Template.fromStack(stack).toJSON();
    });
    expect(templates[1]).toEqual(templates[0]);
    expect(templates[2]).toEqual(templates[0]);
  });
});

describe('properties', () => {
  test('all reach the resource', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 });
    const role = new CodeInterpreterExecutionRole(stack, 'Role');
    new CodeInterpreter(stack, 'CI', {
      codeInterpreterName: 'analysis',
      description: 'runs what analysts ask for',
      network: CodeInterpreterNetwork.vpc({ vpc }),
      executionRole: role,
      certificates: [
        new secretsmanager.Secret(stack, 'Owned'),
        secretsmanager.Secret.fromSecretCompleteArn(stack, 'Imported', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:ca-AbCdEf'),
      ],
      tags: { team: 'data', empty: '' },
    });
    expect(onlyOne(stack, CODE_INTERPRETER)).toEqual({
      Name: 'analysis',
      Description: 'runs what analysts ask for',
      NetworkConfiguration: {
        NetworkMode: 'VPC',
        VpcConfig: {
          SecurityGroups: [{ 'Fn::GetAtt': ['CISecurityGroup6109E9F5', 'GroupId'] }],
          Subnets: [{ Ref: 'VpcPrivateSubnet1Subnet536B997A' }],
        },
      },
      ExecutionRoleArn: { 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] },
      Certificates: [
        { CertificateLocation: { SecretArn: { Ref: 'Owned132ED500' } } },
        { CertificateLocation: { SecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:ca-AbCdEf' } },
      ],
      Tags: { team: 'data', empty: '' },
    });
  });

  test('attributes are those of the resource', () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI');
    const attribute = (name: string) => ({ 'Fn::GetAtt': ['CIF5BADA72', name] });
    const { codeInterpreterArn, codeInterpreterId, status, failureReason, createdAt, lastUpdatedAt, codeInterpreterCustomRef } =
      interpreter;
    expect(stack.resolve({ codeInterpreterArn, codeInterpreterId, status, failureReason, createdAt, lastUpdatedAt })).toEqual({
      codeInterpreterArn: attribute('CodeInterpreterArn'),
      codeInterpreterId: attribute('CodeInterpreterId'),
      status: attribute('Status'),
      failureReason: attribute('FailureReason'),
      createdAt: attribute('CreatedAt'),
      lastUpdatedAt: attribute('LastUpdatedAt'),
    });
    expect(codeInterpreterCustomRef).toEqual({ codeInterpreterArn, codeInterpreterId });
    expect(interpreter.env).toEqual({ account: '111122223333', region: 'us-east-1' });
    expect(CfnCodeInterpreterCustom.isCfnCodeInterpreterCustom(interpreter.node.defaultChild)).toBe(true);
  });

  test.each([
    ['given', 'analysis'],
    ['generated', undefined],
  ])('the name, if %s, is a literal in other stacks, which ties no stack to another', (_, name) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const interpreter = new CodeInterpreter(stack, 'CI', { codeInterpreterName: name });
    const other = new Stack(app, 'Other');
    new CfnResource(other, 'Name', { type: 'AWS::SSM::Parameter', properties: { Type: 'String', Value: interpreter.codeInterpreterName } });

    expect(onlyOne(other, 'AWS::SSM::Parameter').Value).toBe(onlyOne(stack, CODE_INTERPRETER).Name);
    expect(other.dependencies).toEqual([]);
    expect(Template.fromStack(stack).toJSON().Outputs).toBeUndefined();
  });

  test("are of use to AWS's own constructs, which take a reference", () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI');
    const managed = CodeInterpreter.fromAwsManaged(stack, 'Managed');
    expect(CfnCodeInterpreterCustom.arnForCodeInterpreterCustom(interpreter)).toBe(interpreter.codeInterpreterArn);
    expect(CfnCodeInterpreterCustom.arnForCodeInterpreterCustom(managed)).toBe(managed.codeInterpreterArn);
  });
});

describe('permissions of the code in sessions', () => {
  test('granting to the interpreter grants to its role', () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI');
    new s3.Bucket(stack, 'Bucket').grantRead(interpreter);
    interpreter.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));

    expect(interpreter.grantPrincipal).toBe(interpreter.executionRole);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: 'CIExecutionRole13DB089E' }],
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'], Effect: 'Allow' }),
          { Action: 's3:ListAllMyBuckets', Effect: 'Allow', Resource: '*' },
        ],
      },
    });
  });
});

describe('tags', () => {
  test('of the stack join those given, on the interpreter and its role', () => {
    const stack = testStack();
    new CodeInterpreter(stack, 'CI', { tags: { team: 'data' } });
    Tags.of(stack).add('stage', 'prod');
    expect(onlyOne(stack, CODE_INTERPRETER).Tags).toEqual({ team: 'data', stage: 'prod' });
    expect(onlyOne(stack, 'AWS::IAM::Role').Tags).toEqual([{ Key: 'stage', Value: 'prod' }]);
  });

  test('can be taken away', () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI', { tags: { team: 'data' } });
    Tags.of(interpreter).remove('team', { priority: 300 });
    expect(onlyOne(stack, CODE_INTERPRETER).Tags).toBeUndefined();
  });

  test('are the business of the L1: the interpreter itself is not taggable', () => {
    const interpreter = new CodeInterpreter(testStack(), 'CI', { tags: { team: 'data' } });
    expect(TagManager.isTaggable(interpreter)).toBe(false);
    expect(TagManager.of(interpreter)).toBeUndefined();
  });
});

describe('property injection', () => {
  class Injector implements IPropertyInjector {
    constructor(
      public readonly constructUniqueId: string,
      private readonly defaults: object,
    ) {}
    public inject(originalProps: any, _context: InjectionContext): any {
      return { ...this.defaults, ...originalProps };
    }
  }
  const stackWith = (...propertyInjectors: IPropertyInjector[]) =>
    new Stack(new App({ propertyInjectors }), 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });

  test('of the app sets defaults, also where there are no props', () => {
    const stack = stackWith(
      new Injector(CodeInterpreter.PROPERTY_INJECTION_ID, { description: 'injected', network: CodeInterpreterNetwork.publicInternet() }),
    );
    const interpreter = new CodeInterpreter(stack, 'CI');
    expect(interpreter.network.mode).toBe('PUBLIC');
    expect(onlyOne(stack, CODE_INTERPRETER)).toMatchObject({ Description: 'injected', NetworkConfiguration: { NetworkMode: 'PUBLIC' } });
  });

  test('gives way to what is given', () => {
    const stack = stackWith(new Injector(CodeInterpreter.PROPERTY_INJECTION_ID, { description: 'injected' }));
    new CodeInterpreter(stack, 'CI', { description: 'given' });
    expect(onlyOne(stack, CODE_INTERPRETER).Description).toBe('given');
  });

  test('is checked like what is given', () => {
    const stack = stackWith(new Injector(CodeInterpreter.PROPERTY_INJECTION_ID, { description: '' }));
    expect(() => new CodeInterpreter(stack, 'CI')).toThrow('InvalidDescription');
  });

  test('for roles reaches the role of an interpreter', () => {
    const stack = stackWith(new Injector(iam.Role.PROPERTY_INJECTION_ID, { path: '/agents/' }));
    new CodeInterpreter(stack, 'CI');
    expect(onlyOne(stack, 'AWS::IAM::Role').Path).toBe('/agents/');
  });

  test('for execution roles reaches those, after what is for all roles', () => {
    const stack = stackWith(
      new Injector(CodeInterpreterExecutionRole.PROPERTY_INJECTION_ID, { path: '/agents/' }),
      new Injector(iam.Role.PROPERTY_INJECTION_ID, { path: '/', roleName: 'analysis' }),
    );
    new CodeInterpreter(stack, 'CI', { executionRole: new CodeInterpreterExecutionRole(stack, 'Role') });
    expect(onlyOne(stack, 'AWS::IAM::Role')).toMatchObject({ Path: '/agents/', RoleName: 'analysis' });
  });

  test('has ids that never change', () => {
    expect([CodeInterpreter.PROPERTY_INJECTION_ID, CodeInterpreterExecutionRole.PROPERTY_INJECTION_ID]).toEqual([
      'cdk-agentcore-code-interpreter.CodeInterpreter',
      'cdk-agentcore-code-interpreter.CodeInterpreterExecutionRole',
    ]);
  });
});

describe('validation', () => {
  const at49 = 'a'.repeat(49);
  const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, 'value']));
  const define = (props: CodeInterpreterProps) => () => new CodeInterpreter(testStack(), 'CI', props);
  const secrets = (count: number): secretsmanager.ISecret[] => {
    const scope = new Stack();
    return Array.from({ length: count }, (_, i) => secretsmanager.Secret.fromSecretNameV2(scope, `Secret${i}`, `ca/${i}`));
  };

  test('takes all that deploys', () => {
    const stack = testStack();
    const longKey = 'k'.repeat(128);
    const certificates = Array.from({ length: 10 }, (_, i) => new secretsmanager.Secret(stack, `Secret${i}`));
    const cases: Array<[CodeInterpreterProps, object]> = [
      [{ codeInterpreterName: 'a'.repeat(48) }, { Name: 'a'.repeat(48) }],
      [{ codeInterpreterName: 'A' }, { Name: 'A' }],
      [{ codeInterpreterName: 'a_1_' }, { Name: 'a_1_' }],
      [{ description: 'x' }, { Description: 'x' }],
      // AWS's L2 documents a limit of 200, which the service does not have.
      [{ description: 'x'.repeat(201) }, { Description: 'x'.repeat(201) }],
      [{ description: 'x'.repeat(4096) }, { Description: 'x'.repeat(4096) }],
      [{ tags: entries(50) }, { Tags: entries(50) }],
      [{ tags: { k: '' } }, { Tags: { k: '' } }],
      [{ tags: { [longKey]: 'v'.repeat(256) } }, { Tags: { [longKey]: 'v'.repeat(256) } }],
      [{ tags: { 'Az09 ._:/=+@-': 'Az09 ._:/=+@-' } }, { Tags: { 'Az09 ._:/=+@-': 'Az09 ._:/=+@-' } }],
      [
        { certificates },
        { Certificates: certificates.map((secret) => ({ CertificateLocation: { SecretArn: stack.resolve(secret.secretArn) } })) },
      ],
    ];
    cases.forEach(([props], i) => new CodeInterpreter(stack, `CI${i}`, props));

    const template = Template.fromStack(stack);
    cases.forEach(([, expected]) => template.hasResourceProperties(CODE_INTERPRETER, expected));
  });

  test('takes an empty list of certificates as none', () => {
    const stack = testStack();
    new CodeInterpreter(stack, 'CI', { certificates: [] });
    expect(onlyOne(stack, CODE_INTERPRETER).Certificates).toBeUndefined();
  });

  const NAME = 'codeInterpreterName must start with a letter and have at most 48 letters, digits and underscores';
  const NAME_ADVICE = 'change it, or leave it out to have a valid name generated';
  test.each<[string, CodeInterpreterProps, string]>([
    ['a name of 49 characters', { codeInterpreterName: at49 }, `InvalidCodeInterpreterName: ${NAME}, got: "${at49}"; ${NAME_ADVICE}`],
    ['an empty name', { codeInterpreterName: '' }, `InvalidCodeInterpreterName: ${NAME}, got: ""; ${NAME_ADVICE}`],
    ['a name with a digit first', { codeInterpreterName: '1st' }, `InvalidCodeInterpreterName: ${NAME}, got: "1st"; ${NAME_ADVICE}`],
    ['a name with an underscore first', { codeInterpreterName: '_ci' }, `InvalidCodeInterpreterName: ${NAME}, got: "_ci"; ${NAME_ADVICE}`],
    ['a name with a dash', { codeInterpreterName: 'my-ci' }, `InvalidCodeInterpreterName: ${NAME}, got: "my-ci"; ${NAME_ADVICE}`],
    ['a name with a line break', { codeInterpreterName: 'ci\n' }, `InvalidCodeInterpreterName: ${NAME}, got: "ci\\n"; ${NAME_ADVICE}`],
    ['a name with an umlaut', { codeInterpreterName: 'prüfer' }, `InvalidCodeInterpreterName: ${NAME}, got: "prüfer"; ${NAME_ADVICE}`],
    [
      'an empty description',
      { description: '' },
      'InvalidDescription: description must have 1 to 4096 characters, got 0: ""; leave it out to have none',
    ],
    [
      'a description of 4097 characters',
      { description: 'x'.repeat(4097) },
      `InvalidDescription: description must have 1 to 4096 characters, got 4097: "${'x'.repeat(99)}… (4099 characters); shorten it`,
    ],
    ['51 tags', { tags: entries(51) }, 'TooManyTags: tags must have at most 50 entries, got: 51; remove some'],
    [
      'an empty tag key',
      { tags: { '': 'v' } },
      'InvalidTag: tag key "" must have 1 to 128 letters, digits, spaces and characters of ._:/=+@-, got: ""; change it',
    ],
    ['a tag key of 129 characters', { tags: { ['k'.repeat(129)]: 'v' } }, 'must have 1 to 128 letters, digits'],
    ['a tag key with a comma', { tags: { 'a,b': 'v' } }, 'InvalidTag: tag key "a,b" must have 1 to 128'],
    [
      'a tag value of 257 characters',
      { tags: { k: 'v'.repeat(257) } },
      'InvalidTag: the value of tag "k" must have 0 to 256 letters, digits',
    ],
    [
      'a tag value with an asterisk',
      { tags: { k: 'a*b' } },
      'InvalidTag: the value of tag "k" must have 0 to 256 letters, digits, spaces and characters of ._:/=+@-, got: "a*b"; change it',
    ],
    [
      'a tag value that is no text, as JavaScript permits',
      { tags: { k: 1 as unknown as string } },
      'InvalidTag: the value of tag "k" must have 0 to 256',
    ],
    [
      '11 certificates',
      { certificates: secrets(11) },
      'TooManyCertificates: certificates must have at most 10 secrets, got: 11; put several certificates into one secret',
    ],
  ])('fails for %s', (_, props, message) => {
    const actual = messageOf(define(props));
    expect(actual).toContain(message);
    expect(actual).toMatch(/ \[at Stack\/CI\]$/);
  });

  test('defines nothing where it fails', () => {
    const stack = testStack();
    expect(() => new CodeInterpreter(stack, 'CI', { description: '' })).toThrow();
    expect(stack.node.findChild('CI').node.children).toEqual([]);
  });

  test('lets tokens pass everywhere', () => {
    const stack = testStack();
    const parameter = new CfnParameter(stack, 'Parameter').valueAsString;
    const key = Lazy.string({ produce: () => 'key' });
    new CodeInterpreter(stack, 'CI', { codeInterpreterName: parameter, description: parameter, tags: { [key]: parameter } });
    expect(onlyOne(stack, CODE_INTERPRETER)).toMatchObject({
      Name: { Ref: 'Parameter' },
      Description: { Ref: 'Parameter' },
      Tags: { key: { Ref: 'Parameter' } },
    });
  });
});
