import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Annotations, App, CfnParameter, Stack, Stage, Token } from 'aws-cdk-lib/core';
import { AgentCoreVpcOptions, CodeInterpreter, CodeInterpreterNetwork, CodeInterpreterNetworkMode } from '../src';
import { ACCOUNT, CODE_INTERPRETER, messageOf, onlyOne, REGION, testStack, warningsOf } from './helpers';

const PUBLIC: ec2.SubnetConfiguration = { name: 'Public', subnetType: ec2.SubnetType.PUBLIC };
const PRIVATE: ec2.SubnetConfiguration = { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
const ISOLATED: ec2.SubnetConfiguration = { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
const NO_ENDPOINTS = 'cdk-agentcore-code-interpreter:isolatedSubnetsWithoutEndpoints';

const vpcOf = (stack: Stack, ...subnetConfiguration: ec2.SubnetConfiguration[]) =>
  new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, subnetConfiguration });
const inVpc = (stack: Stack, options: AgentCoreVpcOptions, id = 'CI') =>
  new CodeInterpreter(stack, id, { network: CodeInterpreterNetwork.vpc(options) });
const vpcConfig = (stack: Stack) => onlyOne(stack, CODE_INTERPRETER).NetworkConfiguration.VpcConfig;
const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}-0123456789abcde${i.toString(16).padStart(2, '0')}`);
const groups = (stack: Stack, count: number) => ids('sg', count).map((id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, id));

/** A VPC that the app does not define. */
const imported = (stack: Stack, attributes: Partial<ec2.VpcAttributes>) =>
  ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a'], ...attributes });

describe('outside a VPC', () => {
  test.each([
    ['SANDBOX', CodeInterpreterNetwork.sandbox(), CodeInterpreterNetworkMode.SANDBOX],
    ['PUBLIC', CodeInterpreterNetwork.publicInternet(), CodeInterpreterNetworkMode.PUBLIC],
  ])('%s has a mode, no configuration and no connections', (mode, network, expected) => {
    const stack = testStack();
    const interpreter = new CodeInterpreter(stack, 'CI', { network });
    expect(network.mode).toBe(expected);
    expect(interpreter.network).toBe(network);
    expect(onlyOne(stack, CODE_INTERPRETER).NetworkConfiguration).toEqual({ NetworkMode: mode });
    expect(messageOf(() => interpreter.connections)).toBe(
      'NoConnections: connections are those of a code interpreter in VPC mode,' +
        ' and this one has none; give it network: CodeInterpreterNetwork.vpc({ vpc }) [at Stack/CI]',
    );
  });
});

describe('subnets', () => {
  test('with egress are chosen where there are any', () => {
    const stack = testStack();
    const vpc = vpcOf(stack, PUBLIC, ISOLATED, PRIVATE);
    expect(inVpc(stack, { vpc }).network.mode).toBe('VPC');
    expect(onlyOne(stack, CODE_INTERPRETER).NetworkConfiguration).toEqual({
      NetworkMode: 'VPC',
      VpcConfig: {
        Subnets: [stack.resolve(vpc.privateSubnets[0].subnetId)],
        SecurityGroups: [{ 'Fn::GetAtt': ['CISecurityGroup6109E9F5', 'GroupId'] }],
      },
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('that are isolated are chosen where there are no others', () => {
    const stack = testStack();
    const vpc = vpcOf(stack, PUBLIC, ISOLATED);
    inVpc(stack, { vpc });
    expect(vpcConfig(stack).Subnets).toEqual([stack.resolve(vpc.isolatedSubnets[0].subnetId)]);
  });

  test('can be selected, in any order', () => {
    const render = (reversed: boolean) => {
      const stack = testStack();
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 3 });
      const subnets = vpc.privateSubnets.slice(0, 2);
      inVpc(stack, { vpc, vpcSubnets: { subnets: reversed ? [...subnets].reverse() : subnets } });
      return vpcConfig(stack).Subnets;
    };
    expect(render(false)).toHaveLength(2);
    expect(render(true)).toEqual(render(false));
  });

  test.each([1, 16])('may be %d', (count) => {
    const stack = testStack();
    inVpc(stack, { vpc: imported(stack, { privateSubnetIds: ids('subnet', count) }) });
    expect(vpcConfig(stack).Subnets).toEqual(ids('subnet', count));
  });

  test('may be a list that is known at deployment only', () => {
    const stack = testStack();
    const parameter = new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' });
    inVpc(stack, { vpc: imported(stack, { privateSubnetIds: parameter.valueAsList }) });
    expect(vpcConfig(stack).Subnets).toEqual({ Ref: 'Subnets' });
  });

  test('may be in a VPC that is still to be looked up', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcName: 'shared' });
    expect(() => inVpc(stack, { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } })).not.toThrow();
    expect(() => inVpc(stack, { vpc, vpcSubnets: { subnetGroupName: 'Data' } }, 'CI2')).not.toThrow();
    expect(() => inVpc(stack, { vpc }, 'CI3')).not.toThrow();
  });

  const NO_PRIVATE =
    'and no private ones; add private subnets, or name those of an imported VPC (privateSubnetIds of Vpc.fromVpcAttributes) [at Stack/CI]';
  const ARE_PUBLIC =
    'PublicSubnets: vpcSubnets must be private subnets, got public ones: AgentCore gives its network interfaces no public IP address,' +
    ' so a public subnet gives no internet access; select PRIVATE_WITH_EGRESS subnets (with a NAT gateway) [at Stack/CI]';
  test.each<[string, (stack: Stack) => AgentCoreVpcOptions, string]>([
    ['public subnets', (stack) => ({ vpc: vpcOf(stack, PUBLIC, PRIVATE), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }), ARE_PUBLIC],
    [
      'a public subnet among private ones',
      (stack) => {
        const vpc = vpcOf(stack, PUBLIC, PRIVATE);
        return { vpc, vpcSubnets: { subnets: [...vpc.privateSubnets, ...vpc.publicSubnets] } };
      },
      ARE_PUBLIC,
    ],
    ['public subnets by name', (stack) => ({ vpc: vpcOf(stack, PUBLIC, PRIVATE), vpcSubnets: { subnetGroupName: 'Public' } }), ARE_PUBLIC],
    [
      'a VPC with public subnets only',
      (stack) => ({ vpc: vpcOf(stack, PUBLIC) }),
      `NoPrivateSubnets: vpc must have private subnets, got 1 public ${NO_PRIVATE}`,
    ],
    [
      'an imported VPC without subnets',
      (stack) => ({ vpc: imported(stack, {}) }),
      `NoPrivateSubnets: vpc must have private subnets, got 0 public ${NO_PRIVATE}`,
    ],
    [
      'no subnets',
      (stack) => ({ vpc: vpcOf(stack, PUBLIC, PRIVATE), vpcSubnets: { subnets: [] } }),
      'InvalidSubnetCount: vpcSubnets must select 1 to 16 subnets, got: 0; select some [at Stack/CI]',
    ],
    [
      '17 subnets',
      (stack) => ({ vpc: imported(stack, { privateSubnetIds: ids('subnet', 17) }) }),
      'InvalidSubnetCount: vpcSubnets must select 1 to 16 subnets, got: 17; select fewer [at Stack/CI]',
    ],
  ])('fails for %s', (_, options, message) => {
    const stack = testStack();
    expect(messageOf(() => inVpc(stack, options(stack)))).toBe(message);
  });
});

describe('isolated subnets', () => {
  const isolated = (stack: Stack) => {
    const vpc = vpcOf(stack, ISOLATED);
    return { vpc, interpreter: inVpc(stack, { vpc }) };
  };

  test('without endpoints warn', () => {
    const stack = testStack();
    isolated(stack);
    expect(warningsOf(stack)).toEqual([
      '/Stack/CI/Resource: the selected subnets are isolated and this app defines no VPC endpoints for their VPC, so nothing outside the VPC can be reached,' +
        ' AWS services included; add the endpoints that are needed (a gateway endpoint for S3, interface endpoints for others), select subnets with' +
        ` egress, or acknowledge this warning [ack: ${NO_ENDPOINTS}]`,
    ]);
  });

  test.each<[string, (vpc: ec2.Vpc, stack: Stack) => unknown]>([
    ['a gateway endpoint', (vpc) => vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })],
    ['an interface endpoint', (vpc) => vpc.addInterfaceEndpoint('Sts', { service: ec2.InterfaceVpcEndpointAwsService.STS })],
    [
      'an L1 in another stack',
      (vpc, stack) =>
        new ec2.CfnVPCEndpoint(new Stack(stack.node.scope!, 'Other', { env: stack }), 'S3', {
          vpcId: vpc.vpcId,
          serviceName: 'com.amazonaws.us-east-1.s3',
        }),
    ],
  ])('with %s, added later, do not warn', (_, addEndpoint) => {
    const stack = testStack();
    const { vpc } = isolated(stack);
    addEndpoint(vpc, stack);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('are not helped by the endpoints of another VPC', () => {
    const stack = testStack();
    isolated(stack);
    new ec2.Vpc(stack, 'Other', { maxAzs: 1, gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
    expect(warningsOf(stack)).toHaveLength(1);
  });

  test('warn once for each interpreter, in stages too', () => {
    const stage = new Stage(new App(), 'Prod');
    const stack = new Stack(stage, 'Stack', { env: { account: ACCOUNT, region: REGION } });
    const { vpc } = isolated(stack);
    inVpc(stack, { vpc }, 'CI2');
    expect(warningsOf(stack)).toHaveLength(2);
    expect(warningsOf(stack)).toHaveLength(2);
  });

  test.each(['interpreter', 'stack'])('do not warn where that was acknowledged for the %s', (where) => {
    const stack = testStack();
    const { interpreter } = isolated(stack);
    Annotations.of(where === 'stack' ? stack : interpreter).acknowledgeWarning(NO_ENDPOINTS);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('beside ones with egress do not warn', () => {
    const stack = testStack();
    const vpc = vpcOf(stack, PUBLIC, PRIVATE, ISOLATED);
    inVpc(stack, { vpc, vpcSubnets: { subnets: [...vpc.isolatedSubnets, ...vpc.privateSubnets] } });
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('security groups', () => {
  test.each([
    [undefined, '0.0.0.0/0'],
    [true, '0.0.0.0/0'],
    [false, '255.255.255.255/32'],
  ])('that are made let out, with allowAllOutbound %p, to %s', (allowAllOutbound, cidr) => {
    const stack = testStack();
    const vpc = vpcOf(stack, PUBLIC, PRIVATE);
    inVpc(stack, { vpc, allowAllOutbound });
    expect(onlyOne(stack, 'AWS::EC2::SecurityGroup')).toMatchObject({
      VpcId: stack.resolve(vpc.vpcId),
      SecurityGroupEgress: [{ CidrIp: cidr }],
    });
  });

  test.each([1, 16])('may be given: %d of them, and none is made', (count) => {
    const stack = testStack();
    const securityGroups = groups(stack, count);
    const interpreter = inVpc(stack, { vpc: vpcOf(stack, PUBLIC, PRIVATE), securityGroups });
    expect(vpcConfig(stack).SecurityGroups).toEqual(ids('sg', count));
    expect(interpreter.connections.securityGroups).toEqual(securityGroups);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('given in another order render the same', () => {
    const render = (reversed: boolean) => {
      const stack = testStack();
      const vpc = vpcOf(stack, PUBLIC, PRIVATE);
      const own = ['A', 'B'].map((id) => new ec2.SecurityGroup(stack, id, { vpc }));
      const all = [...groups(stack, 1), ...own];
      inVpc(stack, { vpc, securityGroups: reversed ? [...all].reverse() : all });
      return vpcConfig(stack).SecurityGroups;
    };
    expect(render(false)).toHaveLength(3);
    expect(render(true)).toEqual(render(false));
  });

  test.each<[string, (stack: Stack) => Partial<AgentCoreVpcOptions>, string]>([
    [
      'none',
      () => ({ securityGroups: [] }),
      'InvalidSecurityGroupCount: securityGroups must have 1 to 16 groups, got: 0; leave it out to have one made [at Stack/CI]',
    ],
    [
      '17',
      (stack) => ({ securityGroups: groups(stack, 17) }),
      'InvalidSecurityGroupCount: securityGroups must have 1 to 16 groups, got: 17; put the rules of several into one [at Stack/CI]',
    ],
    ...[true, false].map((allowAllOutbound): [string, (stack: Stack) => Partial<AgentCoreVpcOptions>, string] => [
      `one together with allowAllOutbound: ${allowAllOutbound}`,
      (stack) => ({ securityGroups: groups(stack, 1), allowAllOutbound }),
      'AllowAllOutboundOfGivenGroups: allowAllOutbound is for the security group that is made when securityGroups is left out, got both:' +
        ` ${allowAllOutbound}, and 1 groups; set allowAllOutbound on those groups [at Stack/CI]`,
    ]),
  ])('fails for %s', (_, options, message) => {
    const stack = testStack();
    const vpc = vpcOf(stack, PUBLIC, PRIVATE);
    expect(messageOf(() => inVpc(stack, { vpc, ...options(stack) }))).toBe(message);
  });

  test('may be added to its connections, up to 16', () => {
    const stack = testStack();
    const interpreter = inVpc(stack, { vpc: vpcOf(stack, PUBLIC, PRIVATE) });
    interpreter.connections.addSecurityGroup(...groups(stack, 15));
    expect(vpcConfig(stack).SecurityGroups).toHaveLength(16);
  });

  test('fails, at synthesis, for more that were added', () => {
    const stack = testStack();
    const interpreter = inVpc(stack, { vpc: vpcOf(stack, PUBLIC, PRIVATE) });
    interpreter.connections.addSecurityGroup(...groups(stack, 16));
    expect(messageOf(() => Template.fromStack(stack))).toContain(
      '[Stack/CI] TooManySecurityGroups: at most 16 security groups can be attached, got: 17; put the rules of several into one',
    );
  });
});

describe('one network for several interpreters', () => {
  test('gives each a group of its own, and connections that do not reach the others', () => {
    const stack = testStack();
    const network = CodeInterpreterNetwork.vpc({ vpc: vpcOf(stack, PUBLIC, PRIVATE), allowAllOutbound: false });
    const [a, b, c] = ['A', 'B', 'C'].map((id) => new CodeInterpreter(stack, id, { network }));
    a.connections.addSecurityGroup(...groups(stack, 1));
    b.connections.allowToAnyIpv4(ec2.Port.tcp(443));

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 3);
    const attached = Object.values<any>(template.findResources(CODE_INTERPRETER)).map(
      ({ Properties }) => Properties.NetworkConfiguration.VpcConfig.SecurityGroups,
    );
    expect(attached.map(({ length }) => length)).toEqual([2, 1, 1]);
    expect(new Set(attached.flat().map((group) => JSON.stringify(group))).size).toBe(4);
    const ports = Object.values<any>(template.findResources('AWS::EC2::SecurityGroup')).map(
      ({ Properties }) => Properties.SecurityGroupEgress[0].ToPort,
    );
    expect(ports).toEqual([86, 443, 86]);
    expect(c.network).toBe(a.network);
  });

  test('that share a given group has connections for each', () => {
    const stack = testStack();
    const network = CodeInterpreterNetwork.vpc({ vpc: vpcOf(stack, PUBLIC, PRIVATE), securityGroups: groups(stack, 1) });
    const [a, b] = ['A', 'B'].map((id) => new CodeInterpreter(stack, id, { network }));
    a.connections.addSecurityGroup(ec2.SecurityGroup.fromSecurityGroupId(stack, 'Added', 'sg-fedcba9876543210f'));
    expect(b.connections.securityGroups).toHaveLength(1);
  });

  test('may serve stacks other than that of the VPC', () => {
    const stack = testStack();
    const network = CodeInterpreterNetwork.vpc({ vpc: vpcOf(stack, PUBLIC, PRIVATE) });
    const other = new Stack(stack.node.scope!, 'Other', { env: { account: ACCOUNT, region: REGION } });
    new CodeInterpreter(other, 'CI', { network });
    expect(vpcConfig(other).Subnets).toEqual([{ 'Fn::ImportValue': expect.stringContaining('Stack:ExportsOutputRefVpc') }]);
    Template.fromStack(other).resourceCountIs('AWS::EC2::SecurityGroup', 1);
  });
});

describe('a VPC of which only subnets are known', () => {
  const subnets = (stack: Stack, count: number) => ids('subnet', count).map((id) => ec2.Subnet.fromSubnetId(stack, id, id));

  test.each([1, 16])('takes %d of them, and given groups', (count) => {
    const stack = testStack();
    const securityGroups = groups(stack, 2);
    const interpreter = inVpc(stack, { vpcSubnets: { subnets: subnets(stack, count) }, securityGroups });
    expect(vpcConfig(stack)).toEqual({ Subnets: ids('subnet', count), SecurityGroups: ids('sg', 2) });
    expect(interpreter.connections.securityGroups).toEqual(securityGroups);
    expect(interpreter.node.findAll().map(({ node }) => node.id)).not.toContain('SecurityGroup');
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  const GIVE_VPC = '; give vpc, or vpcSubnets: { subnets: […] } together with securityGroups [at Stack/CI]';
  test.each<[string, (stack: Stack) => AgentCoreVpcOptions, string]>([
    ['nothing', () => ({}), `NoVpc: vpc must be given, or vpcSubnets that name subnets, got neither${GIVE_VPC}`],
    [
      'a kind of subnet',
      (stack) => ({ vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED, onePerAz: true }, securityGroups: groups(stack, 1) }),
      `NoVpc: vpc must be given, or vpcSubnets that name subnets, got vpcSubnets with subnetType, onePerAz${GIVE_VPC}`,
    ],
    [
      'an empty selection',
      (stack) => ({ vpcSubnets: {}, securityGroups: groups(stack, 1) }),
      `NoVpc: vpc must be given, or vpcSubnets that name subnets, got vpcSubnets with nothing in it${GIVE_VPC}`,
    ],
    [
      'no groups',
      (stack) => ({ vpcSubnets: { subnets: subnets(stack, 1) }, allowAllOutbound: true }),
      'NoSecurityGroups: securityGroups must be given where vpc is left out, got none; give some, or give vpc to have one made [at Stack/CI]',
    ],
    [
      'an empty list of groups',
      (stack) => ({ vpcSubnets: { subnets: subnets(stack, 1) }, securityGroups: [] }),
      'InvalidSecurityGroupCount: securityGroups must have 1 to 16 groups, got: 0; leave it out to have one made [at Stack/CI]',
    ],
    [
      'an empty list of subnets',
      (stack) => ({ vpcSubnets: { subnets: [] }, securityGroups: groups(stack, 1) }),
      'InvalidSubnetCount: vpcSubnets must select 1 to 16 subnets, got: 0; select some [at Stack/CI]',
    ],
    [
      'subnets that are known to be public',
      (stack) => ({ vpcSubnets: { subnets: vpcOf(stack, PUBLIC, PRIVATE).publicSubnets }, securityGroups: groups(stack, 1) }),
      'PublicSubnets: vpcSubnets must be private subnets, got public ones: AgentCore gives its network interfaces no public IP address,' +
        ' so a public subnet gives no internet access; select PRIVATE_WITH_EGRESS subnets (with a NAT gateway) [at Stack/CI]',
    ],
  ])('fails with %s', (_, options, message) => {
    const stack = testStack();
    expect(messageOf(() => inVpc(stack, options(stack)))).toBe(message);
  });
});

test('connections open the way to others, and from them', () => {
  const stack = testStack();
  const vpc = vpcOf(stack, PUBLIC, PRIVATE);
  const interpreter = inVpc(stack, { vpc, allowAllOutbound: false });
  const database = new ec2.SecurityGroup(stack, 'Database', { vpc });
  interpreter.connections.allowTo(database, ec2.Port.tcp(5432));
  new ec2.Connections({ securityGroups: [database], defaultPort: ec2.Port.tcp(3306) }).allowDefaultPortFrom(interpreter);

  const template = Template.fromStack(stack);
  for (const port of [5432, 3306]) {
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: port,
      SourceSecurityGroupId: stack.resolve(interpreter.connections.securityGroups[0].securityGroupId),
    });
  }
  expect(Token.isUnresolved(interpreter.connections.securityGroups[0].securityGroupId)).toBe(true);
});
