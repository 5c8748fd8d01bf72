import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Annotations, Lazy, Token } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import type { AgentCoreVpcOptions } from '../agent-core-vpc-options';
import { configurationError } from './errors';

const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 16;

/** The subnets and security groups of one AgentCore resource in VPC mode. */
export class VpcPlacement {
  public readonly vpc: ec2.IVpc;
  public readonly subnetIds: string[];
  public readonly selectedSubnets: ec2.SubnetSelection;
  public readonly connections: ec2.Connections;
  /** Grows with `connections.addSecurityGroup()`. */
  public readonly securityGroupIds: string[];

  constructor(scope: Construct, options: AgentCoreVpcOptions) {
    this.vpc = options.vpc ?? vpcOfSubnets(scope, options);
    this.selectedSubnets = options.vpcSubnets ?? defaultSubnets(scope, this.vpc);
    const subnets = subnetIds(scope, this.vpc, this.selectedSubnets);
    this.subnetIds = Token.isUnresolved(subnets) ? subnets : inFixedOrder(() => subnets);
    const connections = new ec2.Connections({ securityGroups: securityGroups(scope, this.vpc, options) });
    this.connections = connections;
    this.securityGroupIds = inFixedOrder(() => connections.securityGroups.map((group) => group.securityGroupId));
    limitSecurityGroups(scope, connections);
  }
}

/** The same list in whatever order its items were given: the service keeps none, and a changed list replaces a code interpreter. */
function inFixedOrder(ids: () => string[]): string[] {
  return Lazy.uncachedList({
    produce: (context) => ids()
      .map((id) => ({ id, key: JSON.stringify(context.resolve(id)) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ id }) => id),
  });
}

/** Groups can be added to connections until synthesis. */
export function limitSecurityGroups(scope: Construct, connections: ec2.Connections): void {
  scope.node.addValidation({
    validate: () => connections.securityGroups.length <= MAX_SECURITY_GROUPS ? [] : [
      `TooManySecurityGroups: at most ${MAX_SECURITY_GROUPS} security groups can be attached, got: ${connections.securityGroups.length}`
      + '; put the rules of several into one',
    ],
  });
}

/**
 * Stands for the VPC of subnets that are all that is known of it. AWS's network configurations take a VPC, and ask it for
 * the selected subnets; what else a VPC could be asked for, the security group of its own, is given.
 */
function vpcOfSubnets(scope: IConstruct, options: AgentCoreVpcOptions): ec2.IVpc {
  const subnets = options.vpcSubnets?.subnets;
  if (!subnets) {
    const got = options.vpcSubnets ? `vpcSubnets with ${Object.keys(options.vpcSubnets).join(', ') || 'nothing in it'}` : 'neither';
    throw configurationError(scope, 'NoVpc', `vpc must be given, or vpcSubnets that name subnets, got ${got}`
      + '; give vpc, or vpcSubnets: { subnets: […] } together with securityGroups');
  }
  if (!options.securityGroups) {
    throw configurationError(scope, 'NoSecurityGroups', 'securityGroups must be given where vpc is left out, got none'
      + '; give some, or give vpc to have one made');
  }
  const selected: Pick<ec2.SelectedSubnets, 'hasPublic' | 'subnetIds' | 'subnets'> = {
    hasPublic: subnets.some((subnet) => subnet instanceof ec2.PublicSubnet),
    subnetIds: subnets.map((subnet) => subnet.subnetId),
    subnets,
  };
  const vpc: Pick<ec2.IVpc, 'isolatedSubnets' | 'selectSubnets'> = { isolatedSubnets: [], selectSubnets: () => selected as ec2.SelectedSubnets };
  return vpc as ec2.IVpc;
}

function defaultSubnets(scope: IConstruct, vpc: ec2.IVpc): ec2.SubnetSelection {
  if (vpc.privateSubnets.length > 0) { return { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }; }
  if (vpc.isolatedSubnets.length > 0) { return { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }; }
  throw configurationError(scope, 'NoPrivateSubnets',
    `vpc must have private subnets, got ${vpc.publicSubnets.length} public and no private ones`
    + '; add private subnets, or name those of an imported VPC (privateSubnetIds of Vpc.fromVpcAttributes)');
}

function subnetIds(scope: Construct, vpc: ec2.IVpc, selection: ec2.SubnetSelection): string[] {
  const selected = vpc.selectSubnets(selection);
  if (selected.hasPublic) {
    throw configurationError(scope, 'PublicSubnets',
      'vpcSubnets must be private subnets, got public ones: AgentCore gives its network interfaces no public IP address, so a public'
      + ' subnet gives no internet access; select PRIVATE_WITH_EGRESS subnets (with a NAT gateway)');
  }
  const ids = selected.subnetIds;
  // A VPC that is still to be looked up has no subnets of its own yet.
  if (!Token.isUnresolved(ids) && !selected.isPendingLookup && (ids.length < 1 || ids.length > MAX_SUBNETS)) {
    throw configurationError(scope, 'InvalidSubnetCount',
      `vpcSubnets must select 1 to ${MAX_SUBNETS} subnets, got: ${ids.length}; ${ids.length === 0 ? 'select some' : 'select fewer'}`);
  }
  const isolated = new Set(vpc.isolatedSubnets.map((subnet) => subnet.subnetId));
  if (selected.subnets.length > 0 && selected.subnets.every((subnet) => isolated.has(subnet.subnetId))) {
    warnWithoutEndpoints(scope, vpc);
  }
  return ids;
}

function securityGroups(scope: Construct, vpc: ec2.IVpc, options: AgentCoreVpcOptions): ec2.ISecurityGroup[] {
  const given = options.securityGroups;
  if (given === undefined) {
    return [new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, allowAllOutbound: options.allowAllOutbound })];
  }
  if (given.length < 1 || given.length > MAX_SECURITY_GROUPS) {
    throw configurationError(scope, 'InvalidSecurityGroupCount',
      `securityGroups must have 1 to ${MAX_SECURITY_GROUPS} groups, got: ${given.length}; `
      + (given.length === 0 ? 'leave it out to have one made' : 'put the rules of several into one'));
  }
  if (options.allowAllOutbound !== undefined) {
    throw configurationError(scope, 'AllowAllOutboundOfGivenGroups',
      `allowAllOutbound is for the security group that is made when securityGroups is left out, got both: ${options.allowAllOutbound}`
      + `, and ${given.length} groups; set allowAllOutbound on those groups`);
  }
  return given;
}

/** Endpoints may be added after us, so this looks when the tree is complete. */
function warnWithoutEndpoints(scope: Construct, vpc: ec2.IVpc): void {
  scope.node.addValidation({
    validate: () => {
      const isEndpoint = (c: IConstruct) => c instanceof ec2.CfnVPCEndpoint && c.vpcId === vpc.vpcId;
      if (!scope.node.root.node.findAll().some(isEndpoint)) {
        // Not on `scope`: early versions of aws-cdk-lib overlook what was acknowledged on the very construct of a later warning.
        Annotations.of(scope.node.defaultChild ?? scope).addWarningV2('cdk-agentcore-code-interpreter:isolatedSubnetsWithoutEndpoints',
          'the selected subnets are isolated and this app defines no VPC endpoints for their VPC, so nothing outside the'
          + ' VPC can be reached, AWS services included; add the endpoints that are needed (a gateway endpoint for S3, interface endpoints'
          + ' for others), select subnets with egress, or acknowledge this warning');
      }
      return [];
    },
  });
}
