import * as iam from 'aws-cdk-lib/aws-iam';
import type { Duration } from 'aws-cdk-lib/core';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { ServiceRole, ServiceRoleProps } from './private/service-role';

/**
 * Properties of a `CodeInterpreterExecutionRole`.
 */
export interface CodeInterpreterExecutionRoleProps extends ServiceRoleProps {
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
   * Managed policies. Code that a model wrote gets all that they allow.
   *
   * @default - none
   */
  readonly managedPolicies?: iam.IManagedPolicy[];

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
export class CodeInterpreterExecutionRole extends ServiceRole {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-agentcore-code-interpreter.CodeInterpreterExecutionRole';

  constructor(scope: Construct, id: string, props: CodeInterpreterExecutionRoleProps = {}) {
    super(scope, id, 'code-interpreter-custom', props);
  }
}
