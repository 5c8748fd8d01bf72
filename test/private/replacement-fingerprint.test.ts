import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property } from '@aws-cdk/service-spec-types';
import { CfnCodeInterpreterCustom } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Aws, CfnParameter, CfnResource, Fn, IResolvable, Lazy, ScopedAws, Stack, Token } from 'aws-cdk-lib/core';
import { CREATE_ONLY_PROPERTIES, replacementFingerprint } from '../../src/private/replacement-fingerprint';
import { CREATE_ONLY } from '../../src/private/replacement-safe-name';
import { CODE_INTERPRETER, testStack } from '../helpers';

const SPECIFICATION = loadAwsServiceSpecSync();

/** The properties of a type whose change replaces the resource, according to AWS. */
function replacing(type: string, when: Property['causesReplacement']): string[] {
  const [resource] = SPECIFICATION.lookup('resource', 'cloudFormationType', 'equals', type);
  return Object.entries(resource.properties)
    .filter(([, property]) => property.causesReplacement === when)
    .map(([name]) => name)
    .sort();
}

describe('what is create-only', () => {
  test.each(Object.entries(CREATE_ONLY_PROPERTIES))('of %s is what AWS says', (type, properties) => {
    expect([...properties].sort()).toEqual(replacing(type, 'yes'));
  });

  test('of a code interpreter is what AWS says, but the name itself', () => {
    expect([...CREATE_ONLY, 'Name'].sort()).toEqual(replacing(CODE_INTERPRETER, 'yes'));
  });

  test('only sometimes is known, and left out: most such changes are made in place', () => {
    const types = [CODE_INTERPRETER, ...Object.keys(CREATE_ONLY_PROPERTIES)];
    const sometimes = types.map((type) => [type, replacing(type, 'maybe')]).filter(([, properties]) => properties.length > 0);
    expect(Object.fromEntries(sometimes)).toEqual({ 'AWS::EC2::VPC': ['InstanceTenancy'], 'AWS::EC2::Subnet': ['Ipv6CidrBlock'] });
  });

  test.each([ec2.CfnSecurityGroup, ec2.CfnSubnet, ec2.CfnVPC, iam.CfnRole, secretsmanager.CfnSecret])(
    'is a property of the L1: %p',
    (l1) => {
      const newerThanTheFloor = ['VpcEncryptionControl'];
      const missing = CREATE_ONLY_PROPERTIES[l1.CFN_RESOURCE_TYPE_NAME]
        .filter((name) => Object.getOwnPropertyDescriptor(l1.prototype, name[0].toLowerCase() + name.slice(1))?.set === undefined)
        .filter((name) => !newerThanTheFloor.includes(name));
      expect(missing).toEqual([]);
    },
  );

  const everyProperty = Object.entries(CREATE_ONLY_PROPERTIES).flatMap(([type, properties]) =>
    properties.map((property) => [type, property]),
  );
  test.each(everyProperty)('of %s: %s counts, set or overridden', (type, property) => {
    const of = (properties?: object, override?: string) =>
      fingerprint((stack) => {
        const referred = new CfnResource(stack, 'Referred', { type, properties: { ...properties } });
        if (override) {
          referred.addPropertyOverride(property, override);
        }
        return { description: referred.ref };
      });
    expect(new Set([of(), of({ [property]: 'a' }), of({ [property]: 'b' }), of({}, 'a'), of({}, 'b')]).size).toBe(5);
  });
});

/** The fingerprint of an interpreter with these values. */
function fingerprint(
  values: (stack: Stack) => { description?: string; executionRoleArn?: string; networkConfiguration?: IResolvable },
): string {
  const stack = testStack();
  return fingerprintOf(new CfnCodeInterpreterCustom(stack, 'CI', {
    name: 'ci',
    networkConfiguration: { networkMode: 'SANDBOX' },
    ...values(stack),
  }));
}

function fingerprintOf(resource: CfnCodeInterpreterCustom): string {
  return resource.stack.resolve(
    Lazy.uncachedString({ produce: (context) => replacementFingerprint(resource, CREATE_ONLY, ['Name', 'Tags'], context) }),
  );
}

describe('values', () => {
  test('are eight hexadecimal digits', () => {
    expect(fingerprint(() => ({}))).toMatch(/^[0-9a-f]{8}$/);
  });

  test.each<[string, (stack: Stack) => { description?: string; networkConfiguration?: IResolvable }, string]>([
    ['lazy', () => ({ description: Lazy.string({ produce: () => 'x' }) }), 'x'],
    ['lazy, and made anew each time', () => ({ description: Lazy.uncachedString({ produce: () => 'x' }) }), 'x'],
    ['a token', () => ({ description: Token.asString(Lazy.any({ produce: () => 'x' })) }), 'x'],
  ])('may be %s', (_, values, plain) => {
    expect(fingerprint(values)).toBe(fingerprint(() => ({ description: plain })));
  });

  test('may be a lazy structure', () => {
    const networkConfiguration = Lazy.any({ produce: () => ({ networkMode: 'SANDBOX' }) });
    expect(fingerprint(() => ({ networkConfiguration }))).toBe(fingerprint(() => ({})));
  });

  test.each<[string, (stack: Stack) => string]>([
    ['a pseudo parameter', () => Aws.REGION],
    ['one of a stack', (stack) => new ScopedAws(stack).accountId],
    ['a text with tokens in it', (stack) => `${Aws.PARTITION}-${new CfnParameter(stack, 'P').valueAsString}-x`],
    ['a parameter', (stack) => new CfnParameter(stack, 'P').valueAsString],
    ['an intrinsic function', (stack) => Fn.select(1, Fn.split('-', new CfnParameter(stack, 'P').valueAsString))],
    ['an imported value', () => Fn.importValue('description')],
    ['a number in a text', (stack) => `${Token.asString(new CfnParameter(stack, 'N', { type: 'Number' }).valueAsNumber)}`],
  ])('may be %s: the same wherever tokens are counted from', (_, description) => {
    const first = fingerprint((stack) => ({ description: description(stack) }));
    Array.from({ length: 7 }, () => Lazy.string({ produce: () => '' }));
    expect(fingerprint((stack) => ({ description: description(stack) }))).toBe(first);
    expect(first).not.toBe(fingerprint(() => ({ description: 'x' })));
  });

  test('may be numbers that are tokens, in what is referred to', () => {
    const withNetmask = (netmask: (stack: Stack) => number) =>
      fingerprint((stack) => {
        const vpc = new ec2.CfnVPC(stack, 'Vpc', { ipv4IpamPoolId: 'ipam-pool-0123456789abcdef0', ipv4NetmaskLength: netmask(stack) });
        return { description: vpc.ref };
      });
    const parameter = (stack: Stack) => new CfnParameter(stack, 'Netmask', { type: 'Number' }).valueAsNumber;
    const first = withNetmask(parameter);
    Array.from({ length: 7 }, () => Lazy.number({ produce: () => 1 }));
    expect(withNetmask(parameter)).toBe(first);
    expect(withNetmask(() => 20)).not.toBe(first);
    expect(withNetmask(() => 20)).not.toBe(withNetmask(() => 21));
  });

  test('in other places are told apart', () => {
    expect(fingerprint(() => ({ description: 'x', executionRoleArn: 'y' }))).not.toBe(
      fingerprint(() => ({ description: 'y', executionRoleArn: 'x' })),
    );
  });
});

test('what overrides delete is told apart', () => {
  const without = (...paths: string[]) => {
    const stack = testStack();
    const resource = new CfnCodeInterpreterCustom(stack, 'CI', { name: 'ci', networkConfiguration: { networkMode: 'SANDBOX' } });
    paths.forEach((path) => resource.addPropertyDeletionOverride(path));
    return fingerprintOf(resource);
  };
  const all = [without(), without('Description'), without('Certificates'), without('Certificates', 'Description'),
    without('NetworkConfiguration'), without('NetworkConfiguration.VpcConfig'), without('NetworkConfiguration.NetworkMode')];
  expect(new Set(all).size).toBe(all.length);
  expect(without('Tags')).toBe(without());
});

describe('what is referred to', () => {
  const role = (stack: Stack, roleName?: string) =>
    new iam.CfnRole(stack, 'Role', { roleName, assumeRolePolicyDocument: {}, description: 'x' });

  test.each<[string, (arn: string) => string]>([
    ['itself', (arn) => arn],
    ['in a text', (arn) => `see ${arn} and no other`],
    ['lazily', (arn) => Lazy.string({ produce: () => arn })],
    ['in an intrinsic function', (arn) => Fn.join('', ['see ', arn])],
  ])('is followed, %s', (_, wrap) => {
    const named = (roleName?: string) => fingerprint((stack) => ({ executionRoleArn: wrap(role(stack, roleName).attrArn) }));
    expect(named('a')).toBe(named('a'));
    expect(new Set([named(), named('a'), named('b')]).size).toBe(3);
  });

  test('is followed on: a subnet to its VPC', () => {
    const inVpc = (cidrBlock: string) =>
      fingerprint((stack) => {
        const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock });
        return { description: new ec2.CfnSubnet(stack, 'Subnet', { vpcId: vpc.ref, cidrBlock: '10.0.0.0/24' }).ref };
      });
    expect(inVpc('10.0.0.0/16')).not.toBe(inVpc('10.0.0.0/17'));
  });

  test('is followed to the group that a VPC comes with', () => {
    const inVpc = (cidrBlock: string) =>
      fingerprint((stack) => ({ description: new ec2.CfnVPC(stack, 'Vpc', { cidrBlock }).attrDefaultSecurityGroup }));
    expect(inVpc('10.0.0.0/16')).not.toBe(inVpc('10.1.0.0/16'));
  });

  test('may lead back to where it came from', () => {
    const circular = (path: string) =>
      fingerprint((stack) => {
        const [a, b] = ['A', 'B'].map((id) => new iam.CfnRole(stack, id, { assumeRolePolicyDocument: {}, path }));
        a.roleName = `after-${b.ref}`;
        b.roleName = `after-${a.ref}`;
        return { executionRoleArn: a.attrArn };
      });
    expect(circular('/')).toBe(circular('/'));
    expect(circular('/')).not.toBe(circular('/other/'));
  });

  test('may have no class of its own', () => {
    const untyped = (properties: object) =>
      fingerprint((stack) => ({
        executionRoleArn: new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { ...properties } })
          .getAtt('Arn')
          .toString(),
      }));
    expect(untyped({ RoleName: 'a' })).not.toBe(untyped({ RoleName: 'b' }));
    expect(untyped({ Description: 'a' })).toBe(untyped({ Description: 'b' }));
  });

  test('may be of a type that is not followed, and is known by its place', () => {
    const custom = (id: string, properties: object) =>
      fingerprint((stack) => ({ description: new CfnResource(stack, id, { type: 'Custom::Role', properties: { ...properties } }).ref }));
    expect(custom('A', { RoleName: 'a' })).toBe(custom('A', { RoleName: 'b' }));
    expect(custom('A', {})).not.toBe(custom('B', {}));
  });

  test('is told apart by attribute', () => {
    expect(fingerprint((stack) => ({ description: role(stack).attrArn }))).not.toBe(
      fingerprint((stack) => ({ description: role(stack).attrRoleId })),
    );
  });
});
