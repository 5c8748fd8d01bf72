import { Runtime, RuntimeEndpoint } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Annotations, ArnFormat, Lazy, Names, RemovalPolicy, Resource, Stack } from 'aws-cdk-lib/core';
import { Construct, Dependable, IConstruct } from 'constructs';
import { roleOf, wasDropped } from './execution-role';
import { agentCoreArn } from './service';
import { AGENT_SESSION } from './service-role';
import { serviceActingFor } from './trust';
import { AgentExecutionRole } from '../agent-execution-role';

/** Ids are `<name>-<10 characters>`; `?` says so where `*` would let in `<name>-of-another-agent`. */
const ID_SUFFIX = '-' + '?'.repeat(10);
/** The endpoint that every runtime has. */
export const DEFAULT_ENDPOINT = 'DEFAULT';
const LOG_GROUPS = '/aws/bedrock-agentcore/runtimes';
const WARNING = 'cdk-agentcore-code-interpreter:agentStatementsNotAdded';

/** The role that was given, or a new one, which nothing but that runtime can assume. */
export function bindAgentRole(scope: Construct, given: iam.IRoleRef | undefined, runtimeName: string): iam.IRole {
  const arnPattern = agentCoreArn(scope, 'runtime', `${runtimeName}-*`);
  if (!given) {
    return new iam.Role(scope, 'ExecutionRole', { assumedBy: serviceActingFor(scope, arnPattern), maxSessionDuration: AGENT_SESSION });
  }
  const role = roleOf(scope, 'GivenExecutionRole', given);
  if (role instanceof AgentExecutionRole) { role._trust(arnPattern); }
  return role;
}

/** The endpoints that were added to a runtime, also those that were not added through us. */
export function endpointsOf(runtime: Runtime): RuntimeEndpoint[] {
  return runtime.node.children.filter((child) => child instanceof RuntimeEndpoint);
}

export interface AgentRoleProps {
  readonly role: iam.IRole;
  /** Of the role as it was given: an L1 knows its path, the `iam.IRole` that stands for it does not. */
  readonly roleArn: string;
  readonly runtimeName: string;
  /** Whether other agents may have the role as well. */
  readonly shareable: boolean;
}

/**
 * A role as AWS's `Runtime` sees it.
 *
 * `Runtime` adds permissions on the logs and identities of every agent in the account to its role, and depends on
 * the role with all its policies, which makes a cycle out of an agent that invokes itself or an agent that invokes
 * it. This takes what `Runtime` adds in its constructor and drops it, and depends on the role and on a policy with
 * what the agent needs to start.
 */
export class AgentRole extends Resource implements iam.IRole {
  public readonly roleArn: string;
  public readonly roleName: string;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: iam.PrincipalPolicyFragment;
  public readonly principalAccount?: string;
  public readonly grantPrincipal: iam.IPrincipal = this;

  private readonly role: iam.IRole;
  private readonly runtimeName: string;
  private readonly startPolicy: iam.Policy;
  private runtime?: Runtime;
  private target: (statement: iam.PolicyStatement) => iam.AddToPrincipalPolicyResult;

  constructor(scope: Construct, id: string, props: AgentRoleProps) {
    super(scope, id);
    this.role = props.role;
    this.roleArn = props.roleArn;
    this.roleName = this.role.roleName;
    this.assumeRoleAction = this.role.assumeRoleAction;
    this.policyFragment = this.roleArn === this.role.roleArn ? this.role.policyFragment : new iam.ArnPrincipal(this.roleArn).policyFragment;
    this.principalAccount = this.role.principalAccount;
    this.runtimeName = props.runtimeName;
    this.startPolicy = new iam.Policy(this, 'Policy', {
      // A role has one policy of a name, and IAM is global: the agent of another stack or region must not take it.
      policyName: props.shareable ? `${Names.uniqueResourceName(this, { maxLength: 100 })}-${Stack.of(this).region}` : undefined,
      statements: this.startStatements(),
    });
    this.target = (statement) => this.addToRole(statement);
    this.role.attachInlinePolicy(this.startPolicy);
    this.warnIfNotAttached();
    Dependable.implement(this, { dependencyRoots: this.neededForStart() });
  }

  /** Drops what is added while `constructRuntime` runs. */
  public during(constructRuntime: () => Runtime): Runtime {
    this.runtime = this.redirected(() => ({ statementAdded: true, policyDependable: this }), constructRuntime);
    return this.runtime;
  }

  /** What is granted by `grant` is there when the agent starts, in the stack of the agent even if the role is in another. */
  public forStart<T>(grant: () => T): T {
    return this.redirected((statement) => this.addToStart(statement), grant);
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    return this.target(statement);
  }

  public get roleRef(): iam.RoleReference {
    return { roleArn: this.roleArn, roleName: this.roleName };
  }

  public attachInlinePolicy(policy: iam.Policy): void {
    this.role.attachInlinePolicy(policy);
  }

  public addManagedPolicy(policy: iam.IManagedPolicy): void {
    this.role.addManagedPolicy(policy);
  }

  public grant(grantee: iam.IPrincipal, ...actions: string[]): iam.Grant {
    return this.role.grant(grantee, ...actions);
  }

  public grantPassRole(grantee: iam.IPrincipal): iam.Grant {
    return this.role.grantPassRole(grantee);
  }

  public grantAssumeRole(grantee: iam.IPrincipal): iam.Grant {
    return this.role.grantAssumeRole(grantee);
  }

  public applyRemovalPolicy(policy: RemovalPolicy): void {
    this.role.applyRemovalPolicy(policy);
  }

  private redirected<T>(target: AgentRole['target'], run: () => T): T {
    const usual = this.target;
    this.target = target;
    try {
      return run();
    } finally {
      this.target = usual;
    }
  }

  private addToStart(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.startPolicy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.startPolicy };
  }

  private addToRole(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const result = this.role.addToPrincipalPolicy(statement);
    // An `iam.Role` knows only at synthesis which policy holds a statement.
    if (!(this.role instanceof iam.Role) && wasDropped(result)) {
      this.warnAboutMissing('the agent lacks a permission that was granted to it', statement.toStatementJson());
    }
    return result;
  }

  /** At synthesis, because statements and endpoints can be added until then. */
  private warnIfNotAttached(): void {
    const policy = this.startPolicy.node.defaultChild as iam.CfnPolicy;
    this.node.addValidation({
      validate: () => {
        if (!Stack.of(this).resolve(policy.roles)) {
          this.warnAboutMissing('the agent lacks what it needs', this.startPolicy.document.toJSON().Statement);
        }
        return [];
      },
    });
  }

  private warnAboutMissing(consequence: string, statements: unknown): void {
    Annotations.of(this).addWarningV2(WARNING,
      `${consequence}, because its execution role cannot be changed by this app; add the following where the role is defined: `
      + JSON.stringify(Stack.of(this).resolve(statements)));
  }

  private neededForStart(): IConstruct[] {
    const cfnRole = this.role.node.defaultChild;
    return cfnRole ? [cfnRole, this.startPolicy] : [this.startPolicy];
  }

  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html */
  private startStatements(): iam.PolicyStatement[] {
    const logGroups = (suffix: string) => Lazy.uncachedList({
      produce: () => this.endpointNames().map((endpoint) => Stack.of(this).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: `${LOG_GROUPS}/${this.runtimeName}${ID_SUFFIX}-${endpoint}${suffix}`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      })),
    });
    return [
      new iam.PolicyStatement({ actions: ['logs:CreateLogGroup', 'logs:DescribeLogStreams'], resources: logGroups('') }),
      new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: logGroups(':log-stream:*') }),
      new iam.PolicyStatement({
        actions: [
          'logs:DescribeLogGroups',
          'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
        ],
        resources: ['*'],
      }),
      new iam.PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' } },
      }),
      new iam.PolicyStatement({
        actions: [
          'bedrock-agentcore:GetWorkloadAccessToken',
          'bedrock-agentcore:GetWorkloadAccessTokenForJWT',
          'bedrock-agentcore:GetWorkloadAccessTokenForUserId',
        ],
        resources: [
          agentCoreArn(this, 'workload-identity-directory', 'default'),
          agentCoreArn(this, 'workload-identity-directory', `default/workload-identity/${this.runtimeName}${ID_SUFFIX}`),
        ],
      }),
    ];
  }

  /** Each logs to a group of its own. */
  private endpointNames(): string[] {
    return [DEFAULT_ENDPOINT, ...this.runtime ? endpointsOf(this.runtime).map((endpoint) => endpoint.endpointName) : []];
  }
}
