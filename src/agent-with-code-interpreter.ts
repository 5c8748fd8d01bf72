import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnOutput, Lazy, Names, Stack, Token } from 'aws-cdk-lib/core';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { AgentBrowser } from './agent-browser';
import { AgentModel } from './agent-model';
import { AgentNetwork } from './agent-network';
import { AgentSource } from './agent-source';
import { CodeInterpreter } from './code-interpreter';
import { CodeInterpreterGrants } from './code-interpreter-grants';
import { AgentRole, bindAgentRole, DEFAULT_ENDPOINT, endpointsOf } from './private/agent-role';
import { Environment } from './private/environment';
import { configurationError, shown } from './private/errors';
import { validateRequestHeaders } from './private/request-headers';
import { NAME_MAX_LENGTH } from './private/service';
import { validateLength, validateName, validateTags } from './private/validation';

const DEFAULT_VARIABLE = 'CUSTOM_INTERPRETER_ID';
const BROWSER_VARIABLE = 'CUSTOM_BROWSER_ID';

/**
 * How an agent learns of one more code interpreter.
 */
export interface AddCodeInterpreterOptions {
  /**
   * The environment variable that holds the id of the code interpreter.
   */
  readonly environmentVariable: string;
}

/**
 * An endpoint of an agent beside the one that every agent has, `DEFAULT`.
 */
export interface AgentEndpointOptions {
  /**
   * The version of the agent that the endpoint stays at.
   *
   * @default - the version that each deployment makes
   */
  readonly version?: string;

  /**
   * What the endpoint is for: 1 to 256 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/**
 * Properties of an `AgentWithCodeInterpreter`.
 */
export interface AgentWithCodeInterpreterProps {
  /**
   * Where the code of the agent comes from.
   *
   * @default AgentSource.fromDirectory(process.cwd()) - a Dockerfile there, or else a Python or Node entry point
   */
  readonly source?: AgentSource;

  /**
   * The code interpreter: ours, AWS's `CodeInterpreterCustom`, an L1, or a reference. It must be in the region of the
   * agent. The agent may run code in it, and in no other.
   *
   * @default CodeInterpreter.fromAwsManaged() - `aws.codeinterpreter.v1`
   */
  readonly codeInterpreter?: bedrockagentcore.ICodeInterpreterCustomRef;

  /**
   * The environment variable that holds the id of the code interpreter.
   *
   * @default CUSTOM_INTERPRETER_ID
   */
  readonly codeInterpreterVariable?: string;

  /**
   * More variables that hold the same id, for tools that read another name: `CODE_INTERPRETER_ID` or
   * `AGENTCORE_CODE_INTERPRETER_ID`, for example.
   *
   * @default - none
   */
  readonly codeInterpreterVariableAliases?: string[];

  /**
   * The Bedrock models that the agent may call.
   *
   * @default - none: a call to a model is refused
   */
  readonly models?: AgentModel[];

  /**
   * A browser for the agent, whose id is in `CUSTOM_BROWSER_ID`.
   *
   * @default - none
   */
  readonly browser?: AgentBrowser;

  /**
   * Environment variables: at most 50 with those of the tools, values of at most 2048 characters.
   *
   * @default - those of the tools only
   */
  readonly environment?: { [name: string]: string };

  /**
   * What the agent can reach. This is not what code in the interpreter can reach.
   *
   * @default AgentNetwork.publicInternet()
   */
  readonly network?: AgentNetwork;

  /**
   * Who may invoke the agent.
   *
   * @default - principals that IAM allows to
   */
  readonly authorizer?: bedrockagentcore.RuntimeAuthorizerConfiguration;

  /**
   * How long sessions of the agent last.
   *
   * @default - 15 minutes without a request, and 8 hours at most
   */
  readonly lifecycle?: bedrockagentcore.LifecycleConfiguration;

  /**
   * What the agent speaks.
   *
   * @default ProtocolType.HTTP
   */
  readonly protocol?: bedrockagentcore.ProtocolType;

  /**
   * Headers of a request that reach the agent: 1 to 20 names, of which none starts with `x-amz-`, and with `x-amzn-`
   * only those that start with `X-Amzn-Bedrock-AgentCore-Runtime-Custom-`.
   *
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html
   * @default - none
   */
  readonly requestHeaders?: string[];

  /**
   * Endpoints beside `DEFAULT`, by name.
   *
   * @default - none
   */
  readonly endpoints?: { [name: string]: AgentEndpointOptions };

  /**
   * The name of the runtime: a letter, then at most 47 letters, digits and underscores; unique in the account and
   * region. Changing it replaces the runtime; nothing else does.
   *
   * @default - a generated name
   */
  readonly runtimeName?: string;

  /**
   * What the agent is for: 1 to 1200 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Tags of the runtime: at most 50, keys of 1 to 128 and values of 0 to 256 letters, digits, spaces and characters
   * of `._:/=+@-`.
   *
   * @default - none, beside those of the stack
   */
  readonly tags?: { [key: string]: string };

  /**
   * The role of the agent. The permissions are added to it; where this app cannot change it, a warning says which ones
   * are missing. An `AgentExecutionRole` comes with its trust policy, that of another role is yours to write.
   *
   * @default - a new role, which only this agent can assume, with what this agent needs
   */
  readonly executionRole?: iam.IRoleRef;

  /**
   * Where the logs of the runtime go, as AWS's `Runtime` takes it.
   *
   * @default - no log delivery, beside the log group that the runtime makes
   */
  readonly loggingConfigs?: bedrockagentcore.LoggingConfig[];

  /**
   * Whether traces go to X-Ray, as AWS's `Runtime` takes it.
   *
   * @default false
   */
  readonly tracingEnabled?: boolean;
}

/**
 * An agent on Amazon Bedrock AgentCore that runs code: a runtime, a code interpreter, and what lies between them.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agents-tools-runtime.html
 */
@propertyInjectable
export class AgentWithCodeInterpreter extends Construct implements iam.IGrantable, ec2.IConnectable {
  /** Uniquely identifies this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-agentcore-code-interpreter.AgentWithCodeInterpreter';

  /**
   * The runtime, AWS's own construct.
   */
  public readonly runtime: bedrockagentcore.Runtime;

  /**
   * The code interpreter of the agent.
   */
  public readonly codeInterpreter: bedrockagentcore.ICodeInterpreterCustomRef;

  /**
   * The role of the agent.
   */
  public readonly executionRole: iam.IRole;

  /**
   * The role of the agent, so that `table.grantReadData(agent)` lets the agent read the table.
   */
  public readonly grantPrincipal: iam.IPrincipal;

  private readonly role: AgentRole;
  private readonly environment: Environment;
  private readonly inVpc: boolean;
  private readonly allCodeInterpreters: bedrockagentcore.ICodeInterpreterCustomRef[] = [];

  constructor(scope: Construct, id: string, props: AgentWithCodeInterpreterProps = {}) {
    super(scope, id);
    validateLength(this, 'description', props.description, 1200);
    validateTags(this, props.tags);
    if (props.runtimeName !== undefined) { validateName(this, 'runtimeName', props.runtimeName); }

    const runtimeName = props.runtimeName
      ?? Names.uniqueResourceName(this, { maxLength: NAME_MAX_LENGTH, separator: '_', allowedSpecialCharacters: '_' });
    this.executionRole = bindAgentRole(this, props.executionRole, runtimeName);
    this.role = new AgentRole(this, 'Startup', {
      role: this.executionRole,
      roleArn: (props.executionRole ?? this.executionRole).roleRef.roleArn,
      runtimeName,
      shareable: props.executionRole !== undefined,
    });
    this.grantPrincipal = this.role;
    this.environment = new Environment(this);

    const source = props.source ?? AgentSource.fromDirectory(process.cwd());
    const artifact = this.role.forStart(() => source._bind(this, this.role));
    const network = (props.network ?? AgentNetwork.publicInternet())._bind(this);
    this.inVpc = network.connections !== undefined;
    this.runtime = this.role.during(() => new bedrockagentcore.Runtime(this, 'Runtime', defined({
      runtimeName,
      agentRuntimeArtifact: artifact,
      executionRole: this.role,
      networkConfiguration: network,
      authorizerConfiguration: props.authorizer,
      lifecycleConfiguration: props.lifecycle,
      protocolConfiguration: props.protocol,
      description: props.description,
      tags: props.tags,
      loggingConfigs: props.loggingConfigs,
      tracingEnabled: props.tracingEnabled,
    })));
    this.refine(this.runtime.node.defaultChild as bedrockagentcore.CfnRuntime, props.requestHeaders);

    for (const [name, value] of Object.entries(props.environment ?? {})) { this.addEnvironment(name, value); }
    this.codeInterpreter = props.codeInterpreter ?? CodeInterpreter.fromAwsManaged(this, 'AwsManagedCodeInterpreter');
    this.useCodeInterpreter(this.codeInterpreter,
      [props.codeInterpreterVariable ?? DEFAULT_VARIABLE, ...props.codeInterpreterVariableAliases ?? []]);
    this.role.forStart(() => {
      if (props.browser) { this.environment.add(BROWSER_VARIABLE, props.browser._bind(this, this.role), 'browser'); }
      for (const model of props.models ?? []) { model._grantInvoke(this.role, this); }
    });
    for (const [name, options] of Object.entries(props.endpoints ?? {})) { this.addEndpoint(name, options); }

    new CfnOutput(this, 'RuntimeArn', { description: 'What to invoke', value: this.runtime.agentRuntimeArn });
    new CfnOutput(this, 'CodeInterpreterId', {
      description: 'Where the agent runs code',
      value: this.codeInterpreter.codeInterpreterCustomRef.codeInterpreterId,
    });
  }

  /**
   * The code interpreters of the agent, in the order in which they were added.
   */
  public get codeInterpreters(): bedrockagentcore.ICodeInterpreterCustomRef[] {
    return [...this.allCodeInterpreters];
  }

  /**
   * The endpoints beside `DEFAULT`, by name.
   */
  public get endpoints(): { [name: string]: bedrockagentcore.RuntimeEndpoint } {
    return Object.fromEntries(endpointsOf(this.runtime).map((endpoint) => [endpoint.endpointName, endpoint]));
  }

  /**
   * The network connections of an agent in VPC mode. Fails outside it.
   */
  public get connections(): ec2.Connections {
    if (!this.inVpc) {
      throw configurationError(this, 'NoConnections',
        'connections are those of an agent in VPC mode, and this one is not; give it network: AgentNetwork.vpc({ vpc })');
    }
    return this.runtime.connections;
  }

  /**
   * Give the agent one more code interpreter: the variable holds its id, and the agent may run code in it.
   *
   * Fails when the variable is set already, or when the interpreter is in another region.
   */
  public addCodeInterpreter(codeInterpreter: bedrockagentcore.ICodeInterpreterCustomRef, options: AddCodeInterpreterOptions): void {
    this.useCodeInterpreter(codeInterpreter, [options.environmentVariable]);
  }

  /**
   * Set an environment variable of the agent. Fails when it is set already.
   */
  public addEnvironment(name: string, value: string): void {
    this.environment.add(name, value, 'environment');
  }

  /**
   * Add an endpoint, to invoke a version of the agent by a name of its own. Fails when the agent has it already.
   */
  public addEndpoint(name: string, options: AgentEndpointOptions = {}): bedrockagentcore.RuntimeEndpoint {
    validateName(this, 'endpointName', name);
    validateLength(this, 'endpointDescription', options.description, 256);
    if (name === DEFAULT_ENDPOINT || name in this.endpoints) {
      throw configurationError(this, 'EndpointExists',
        `the name of an endpoint must be one that the agent does not have, got: ${shown(name)}, and it has `
        + `${[DEFAULT_ENDPOINT, ...Object.keys(this.endpoints)].join(', ')}; choose another name`);
    }
    return this.runtime.addEndpoint(name, options);
  }

  /**
   * Let a principal invoke the agent through any of its endpoints, over HTTP and over a WebSocket.
   *
   * Not on behalf of a user: that takes `runtime.grantInvokeRuntimeForUser()`.
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const arn = this.runtime.agentRuntimeArn;
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['bedrock-agentcore:InvokeAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream'],
      resourceArns: [arn, `${arn}/runtime-endpoint/*`],
    });
  }

  /** Leaves alone what a property injector gave the runtime. */
  private refine(resource: bedrockagentcore.CfnRuntime, requestHeaders: string[] | undefined): void {
    if (requestHeaders !== undefined) {
      validateRequestHeaders(this, requestHeaders);
      // Early versions of AWS's construct refuse most of what the service takes.
      resource.requestHeaderConfiguration = { requestHeaderAllowlist: requestHeaders };
    }
    const injected = resource.environmentVariables;
    resource.environmentVariables = Lazy.uncachedAny({
      produce: (context) => ({ ...context.resolve(injected), ...this.environment.variables }),
    });
    const limits = Object.values(resource.lifecycleConfiguration ?? {});
    if (limits.every((limit) => limit === undefined)) { resource.lifecycleConfiguration = undefined; }
  }

  private useCodeInterpreter(codeInterpreter: bedrockagentcore.ICodeInterpreterCustomRef, variables: string[]): void {
    const { region } = codeInterpreter.env;
    const ownRegion = Stack.of(this).region;
    if (region !== ownRegion && !Token.isUnresolved(region) && !Token.isUnresolved(ownRegion)) {
      throw configurationError(this, 'CodeInterpreterInAnotherRegion',
        `codeInterpreter must be in the region of the agent, ${ownRegion}, got: ${region}`
        + '; define one beside the agent, because the SDKs look for it in their own region');
    }
    for (const variable of variables) {
      this.environment.add(variable, codeInterpreter.codeInterpreterCustomRef.codeInterpreterId, `code interpreter ${codeInterpreter.node.path}`);
    }
    this.role.forStart(() => CodeInterpreterGrants.fromCodeInterpreter(codeInterpreter).use(this.role));
    this.allCodeInterpreters.push(codeInterpreter);
  }
}

/** What was left out must be absent, or it hides what a property injector has to say. */
function defined<T extends object>(props: T): T {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as T;
}
