import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * Where a code interpreter or an agent sits in a VPC.
 */
export interface AgentCoreVpcOptions {
  /**
   * The VPC. AgentCore works in some availability zones of a region only, which are listed by zone *id*
   * (`use1-az4`); what `us-east-1a` stands for differs between accounts, so it cannot be checked here.
   *
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html
   * @default - none; then vpcSubnets must name `subnets`, and securityGroups must be given
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets: 1 to 16 private ones, best in two availability zones. Public subnets are an error, because they give
   * no internet access: AgentCore's network interfaces have no public IP address.
   *
   * @default - private subnets with egress; where there are none, isolated ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups: 1 to 16. Each resource has connections of its own, also where two share a group.
   *
   * The service keeps the network interfaces of a deleted resource for up to 8 hours, and CloudFormation cannot
   * delete a security group until they are gone. A group that outlives the stack avoids the wait.
   *
   * @default - a new security group for each resource
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the new security group lets all traffic out. An error together with `securityGroups`.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;
}
