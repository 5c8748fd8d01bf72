import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration, Lazy, Tags } from 'aws-cdk-lib/core';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { agentCoreArn } from './private/service';
import { serviceActingFor } from './private/trust';

/**
 * Properties of a `CodeInterpreterExecutionRole`.
 */
export interface CodeInterpreterExecutionRoleProps {
  /**
   * The name of the role. IAM replaces a role whose name changes, and interpreters that use it are replaced with it.
   *
   * @default - a name that CloudFormation generates
   */
  readonly roleName?: string;

  /**
   * The path of the role. IAM replaces a role whose path changes, and interpreters that use it are replaced with it.
   *
   * @default /
   */
  readonly path?: string;

  /**
   * What the role is for.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Managed policies. Code that a model wrote gets all that they allow.
   *
   * @default - none
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

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

  /**
   * How long credentials of the role last at most, 1 to 12 hours.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;

  /**
   * Tags of the role. They are not those of the interpreter.
   *
   * @default - none, beside those of the stack
   */
  readonly tags?: { [key: string]: string };
}

/**
 * The role that code in a session can assume, with its trust policy built in: the service may assume it only for the
 * code interpreters that were given it, in their account and region, and stays able to when they are replaced.
 *
 * A role that was given to no interpreter of this library trusts every code interpreter of its account and region.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-resource-session-management.html
 */
@propertyInjectable
export class CodeInterpreterExecutionRole extends iam.Role {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-agentcore-code-interpreter.CodeInterpreterExecutionRole';

  private readonly trustedArns: string[];

  constructor(scope: Construct, id: string, props: CodeInterpreterExecutionRoleProps = {}) {
    const { tags, ...roleProps } = props;
    const trustedArns: string[] = [];
    super(scope, id, {
      ...roleProps,
      assumedBy: serviceActingFor(scope, Lazy.uncachedAny({
        produce: () => {
          const arns = trustedArns.length === 0 ? [agentCoreArn(scope, 'code-interpreter-custom', '*')] : trustedArns;
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
   * Lets the service assume this role for the code interpreters that the pattern matches.
   *
   * @internal
   */
  public _trust(codeInterpreterArnPattern: string): void {
    this.trustedArns.push(codeInterpreterArnPattern);
  }
}
