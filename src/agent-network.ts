import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import { Construct } from 'constructs';
import { AgentCoreVpcOptions } from './agent-core-vpc-options';
import { onDemand } from './private/on-demand';

/**
 * What an agent can reach, and with it who reaches its models: a runtime has two network modes, no sandbox.
 *
 * One object may be given to many agents.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html
 */
export abstract class AgentNetwork {
  /**
   * Access to the internet.
   */
  public static publicInternet(): AgentNetwork {
    return new PublicInternet();
  }

  /**
   * Network interfaces in your VPC. The agent needs a way to Bedrock, CloudWatch Logs and, for an image, ECR and S3:
   * a NAT gateway, or the endpoints of those services.
   */
  public static vpc(options: AgentCoreVpcOptions): AgentNetwork {
    return new InVpc(options);
  }

  /**
   * Makes what the mode needs for one agent, in the scope of that agent.
   *
   * @internal
   */
  public abstract _bind(scope: Construct): bedrockagentcore.RuntimeNetworkConfiguration;
}

class PublicInternet extends AgentNetwork {
  public _bind(): bedrockagentcore.RuntimeNetworkConfiguration {
    return bedrockagentcore.RuntimeNetworkConfiguration.usingPublicNetwork();
  }
}

class InVpc extends AgentNetwork {
  constructor(private readonly options: AgentCoreVpcOptions) {
    super();
  }

  public _bind(scope: Construct): bedrockagentcore.RuntimeNetworkConfiguration {
    const { limitSecurityGroups, VpcPlacement } = onDemand.vpcPlacement;
    const placement = new VpcPlacement(scope, this.options);
    const configuration = bedrockagentcore.RuntimeNetworkConfiguration.usingVpc(scope, {
      vpc: placement.vpc,
      vpcSubnets: placement.selectedSubnets,
      securityGroups: placement.connections.securityGroups,
    });
    limitSecurityGroups(scope, configuration.connections!);
    return configuration;
  }
}
