import type { CfnCodeInterpreterCustom } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { VpcPlacement } from './private/vpc-placement';

/**
 * What code in a session can reach.
 */
export enum CodeInterpreterNetworkMode {
  /** No internet. Amazon S3 and DNS are within reach all the same. */
  SANDBOX = 'SANDBOX',
  /** The internet. */
  PUBLIC = 'PUBLIC',
  /** What the subnets and security groups of a VPC let it reach. */
  VPC = 'VPC',
}

/**
 * How a code interpreter sits in a VPC.
 */
export interface CodeInterpreterVpcOptions {
  /**
   * The VPC. AgentCore works in some availability zones of a region only, which are listed by zone *id*
   * (`use1-az4`); what `us-east-1a` stands for differs between accounts, so it cannot be checked here.
   *
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html
   */
  readonly vpc: ec2.IVpc;

  /**
   * The subnets: 1 to 16 private ones, best in two availability zones. Public subnets are an error, because they give
   * sessions no internet access: sessions have no public IP address.
   *
   * @default - private subnets with egress; where there are none, isolated ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups: 1 to 16. Each interpreter has connections of its own, also where two share a group.
   *
   * The service keeps the network interfaces of a deleted interpreter for up to 8 hours, and CloudFormation cannot
   * delete a security group until they are gone. A group that outlives the stack avoids the wait.
   *
   * @default - a new security group for each interpreter
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether the new security group lets all traffic out. An error together with `securityGroups`.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;
}

/**
 * What code in a session can reach: one of the three network modes, with all that the mode needs.
 *
 * One object may be given to many interpreters.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-resource-session-management.html
 */
export abstract class CodeInterpreterNetwork {
  /**
   * No internet access.
   *
   * This is not the absence of a network: AWS documents that a session still reaches Amazon S3 and resolves DNS names,
   * and both have been used to get data out. Only `vpc` lets you close them.
   */
  public static sandbox(): CodeInterpreterNetwork {
    return new Unconnected(CodeInterpreterNetworkMode.SANDBOX);
  }

  /**
   * Access to the internet, for code that calls APIs or downloads packages.
   */
  public static publicInternet(): CodeInterpreterNetwork {
    return new Unconnected(CodeInterpreterNetworkMode.PUBLIC);
  }

  /**
   * Network interfaces in your VPC. This is the one mode that Security Hub's control BedrockAgentCore.7 passes.
   *
   * The first interpreter or agent of an account in VPC mode makes the service create its service-linked role, so who
   * deploys it needs `iam:CreateServiceLinkedRole`.
   */
  public static vpc(options: CodeInterpreterVpcOptions): CodeInterpreterNetwork {
    return new InVpc(options);
  }

  /** The network mode. */
  public abstract readonly mode: CodeInterpreterNetworkMode;

  /**
   * Makes what the mode needs for one interpreter, in the scope of that interpreter.
   *
   * @internal
   */
  public abstract _bind(scope: Construct): CodeInterpreterNetworkBinding;
}

/**
 * A network as one interpreter uses it.
 *
 * @internal
 */
export interface CodeInterpreterNetworkBinding {
  readonly configuration: CfnCodeInterpreterCustom.CodeInterpreterNetworkConfigurationProperty;
  /** Left out outside VPC mode. */
  readonly connections?: ec2.Connections;
}

class Unconnected extends CodeInterpreterNetwork {
  constructor(public readonly mode: CodeInterpreterNetworkMode) {
    super();
  }

  public _bind(): CodeInterpreterNetworkBinding {
    return { configuration: { networkMode: this.mode } };
  }
}

class InVpc extends CodeInterpreterNetwork {
  public readonly mode = CodeInterpreterNetworkMode.VPC;

  constructor(private readonly options: CodeInterpreterVpcOptions) {
    super();
  }

  public _bind(scope: Construct): CodeInterpreterNetworkBinding {
    const placement = new VpcPlacement(scope, this.options);
    return {
      configuration: {
        networkMode: this.mode,
        vpcConfig: { subnets: placement.subnetIds, securityGroups: placement.securityGroupIds },
      },
      connections: placement.connections,
    };
  }
}
