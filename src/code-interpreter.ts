import { CfnCodeInterpreterCustom } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { CodeInterpreterBase, ICodeInterpreter } from './code-interpreter-base';
import { CodeInterpreterExecutionRole } from './code-interpreter-execution-role';
import { CodeInterpreterNetwork } from './code-interpreter-network';
import { CodeInterpreterOperation } from './code-interpreter-operation';
import { rememberCertificates } from './private/certificates';
import { configurationError } from './private/errors';
import { addStatement, principalOf, roleOf } from './private/execution-role';
import { onDemand } from './private/on-demand';
import { ReplacementSafeName } from './private/replacement-safe-name';
import { agentCoreArn, USAGE_SERVICE } from './private/service';
import { serviceActingFor } from './private/trust';
import { validateLength, validateName, validateTags } from './private/validation';

const MAX_CERTIFICATES = 10;

/**
 * Properties of a `CodeInterpreter`.
 */
export interface CodeInterpreterProps {
  /**
   * The name: a letter, then at most 47 letters, digits and underscores; unique in the account and region.
   *
   * Leave it out unless something outside CloudFormation looks for the name. Every property but `tags` can only be
   * set at creation, so changing one makes CloudFormation create a new interpreter before it deletes the old one, and
   * a name that stays the same makes that fail: with a name of your own, change the name with it.
   *
   * @default - a generated name, which changes exactly when the interpreter has to be replaced
   */
  readonly codeInterpreterName?: string;

  /**
   * What the code interpreter is for: 1 to 4096 characters. Changing it replaces the interpreter.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * What code in a session can reach. Changing it replaces the interpreter.
   *
   * @default CodeInterpreterNetwork.sandbox()
   */
  readonly network?: CodeInterpreterNetwork;

  /**
   * The role that code in a session can assume. All of the code can: the credentials are there for whatever the model
   * writes, so grant as little as possible. Changing to another role replaces the interpreter.
   *
   * A role of your own must let `bedrock-agentcore.amazonaws.com` assume it; `CodeInterpreterExecutionRole` does.
   *
   * @default - a new role without any permissions, which the service can assume for this interpreter only
   */
  readonly executionRole?: iam.IRoleRef;

  /**
   * Secrets that hold root CA certificates for sessions to trust: at most 10. Changing them replaces the interpreter.
   *
   * The service reads them with the credentials of the caller, so whoever is granted use of this interpreter is
   * granted reading them too; who deploys it needs `secretsmanager:GetSecretValue` on them.
   *
   * @default - sessions trust the usual certificate authorities only
   */
  readonly certificates?: secretsmanager.ISecret[];

  /**
   * Tags: at most 50, keys of 1 to 128 and values of 0 to 256 letters, digits, spaces and characters of `._:/=+@-`.
   * The only property that can change without replacing the interpreter.
   *
   * @default - none, beside those of the stack
   */
  readonly tags?: { [key: string]: string };
}

/**
 * What is known of a code interpreter that is defined elsewhere.
 */
export interface CodeInterpreterAttributes {
  /**
   * The ARN. Its region and account become those of the reference.
   */
  readonly codeInterpreterArn: string;

  /**
   * The execution role, to grant permissions to code in the sessions.
   *
   * @default - unknown: granting to the interpreter warns, with the statements that somebody has to add
   */
  readonly executionRole?: iam.IRoleRef;

  /**
   * The security groups of an interpreter in VPC mode.
   *
   * @default - unknown: the reference has no `connections`
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * The secrets of its certificates, for those who are granted use of the interpreter to read.
   *
   * @default - none
   */
  readonly certificates?: secretsmanager.ISecret[];
}

/**
 * A code interpreter of your own, on Amazon Bedrock AgentCore: isolated sessions for code that a model wrote.
 *
 * @resource AWS::BedrockAgentCore::CodeInterpreterCustom
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-tool.html
 */
@propertyInjectable
export class CodeInterpreter extends CodeInterpreterBase {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-agentcore-code-interpreter.CodeInterpreter';

  /**
   * Refer to a code interpreter by its ARN, in whatever account and region it is.
   *
   * Fails for a text that is no such ARN. Tokens pass.
   */
  public static fromCodeInterpreterArn(scope: Construct, id: string, codeInterpreterArn: string): ICodeInterpreter {
    return onDemand.referencedCodeInterpreter.fromArn(scope, id, codeInterpreterArn);
  }

  /**
   * Refer to a code interpreter of the stack's account and region by its id.
   *
   * Fails for a text that is no such id, a name for example. Tokens pass.
   */
  public static fromCodeInterpreterId(scope: Construct, id: string, codeInterpreterId: string): ICodeInterpreter {
    return onDemand.referencedCodeInterpreter.fromId(scope, id, codeInterpreterId);
  }

  /**
   * Refer to a code interpreter of which more is known than its ARN.
   */
  public static fromCodeInterpreterAttributes(scope: Construct, id: string, attrs: CodeInterpreterAttributes): ICodeInterpreter {
    return onDemand.referencedCodeInterpreter.fromAttributes(scope, id, attrs);
  }

  /**
   * Refer to `aws.codeinterpreter.v1`, the code interpreter that AWS keeps ready in each region of the service.
   *
   * It needs no deployment, has SANDBOX-like isolation that cannot be configured, and no execution role.
   */
  public static fromAwsManaged(scope: Construct, id: string): ICodeInterpreter {
    return onDemand.referencedCodeInterpreter.awsManaged(scope, id);
  }

  /**
   * Invocations of one operation on all code interpreters of the account and region, for graphs: CloudWatch takes no
   * alarm on a search. Sum.
   */
  public static metricAllInvocations(
    operation: CodeInterpreterOperation, props?: cloudwatch.MathExpressionOptions,
  ): cloudwatch.MathExpression {
    return onDemand.metrics.searchMetric('Invocations', operation, 'Sum', props);
  }

  /**
   * Milliseconds to the first token of the answer, on all code interpreters, for graphs. Average.
   */
  public static metricAllLatency(operation: CodeInterpreterOperation, props?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
    return onDemand.metrics.searchMetric('Latency', operation, 'Average', props);
  }

  /**
   * Requests refused for going over a rate or a quota, on all code interpreters, for graphs. Sum.
   */
  public static metricAllThrottles(
    operation: CodeInterpreterOperation, props?: cloudwatch.MathExpressionOptions,
  ): cloudwatch.MathExpression {
    return onDemand.metrics.searchMetric('Throttles', operation, 'Sum', props);
  }

  /**
   * Requests that failed in the service, on all code interpreters, for graphs. Sum.
   */
  public static metricAllSystemErrors(
    operation: CodeInterpreterOperation, props?: cloudwatch.MathExpressionOptions,
  ): cloudwatch.MathExpression {
    return onDemand.metrics.searchMetric('SystemErrors', operation, 'Sum', props);
  }

  /**
   * Requests that were wrong, on all code interpreters, for graphs. Sum.
   */
  public static metricAllUserErrors(
    operation: CodeInterpreterOperation, props?: cloudwatch.MathExpressionOptions,
  ): cloudwatch.MathExpression {
    return onDemand.metrics.searchMetric('UserErrors', operation, 'Sum', props);
  }

  /**
   * vCPU-hours that all code interpreters of the account and region used, up to an hour late. Sum over 5 minutes
   * unless `props` say otherwise.
   */
  public static metricAllCpuUsed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return onDemand.metrics.serviceMetric('CPUUsed-vCPUHours', { Service: USAGE_SERVICE }, 'Sum', props);
  }

  /**
   * GB-hours of memory that all code interpreters of the account and region used, up to an hour late. Sum over 5
   * minutes unless `props` say otherwise.
   */
  public static metricAllMemoryUsed(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return onDemand.metrics.serviceMetric('MemoryUsed-GBHours', { Service: USAGE_SERVICE }, 'Sum', props);
  }

  /**
   * The name: the one given, or the generated one.
   */
  public readonly codeInterpreterName: string;

  /**
   * The role that code in a session can assume.
   */
  public readonly executionRole: iam.IRole;

  /**
   * The execution role, so that `bucket.grantRead(interpreter)` lets code in a session read the bucket.
   */
  public readonly grantPrincipal: iam.IPrincipal;

  /**
   * What code in a session can reach.
   */
  public readonly network: CodeInterpreterNetwork;

  protected readonly ownConnections?: ec2.Connections;
  protected readonly connectionsAdvice = 'give it network: CodeInterpreterNetwork.vpc({ vpc })';

  private readonly resource: CfnCodeInterpreterCustom;

  constructor(scope: Construct, id: string, props: CodeInterpreterProps = {}) {
    super(scope, id, { physicalName: props.codeInterpreterName });
    this.validate(props);

    const name = new ReplacementSafeName(this, props.codeInterpreterName);
    const role = this.bindRole(props.executionRole, name);
    this.network = props.network ?? CodeInterpreterNetwork.sandbox();
    const { configuration, connections } = this.network._bind(this);

    const resource = new CfnCodeInterpreterCustom(this, 'Resource', {
      name: name.text,
      description: props.description,
      executionRoleArn: props.executionRole ? props.executionRole.roleRef.roleArn : role.roleArn,
      networkConfiguration: configuration,
      certificates: props.certificates?.length
        ? props.certificates.map((secret) => ({ certificateLocation: { secretArn: secret.secretArn } }))
        : undefined,
      tags: props.tags,
    });
    name.follow(resource);

    this.resource = resource;
    this.codeInterpreterName = name.text;
    this.executionRole = role;
    this.grantPrincipal = principalOf(this, role);
    this.ownConnections = connections;
    rememberCertificates(this, props.certificates);
  }

  public get codeInterpreterArn(): string {
    return this.resource.attrCodeInterpreterArn;
  }

  public get codeInterpreterId(): string {
    return this.resource.attrCodeInterpreterId;
  }

  /**
   * Where the service is with it: CREATING, CREATE_FAILED, READY, DELETING, DELETE_FAILED or DELETED.
   *
   * @attribute
   */
  public get status(): string {
    return this.resource.attrStatus;
  }

  /**
   * Why it is in a failed status.
   *
   * @attribute
   */
  public get failureReason(): string {
    return this.resource.attrFailureReason;
  }

  /**
   * When it was created, in ISO 8601.
   *
   * @attribute
   */
  public get createdAt(): string {
    return this.resource.attrCreatedAt;
  }

  /**
   * When it was last changed, in ISO 8601.
   *
   * @attribute
   */
  public get lastUpdatedAt(): string {
    return this.resource.attrLastUpdatedAt;
  }

  /**
   * Let code in a session do something. The same as granting to the interpreter.
   */
  public addToRolePolicy(statement: iam.PolicyStatement): void {
    addStatement(this, this.grantPrincipal, statement);
  }

  private bindRole(given: iam.IRoleRef | undefined, name: ReplacementSafeName): iam.IRole {
    const arnPattern = agentCoreArn(this, 'code-interpreter-custom', `${name.pattern}-*`);
    if (!given) {
      return new iam.Role(this, 'ExecutionRole', { assumedBy: serviceActingFor(this, arnPattern) });
    }
    const role = roleOf(this, 'GivenExecutionRole', given);
    if (role instanceof CodeInterpreterExecutionRole) {
      role._trust(arnPattern);
    } else if (role instanceof iam.Role && role.node.scope instanceof CodeInterpreter && role.node.scope.executionRole === role) {
      // Another interpreter made this role, for itself only.
      role.assumeRolePolicy?.addStatements(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [serviceActingFor(this, arnPattern)] }));
    }
    return role;
  }

  private validate(props: CodeInterpreterProps): void {
    if (props.codeInterpreterName !== undefined) { validateName(this, 'codeInterpreterName', props.codeInterpreterName); }
    validateLength(this, 'description', props.description, 4096);
    validateTags(this, props.tags);
    const certificates = props.certificates?.length ?? 0;
    if (certificates > MAX_CERTIFICATES) {
      throw configurationError(this, 'TooManyCertificates',
        `certificates must have at most ${MAX_CERTIFICATES} secrets, got: ${certificates}; put several certificates into one secret`);
    }
  }
}
