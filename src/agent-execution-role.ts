import * as iam from 'aws-cdk-lib/aws-iam';
import type { Duration } from 'aws-cdk-lib/core';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { AGENT_SESSION, ServiceRole, ServiceRoleProps } from './private/service-role';

/**
 * Properties of an `AgentExecutionRole`.
 */
export interface AgentExecutionRoleProps extends ServiceRoleProps {
  /**
   * The name of the role. IAM replaces a role whose name changes; agents that use it are updated, not replaced.
   *
   * @default - a name that CloudFormation generates
   */
  readonly roleName?: string;

  /**
   * The path of the role. IAM replaces a role whose path changes; agents that use it are updated, not replaced.
   *
   * @default /
   */
  readonly path?: string;

  /**
   * Managed policies, beside what the agent needs, which is added.
   *
   * @default - none
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

  /**
   * How long credentials of the role last at most, 1 to 12 hours.
   *
   * @default Duration.hours(8) - as long as a session can be
   */
  readonly maxSessionDuration?: Duration;

  /**
   * Tags of the role. They are not those of the agent.
   *
   * @default - none, beside those of the stack
   */
  readonly tags?: { [key: string]: string };
}

/**
 * The role of an agent, with its trust policy built in: the service may assume it only for the agents that were given
 * it, in their account and region. What an agent needs is added to it.
 *
 * A role that was given to no agent of this library trusts every agent runtime of its account and region.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
 */
@propertyInjectable
export class AgentExecutionRole extends ServiceRole {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-agentcore-code-interpreter.AgentExecutionRole';

  constructor(scope: Construct, id: string, props: AgentExecutionRoleProps = {}) {
    super(scope, id, 'runtime', { ...props, maxSessionDuration: props.maxSessionDuration ?? AGENT_SESSION });
  }
}
