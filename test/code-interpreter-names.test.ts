import { CfnCodeInterpreterCustom } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { CfnResource, Duration, Lazy, SecretValue, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  CodeInterpreter,
  CodeInterpreterExecutionRole,
  CodeInterpreterExecutionRoleProps,
  CodeInterpreterNetwork,
  CodeInterpreterProps,
} from '../src';
import { ACCOUNT, testStack } from './helpers';

/** What can differ between two syntheses of the same app. */
interface Variation {
  readonly before?: (stack: Stack) => void;
  readonly vpc?: () => ec2.VpcProps;
  readonly group?: Partial<ec2.SecurityGroupProps>;
  readonly subnets?: (vpc: ec2.Vpc) => ec2.ISubnet[];
  readonly secret?: secretsmanager.SecretProps;
  readonly role?: CodeInterpreterExecutionRoleProps;
  readonly props?: (made: Made) => CodeInterpreterProps;
  readonly after?: (made: Made & { interpreter: CodeInterpreter; cfn: CfnCodeInterpreterCustom }) => void;
}
interface Made {
  readonly stack: Stack;
  readonly vpc: ec2.Vpc;
  readonly groups: ec2.SecurityGroup[];
  readonly secret: secretsmanager.Secret;
  readonly role: CodeInterpreterExecutionRole;
}

/** The name of an interpreter that uses everything, all of it owned by its stack, and what else it renders. */
function renderedWith(variation: Variation = {}): { [property: string]: unknown } {
  const stack = testStack();
  variation.before?.(stack);
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, ...variation.vpc?.() });
  const groups = ['GroupA', 'GroupB'].map((id) => new ec2.SecurityGroup(stack, id, { vpc, ...variation.group }));
  const secret = new secretsmanager.Secret(stack, 'Secret', variation.secret);
  const role = new CodeInterpreterExecutionRole(stack, 'Role', variation.role);
  const made = { stack, vpc, groups, secret, role };
  const subnets = variation.subnets?.(vpc) ?? vpc.privateSubnets;
  const interpreter = new CodeInterpreter(stack, 'CI', {
    description: 'before',
    network: CodeInterpreterNetwork.vpc({ vpc, vpcSubnets: { subnets }, securityGroups: groups }),
    executionRole: role,
    certificates: [secret],
    ...variation.props?.(made),
  });
  const cfn = interpreter.node.defaultChild as CfnCodeInterpreterCustom;
  variation.after?.({ ...made, interpreter, cfn });
  return stack.resolve(cfn._toCloudFormation()).Resources[stack.resolve(cfn.logicalId)].Properties;
}

const nameWith = (variation?: Variation) => renderedWith(variation).Name as string;

const l1 = (construct: Construct) => construct.node.defaultChild as CfnResource;
const secretNamed = (stack: Stack, id: string) => secretsmanager.Secret.fromSecretNameV2(stack, id, id);
const RENDERED_BEFORE = renderedWith();
const BEFORE = RENDERED_BEFORE.Name as string;

test.each<[string, Variation]>([
  ['the description', { props: () => ({ description: 'after' }) }],
  ['the description, taken away', { props: () => ({ description: undefined }) }],
  ['the mode', { props: () => ({ network: CodeInterpreterNetwork.sandbox() }) }],
  ['the mode, to another', { props: () => ({ network: CodeInterpreterNetwork.publicInternet() }) }],
  ['the subnets', { subnets: (vpc) => vpc.privateSubnets.slice(1) }],
  [
    'the security groups',
    { props: ({ vpc, groups }) => ({ network: CodeInterpreterNetwork.vpc({ vpc, securityGroups: groups.slice(1) }) }) },
  ],
  ['the security groups, to one of its own', { props: ({ vpc }) => ({ network: CodeInterpreterNetwork.vpc({ vpc }) }) }],
  [
    'the security groups of its connections',
    {
      after: ({ interpreter, stack }) =>
        interpreter.connections.addSecurityGroup(ec2.SecurityGroup.fromSecurityGroupId(stack, 'Imported', 'sg-0123456789abcdef0')),
    },
  ],
  ['the role', { props: ({ stack }) => ({ executionRole: new CodeInterpreterExecutionRole(stack, 'OtherRole') }) }],
  ['the role, to one of its own', { props: () => ({ executionRole: undefined }) }],
  ['the role, to an imported one', { props: ({ stack }) => ({ executionRole: iam.Role.fromRoleName(stack, 'OtherRole', 'other') }) }],
  ['the certificates', { props: ({ stack }) => ({ certificates: [secretNamed(stack, 'other')] }) }],
  ['the number of certificates', { props: ({ stack, secret }) => ({ certificates: [secret, secretNamed(stack, 'other')] }) }],
  ['the certificates, taken away', { props: () => ({ certificates: undefined }) }],

  ['the name of its role', { role: { roleName: 'analysis' } }],
  ['the path of its role', { role: { path: '/agents/' } }],
  ['the description of its security groups', { group: { description: 'for analysis' } }],
  ['the name of its security groups', { group: { securityGroupName: 'analysis' } }],
  ['the address range of its VPC', { vpc: () => ({ ipAddresses: ec2.IpAddresses.cidr('10.1.0.0/16') }) }],
  ['the zones of its VPC', { vpc: () => ({ maxAzs: undefined, availabilityZones: ['us-east-1c', 'us-east-1d'] }) }],
  [
    'the address ranges of its subnets',
    {
      vpc: () => ({
        subnetConfiguration: [
          { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
          { name: 'Public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 },
        ],
      }),
    },
  ],
  ['the name of its secret', { secret: { secretName: 'ca' } }],

  [
    "the L1's description",
    {
      after: ({ cfn }) => {
        cfn.description = 'after';
      },
    },
  ],
  [
    "the L1's network",
    {
      after: ({ cfn }) => {
        cfn.networkConfiguration = { networkMode: 'SANDBOX' };
      },
    },
  ],
  [
    "the L1's role",
    {
      after: ({ cfn }) => {
        cfn.executionRoleArn = `arn:aws:iam::${ACCOUNT}:role/other`;
      },
    },
  ],
  [
    "the L1's certificates",
    {
      after: ({ cfn }) => {
        cfn.certificates = [];
      },
    },
  ],
  [
    "the L1's order of subnets, which CloudFormation sees",
    {
      after: ({ cfn, stack }) =>
        cfn.addPropertyOverride(
          'NetworkConfiguration.VpcConfig.Subnets',
          stack.resolve(cfn.networkConfiguration).vpcConfig.subnets.reverse(),
        ),
    },
  ],
  ['an overridden description', { after: ({ cfn }) => cfn.addPropertyOverride('Description', 'after') }],
  ['a deleted description', { after: ({ cfn }) => cfn.addPropertyDeletionOverride('Description') }],
  ['a part of the network, overridden', { after: ({ cfn }) => cfn.addPropertyOverride('NetworkConfiguration.NetworkMode', 'PUBLIC') }],
  ['a part of the network, deleted', { after: ({ cfn }) => cfn.addPropertyDeletionOverride('NetworkConfiguration.VpcConfig') }],
  [
    'a part of the network, overridden with nothing',
    { after: ({ cfn }) => cfn.addPropertyOverride('NetworkConfiguration.VpcConfig', null) },
  ],
  ['a property that is newer than this version', { after: ({ cfn }) => cfn.addPropertyOverride('FilesystemConfigurations', []) }],
  ['the logical id', { after: ({ cfn }) => cfn.overrideLogicalId('Renamed') }],
  ['the logical id of its role', { after: ({ role }) => l1(role).overrideLogicalId('Renamed') }],
  ['the overridden name of its role', { after: ({ role }) => l1(role).addPropertyOverride('RoleName', 'analysis') }],
  ['the overridden name of its secret', { after: ({ secret }) => l1(secret).addPropertyOverride('Name', 'ca') }],
  [
    'the overridden description of a security group',
    { after: ({ groups }) => l1(groups[0]).addPropertyOverride('GroupDescription', 'other') },
  ],
  [
    'the overridden address range of a subnet',
    { after: ({ vpc }) => l1(vpc.privateSubnets[0]).addPropertyOverride('CidrBlock', '10.0.200.0/24') },
  ],
])('changes with %s', (_, variation) => {
  const name = nameWith(variation);
  expect(name).not.toBe(BEFORE);
  expect(name.slice(0, -8)).toBe(BEFORE.slice(0, -8));
  expect(nameWith(variation)).toBe(name);
});

const STATEMENT = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] });

test.each<[string, Variation]>([
  ['nothing', {}],
  ['tags', { props: () => ({ tags: { team: 'data' } }) }],
  ['tags of everything', { after: ({ stack }) => Tags.of(stack).add('stage', 'prod') }],
  ['an overridden tag', { after: ({ cfn }) => cfn.addPropertyOverride('Tags.team', 'data') }],
  [
    'metadata and dependencies',
    {
      after: ({ cfn, interpreter, stack }) => {
        cfn.addMetadata('k', 'v');
        interpreter.node.addDependency(new s3.Bucket(stack, 'Bucket'));
      },
    },
  ],
  ['managed policies of the role', { role: { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] } }],
  ['inline policies of the role', { role: { inlinePolicies: { data: new iam.PolicyDocument({ statements: [STATEMENT] }) } } }],
  ['the rest of the role', { role: { description: 'other', maxSessionDuration: Duration.hours(2), tags: { team: 'data' } } }],
  [
    'the boundary of the role',
    { after: ({ role }) => iam.PermissionsBoundary.of(role).apply(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')) },
  ],
  [
    'the trust of the role',
    {
      after: ({ role }) =>
        role.assumeRolePolicy!.addStatements(
          new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.AccountRootPrincipal()] }),
        ),
    },
  ],
  ['an overridden description of the role', { after: ({ role }) => l1(role).addPropertyOverride('Description', 'other') }],
  ['a permission of the code', { after: ({ interpreter }) => interpreter.addToRolePolicy(STATEMENT) }],
  ['a grant of use', { after: ({ interpreter, stack }) => interpreter.grantUse(new iam.User(stack, 'User')) }],
  ['another interpreter with the same role', { after: ({ role, stack }) => new CodeInterpreter(stack, 'Other', { executionRole: role }) }],
  ['another resource', { before: (stack) => new s3.Bucket(stack, 'Bucket') }],
  ['tokens that came before', { before: () => Array.from({ length: 1000 }, () => Lazy.string({ produce: () => '' })) }],
  ['rules of the security groups', { after: ({ interpreter }) => interpreter.connections.allowFromAnyIpv4(ec2.Port.tcp(443)) }],
  ['what the security groups let out', { group: { allowAllOutbound: false } }],
  [
    'DNS, tags and endpoints of the VPC',
    {
      vpc: () => ({ enableDnsHostnames: false }),
      after: ({ vpc }) => vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 }),
    },
  ],
  ['the number of NAT gateways', { vpc: () => ({ natGateways: 2 }) }],
  ['the value and description of the secret', { secret: { description: 'other', secretStringValue: SecretValue.unsafePlainText('x') } }],
  [
    'the order of the security groups',
    { props: ({ vpc, groups }) => ({ network: CodeInterpreterNetwork.vpc({ vpc, securityGroups: [...groups].reverse() }) }) },
  ],
  ['the order of the subnets', { subnets: (vpc) => [...vpc.privateSubnets].reverse() }],
  [
    'how it is said: the default subnets',
    { props: ({ vpc, groups }) => ({ network: CodeInterpreterNetwork.vpc({ vpc, securityGroups: groups }) }) },
  ],
  [
    'how it is said: the role by its ARN',
    { props: ({ stack, role }) => ({ executionRole: iam.Role.fromRoleArn(stack, 'Same', role.roleArn) }) },
  ],
  ['how it is said: the role as its L1', { props: ({ role }) => ({ executionRole: role.node.defaultChild as iam.CfnRole }) }],
])('stays the same, as does all that is create-only, whatever else differs: %s', (_, variation) => {
  const { Tags: ignored, ...rendered } = renderedWith(variation);
  expect(rendered).toEqual(RENDERED_BEFORE);
});
