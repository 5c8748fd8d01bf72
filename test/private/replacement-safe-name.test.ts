import { Template } from 'aws-cdk-lib/assertions';
import { CfnCodeInterpreterCustom } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { App, Aspects, CfnParameter, NestedStack, PhysicalName, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import { CodeInterpreter, CodeInterpreterExecutionRole, CodeInterpreterNetwork, CodeInterpreterProps } from '../../src';
import { ACCOUNT, CODE_INTERPRETER, onlyOne, REGION, testStack } from '../helpers';
import { globMatches } from '../iam/patterns';

describe('a generated name', () => {
  test("never changes between versions of this library, which would replace everybody's interpreters", () => {
    const stack = testStack();
    const simple = new CodeInterpreter(stack, 'CI');
    const imported = new CodeInterpreter(stack, 'Imported', {
      description: 'x',
      executionRole: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/x'),
    });
    expect(stack.resolve([simple.codeInterpreterName, imported.codeInterpreterName])).toEqual([
      'Stack_CI_CE98A8B7_b22226e4',
      'Stack_Imported_1CBA9C50_e4c21eeb',
    ]);
  });

  test('is the same in every synthesis of an app, and as resolved before', () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI', { network: CodeInterpreterNetwork.vpc({ vpc: new ec2.Vpc(stack, 'Vpc') }) });
    const early = stack.resolve(interpreter.codeInterpreterName);
    const names = [1, 2].map(() => Template.fromStack(stack).findResources(CODE_INTERPRETER).CIF5BADA72.Properties.Name);
    expect(names).toEqual([early, early]);
  });

  test('follows what was added after it was looked at', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const interpreter = new CodeInterpreter(stack, 'CI', { network: CodeInterpreterNetwork.vpc({ vpc }) });
    const early = stack.resolve(interpreter.codeInterpreterName);
    interpreter.connections.addSecurityGroup(new ec2.SecurityGroup(stack, 'Group', { vpc }));
    const { Name, NetworkConfiguration } = onlyOne(stack, CODE_INTERPRETER);
    expect(Name).not.toBe(early);
    expect(NetworkConfiguration.VpcConfig.SecurityGroups).toHaveLength(2);
  });

  test('sees what replaces a role in another stack, and not that it is elsewhere', () => {
    const nameOf = (roleName: string | undefined, otherReaders: boolean) => {
      const app = new App();
      const env = { account: ACCOUNT, region: REGION };
      const role = new CodeInterpreterExecutionRole(new Stack(app, 'Roles', { env }), 'Role', { roleName });
      if (otherReaders) {
        new CodeInterpreter(new Stack(app, 'Earlier', { env }), 'CI', { executionRole: role });
      }
      const stack = new Stack(app, 'Stack', { env });
      const interpreter = new CodeInterpreter(stack, 'CI', { executionRole: role });
      const early = stack.resolve(interpreter.codeInterpreterName);
      expect(onlyOne(stack, CODE_INTERPRETER)).toMatchObject({
        Name: early,
        ExecutionRoleArn: { 'Fn::ImportValue': expect.stringContaining('Roles') },
      });
      return early;
    };
    const [plain, read, named] = [nameOf(undefined, false), nameOf(undefined, true), nameOf('analysis', false)];
    expect(read).toBe(plain);
    expect(named).not.toBe(plain);
  });

  test('sees what replaces a role in a nested stack', () => {
    const nameOf = (path?: string) => {
      const stack = testStack();
      const role = new CodeInterpreterExecutionRole(new NestedStack(stack, 'Nested'), 'Role', { path });
      const name = stack.resolve(new CodeInterpreter(stack, 'CI', { executionRole: role }).codeInterpreterName);
      expect(onlyOne(stack, CODE_INTERPRETER).Name).toBe(name);
      return name;
    };
    expect(nameOf()).toBe(nameOf());
    expect(nameOf('/agents/')).not.toBe(nameOf());
  });

  test('does not depend on the environment, empty lists, nor how it was asked for', () => {
    const nameIn = (stack: Stack, props?: CodeInterpreterProps) =>
      stack.resolve(new CodeInterpreter(stack, 'CI', props).codeInterpreterName);
    const name = nameIn(testStack());
    expect(nameIn(new Stack(new App(), 'Stack'))).toBe(name);
    expect(nameIn(new Stack(new App(), 'Stack', { env: { account: '999988887777', region: 'eu-west-1' } }))).toBe(name);
    expect(nameIn(testStack(), { certificates: [], tags: {} })).toBe(name);
    expect(nameIn(testStack(), { network: CodeInterpreterNetwork.sandbox() })).toBe(name);
    const asked = testStack();
    new CodeInterpreter(asked, 'CI', { codeInterpreterName: PhysicalName.GENERATE_IF_NEEDED });
    expect(onlyOne(asked, CODE_INTERPRETER).Name).toBe(name);
  });

  test('may be part of what it depends on', () => {
    const rendered = (description: string) => {
      const stack = testStack();
      const interpreter = new CodeInterpreter(stack, 'CI', { description });
      (interpreter.executionRole.node.defaultChild as iam.CfnRole).roleName = `role-of-${interpreter.codeInterpreterName}`;
      const { Name } = onlyOne(stack, CODE_INTERPRETER);
      expect(onlyOne(stack, 'AWS::IAM::Role').RoleName).toBe(`role-of-${Name}`);
      return Name;
    };
    expect(rendered('a')).toBe(rendered('a'));
    expect(rendered('a')).not.toBe(rendered('b'));
  });

  test('follows what aspects change', () => {
    const nameWith = (description: string, viaAspect: boolean) => {
      const stack = testStack();
      new CodeInterpreter(stack, 'CI', { description: viaAspect ? undefined : description });
      const visit = (node: IConstruct) => {
        if (viaAspect && CfnCodeInterpreterCustom.isCfnCodeInterpreterCustom(node)) { node.description = description; }
      };
      Aspects.of(stack).add({ visit });
      return onlyOne(stack, CODE_INTERPRETER).Name;
    };
    expect(nameWith('a', true)).toBe(nameWith('a', false));
    expect(nameWith('b', true)).not.toBe(nameWith('a', true));
  });

  test('sees a role in another region', () => {
    const nameOf = (path?: string) => {
      const app = new App();
      const roles = new Stack(app, 'Roles', { env: { account: ACCOUNT, region: 'eu-west-1' }, crossRegionReferences: true });
      const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION }, crossRegionReferences: true });
      new CodeInterpreter(stack, 'CI', { executionRole: new CodeInterpreterExecutionRole(roles, 'Role', { path }) });
      return onlyOne(stack, CODE_INTERPRETER).Name;
    };
    expect(nameOf()).toBe(nameOf());
    expect(nameOf('/agents/')).not.toBe(nameOf());
  });

  test('tells parameters apart, but not their values', () => {
    const nameFor = (parameter: string, value?: string) => {
      const stack = testStack();
      const description = new CfnParameter(stack, parameter, { default: value }).valueAsString;
      return stack.resolve(new CodeInterpreter(stack, 'CI', { description }).codeInterpreterName);
    };
    expect(nameFor('A', 'x')).toBe(nameFor('A', 'y'));
    expect(nameFor('A')).not.toBe(nameFor('B'));
  });

  test('makes no cycle where the role may use the interpreter that it is the role of', () => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI');
    interpreter.grantUse(interpreter);
    new secretsmanager.Secret(stack, 'Secret', { description: interpreter.codeInterpreterName });
    expect(onlyOne(stack, 'AWS::SecretsManager::Secret').Description).toBe(onlyOne(stack, CODE_INTERPRETER).Name);
  });
});

test('names are valid, and none can be taken for another, whatever the ids', () => {
  const app = new App();
  const long = 'Long'.repeat(30);
  const stacks = [
    new Stack(app, 'S'),
    new Stack(app, 'S2', { stackName: 'a' }),
    new Stack(app, long),
    new Stack(app, `${long}2`),
    new Stack(new Stage(app, 'prod'), 'With-Dashes-1'),
  ];
  const scopes: Construct[] = [
    ...stacks,
    ...stacks.map((stack) => new NestedStack(stack, '1Nested')),
    ...stacks.map((stack) => new Construct(stack, '_')),
  ];
  const ids = [
    'Default',
    'Resource',
    'CI',
    'CI2',
    'ci',
    '1st',
    '_',
    '解释器',
    '解释',
    'Prüfer',
    'a-b',
    'ab',
    'a_b',
    '💻',
    long,
    `${long}x`,
    `x${long}`,
  ];
  const interpreters = scopes.flatMap((scope) => ids.map((id) => new CodeInterpreter(new Construct(scope, `Under${id}`), id)));
  const names: string[] = interpreters.map((interpreter) => Stack.of(interpreter).resolve(interpreter.codeInterpreterName));

  expect(names.filter((name) => !/^[a-zA-Z][a-zA-Z0-9_]{0,47}$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(interpreters.length);
  // The pattern that the trust policy has, of which every generated name must match its own only.
  const patterns = names.map((name) => `${name.slice(0, -8)}????????-*`);
  const matches = patterns.flatMap((pattern) => names.filter((name) => globMatches(pattern, `${name}-AbCdEfGhIj`)));
  expect(matches).toEqual(names);
});
