import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib/core';
import { AgentCoreVpcOptions, AgentNetwork, AgentSource, AgentWithCodeInterpreter, CodeInterpreter, CodeInterpreterNetwork } from '../src';
import { CODE_INTERPRETER, IMAGE_URI, messageOf, onlyOne, RUNTIME, testStack, warningsOf } from './helpers';

const source = AgentSource.fromImageUri(IMAGE_URI);
const agentIn = (stack: Stack, network?: AgentNetwork, id = 'Agent') => new AgentWithCodeInterpreter(stack, id, { source, network });
const networksIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources(RUNTIME))
  .map(({ Properties }) => Properties.NetworkConfiguration);
const SUBNETS = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];

const vpcIn = (stack: Stack, attributes: Partial<ec2.VpcAttributes> = { privateSubnetIds: SUBNETS }) =>
  ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a', 'us-east-1b'], ...attributes });
const groupsIn = (stack: Stack, count: number) => Array.from({ length: count }, (_, i) => `sg-0123456789abcde${i.toString(16).padStart(2, '0')}`)
  .map((id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, id));
const groupOf = (logicalId: string) => ({ 'Fn::GetAtt': [expect.stringMatching(logicalId), 'GroupId'] });

describe('outside a VPC', () => {
  test.each([['nothing is said', undefined], ['it is said', AgentNetwork.publicInternet()]])('an agent has access to the internet, when %s', (_, network) => {
    const stack = testStack();
    const agent = agentIn(stack, network);
    expect(networksIn(stack)).toEqual([{ NetworkMode: 'PUBLIC' }]);
    expect(messageOf(() => agent.connections)).toBe('NoConnections: connections are those of an agent in VPC mode, and this one is not'
      + '; give it network: AgentNetwork.vpc({ vpc }) [at Stack/Agent]');
  });
});

describe('in a VPC', () => {
  test('an agent gets the private subnets and a security group of its own', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const agent = agentIn(stack, AgentNetwork.vpc({ vpc }));
    expect(networksIn(stack)).toEqual([{
      NetworkMode: 'VPC',
      NetworkModeConfig: { Subnets: vpc.privateSubnets.map(({ subnetId }) => stack.resolve(subnetId)), SecurityGroups: [groupOf('^AgentSecurityGroup')] },
    }]);
    expect(onlyOne(stack, 'AWS::EC2::SecurityGroup').SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' })]);
    expect(agent.connections).toBe(agent.runtime.connections);
  });

  test('the security group lets out only what is allowed, when that is wanted', () => {
    const stack = testStack();
    const vpc = vpcIn(stack);
    const agent = agentIn(stack, AgentNetwork.vpc({ vpc, allowAllOutbound: false }));
    const database = new ec2.SecurityGroup(stack, 'Database', { vpc, allowAllOutbound: false });
    agent.connections.allowTo(database, ec2.Port.POSTGRES);
    const groups = Template.fromStack(stack).findResources('AWS::EC2::SecurityGroup');
    expect(Object.entries(groups).map(([id, { Properties }]) => [/^[A-Z][a-z]+/.exec(id)![0], Properties.SecurityGroupEgress])).toEqual([
      ['Agent', undefined], ['Database', [expect.objectContaining({ CidrIp: '255.255.255.255/32' })]],
    ]);
    expect(onlyOne(stack, 'AWS::EC2::SecurityGroupEgress')).toMatchObject({ FromPort: 5432, GroupId: groupOf('^AgentSecurityGroup') });
    expect(onlyOne(stack, 'AWS::EC2::SecurityGroupIngress')).toMatchObject({ FromPort: 5432, GroupId: groupOf('^Database') });
  });

  test('one network serves two agents, each with a group and connections of its own', () => {
    const stack = testStack();
    const network = AgentNetwork.vpc({ vpc: vpcIn(stack) });
    const [a, b] = ['A', 'B'].map((id) => agentIn(stack, network, id));
    a.connections.addSecurityGroup(groupsIn(stack, 1)[0]);
    expect(networksIn(stack).map(({ NetworkModeConfig }) => NetworkModeConfig)).toEqual([
      { Subnets: SUBNETS, SecurityGroups: [groupOf('^ASecurityGroup'), 'sg-0123456789abcde00'] },
      { Subnets: SUBNETS, SecurityGroups: [groupOf('^BSecurityGroup')] },
    ]);
    expect(b.connections.securityGroups).toHaveLength(1);
  });

  test('one network serves agents of two stacks', () => {
    const app = new App();
    const network = AgentNetwork.vpc({ vpc: new ec2.Vpc(new Stack(app, 'Network'), 'Vpc') });
    const stacks = ['A', 'B'].map((id) => new Stack(app, id));
    stacks.forEach((stack) => agentIn(stack, network));
    stacks.forEach((stack) => Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 1));
  });

  test('an agent and its interpreter may share what they are given', () => {
    const stack = testStack();
    const options: AgentCoreVpcOptions = { vpc: vpcIn(stack), vpcSubnets: { subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', SUBNETS[0])] } };
    new AgentWithCodeInterpreter(stack, 'Agent', {
      source, network: AgentNetwork.vpc(options), codeInterpreter: new CodeInterpreter(stack, 'CI', { network: CodeInterpreterNetwork.vpc(options) }),
    });
    expect(networksIn(stack)).toEqual([{ NetworkMode: 'VPC', NetworkModeConfig: { Subnets: [SUBNETS[0]], SecurityGroups: [groupOf('^Agent')] } }]);
    expect(onlyOne(stack, CODE_INTERPRETER).NetworkConfiguration.VpcConfig).toEqual({ Subnets: [SUBNETS[0]], SecurityGroups: [groupOf('^CI')] });
  });

  test('security groups may be given, up to 16, and are nobody else\'s connections', () => {
    const stack = testStack();
    const securityGroups = groupsIn(stack, 16);
    const network = AgentNetwork.vpc({ vpc: vpcIn(stack), securityGroups });
    const agents = ['A', 'B'].map((id) => agentIn(stack, network, id));
    expect(networksIn(stack)[0].NetworkModeConfig.SecurityGroups).toEqual(securityGroups.map(({ securityGroupId }) => securityGroupId));
    expect(agents[0].connections).not.toBe(agents[1].connections);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test.each<[string, (stack: Stack) => AgentCoreVpcOptions, string]>([
    ['public subnets', (stack) => ({ vpc: new ec2.Vpc(stack, 'Vpc'), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } }),
      'PublicSubnets: vpcSubnets must be private subnets, got public ones: AgentCore gives its network interfaces no public IP address'],
    ['a VPC with public subnets only', (stack) => ({ vpc: vpcIn(stack, { publicSubnetIds: SUBNETS }) }),
      'NoPrivateSubnets: vpc must have private subnets, got 2 public and no private ones'],
    ['no subnets', (stack) => ({ vpc: vpcIn(stack), vpcSubnets: { subnets: [] } }), 'InvalidSubnetCount: vpcSubnets must select 1 to 16 subnets, got: 0; select some'],
    ['no security groups', (stack) => ({ vpc: vpcIn(stack), securityGroups: [] }),
      'InvalidSecurityGroupCount: securityGroups must have 1 to 16 groups, got: 0; leave it out to have one made'],
    ['17 security groups', (stack) => ({ vpc: vpcIn(stack), securityGroups: groupsIn(stack, 17) }), 'InvalidSecurityGroupCount: '],
    ['outbound rules for given groups', (stack) => ({ vpc: vpcIn(stack), securityGroups: groupsIn(stack, 1), allowAllOutbound: true }), 'AllowAllOutboundOfGivenGroups: '],
  ])('fails with %s', (_, options, message) => {
    const stack = testStack();
    const error = messageOf(() => agentIn(stack, AgentNetwork.vpc(options(stack))));
    expect(error).toContain(message);
    expect(error).toMatch(/ \[at Stack\/Agent\]$/);
  });

  test('fails at synthesis when groups are added until there are 17', () => {
    const stack = testStack();
    const agent = agentIn(stack, AgentNetwork.vpc({ vpc: vpcIn(stack) }));
    groupsIn(stack, 16).forEach((group) => agent.connections.addSecurityGroup(group));
    expect(messageOf(() => Template.fromStack(stack)).match(/TooManySecurityGroups: at most 16 security groups can be attached, got: 17/g)).toHaveLength(1);
  });

  test('warns of isolated subnets without endpoints', () => {
    const stack = testStack();
    agentIn(stack, AgentNetwork.vpc({ vpc: vpcIn(stack, { isolatedSubnetIds: SUBNETS }) }));
    expect(warningsOf(stack).filter((warning) => warning.startsWith('/Stack/Agent')))
      .toEqual([expect.stringMatching(/: the selected subnets are isolated .*isolatedSubnetsWithoutEndpoints\]$/)]);
    expect(networksIn(stack)[0].NetworkModeConfig.Subnets).toEqual(SUBNETS);
  });
});

describe('in a VPC of which only subnets are known', () => {
  const subnet = (stack: Stack, subnetId = SUBNETS[0]) => ec2.Subnet.fromSubnetId(stack, `Subnet${stack.node.children.length}`, subnetId);

  test('an agent gets those and the given groups, and nothing else is made', () => {
    const stack = testStack();
    const [one, two] = SUBNETS.map((id) => subnet(stack, id));
    const agent = agentIn(stack, AgentNetwork.vpc({ vpcSubnets: { subnets: [two, one] }, securityGroups: groupsIn(stack, 2) }));
    agent.connections.addSecurityGroup(ec2.SecurityGroup.fromSecurityGroupId(stack, 'Third', 'sg-00000000000000003'));
    expect(networksIn(stack)).toEqual([{
      NetworkMode: 'VPC',
      NetworkModeConfig: { Subnets: [SUBNETS[1], SUBNETS[0]], SecurityGroups: ['sg-0123456789abcde00', 'sg-0123456789abcde01', 'sg-00000000000000003'] },
    }]);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/vpc-|AWS::EC2/i);
    expect(warningsOf(stack).filter((warning) => !warning.startsWith('/Stack/Subnet'))).toEqual([]);
  });

  test('ids may be known at deployment only', () => {
    const stack = testStack();
    const subnets = new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' });
    agentIn(stack, AgentNetwork.vpc({
      vpcSubnets: { subnets: [subnet(stack, Fn.select(0, subnets.valueAsList)), subnet(stack, Fn.importValue('subnet'))] },
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', Fn.importValue('group'))],
    }));
    expect(networksIn(stack)[0].NetworkModeConfig).toEqual({
      Subnets: [{ 'Fn::Select': [0, { Ref: 'Subnets' }] }, { 'Fn::ImportValue': 'subnet' }], SecurityGroups: [{ 'Fn::ImportValue': 'group' }],
    });
  });

  test.each<[string, (stack: Stack) => AgentCoreVpcOptions, string]>([
    ['nothing', () => ({}), 'NoVpc: vpc must be given, or vpcSubnets that name subnets, got neither'],
    ['groups only', (stack) => ({ securityGroups: groupsIn(stack, 1) }), 'NoVpc: vpc must be given, or vpcSubnets that name subnets, got neither'],
    ['subnets only', (stack) => ({ vpcSubnets: { subnets: [subnet(stack)] } }), 'NoSecurityGroups: securityGroups must be given where vpc is left out, got none'],
    ['17 subnets', (stack) => ({ vpcSubnets: { subnets: Array.from({ length: 17 }, () => subnet(stack)) }, securityGroups: groupsIn(stack, 1) }),
      'InvalidSubnetCount: vpcSubnets must select 1 to 16 subnets, got: 17; select fewer'],
  ])('fails with %s', (_, options, message) => {
    const stack = testStack();
    const error = messageOf(() => agentIn(stack, AgentNetwork.vpc(options(stack))));
    expect(error).toContain(message);
    expect(error).toMatch(/ \[at Stack\/Agent\]$/);
  });
});
