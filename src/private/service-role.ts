import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration, Lazy, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { agentCoreArn } from './service';
import { serviceActingFor } from './trust';

/** As long as a session of an agent can be. */
export const AGENT_SESSION = Duration.hours(8);

/**
 * What means the same for all roles that the service assumes.
 *
 * @internal
 */
export interface ServiceRoleProps {
  /**
   * What the role is for.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Statements of the role, by the name of the policy that holds them.
   *
   * @default - none
   */
  readonly inlinePolicies?: { [name: string]: iam.PolicyDocument };

  /**
   * The most that this role may ever do, whatever its policies say.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** What `iam.Role` takes, and tags. */
interface ServiceRoleOptions extends Omit<iam.RoleProps, 'assumedBy'> {
  readonly tags?: { [key: string]: string };
}

/**
 * A role that the service assumes for those resources of a type that were given it.
 *
 * @internal
 */
export abstract class ServiceRole extends iam.Role {
  private readonly trustedArns: string[];

  protected constructor(scope: Construct, id: string, resourceType: string, options: ServiceRoleOptions) {
    const { tags, ...roleProps } = options;
    const trustedArns: string[] = [];
    super(scope, id, {
      ...roleProps,
      assumedBy: serviceActingFor(scope, Lazy.uncachedAny({
        produce: () => {
          const arns = trustedArns.length === 0 ? [agentCoreArn(scope, resourceType, '*')] : trustedArns;
          return arns.length === 1 ? arns[0] : arns;
        },
      })),
    });
    this.trustedArns = trustedArns;
    for (const [key, value] of Object.entries(tags ?? {})) {
      Tags.of(this).add(key, value);
    }
  }

  /**
   * Lets the service assume this role for the resources that the pattern matches.
   *
   * @internal
   */
  public _trust(arnPattern: string): void {
    this.trustedArns.push(arnPattern);
  }
}
