import type { CfnCodeInterpreterCustom } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { AgentCoreVpcOptions } from './agent-core-vpc-options';
import { onDemand } from './private/on-demand';

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
  public static vpc(options: AgentCoreVpcOptions): CodeInterpreterNetwork {
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

  constructor(private readonly options: AgentCoreVpcOptions) {
    super();
  }

  public _bind(scope: Construct): CodeInterpreterNetworkBinding {
    const placement = new onDemand.vpcPlacement.VpcPlacement(scope, this.options);
    return {
      configuration: {
        networkMode: this.mode,
        vpcConfig: { subnets: placement.subnetIds, securityGroups: placement.securityGroupIds },
      },
      connections: placement.connections,
    };
  }
}
