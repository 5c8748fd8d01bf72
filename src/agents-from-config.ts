import type * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import type { CfnResource } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import type { AgentWithCodeInterpreter } from './agent-with-code-interpreter';
import type { CodeInterpreter } from './code-interpreter';
import { onDemand } from './private/on-demand';

/**
 * How what a configuration file describes is named.
 */
export enum ConfigNames {
  /**
   * Physical names that survive a replacement, and logical ids as CDK makes them.
   */
  REPLACEMENT_SAFE = 'REPLACEMENT_SAFE',
  /**
   * Physical names, logical ids, role names, outputs and exports as the Serverless Framework makes them, so that a
   * deployment takes over the stack that the framework deployed (`<service>-<stage>`). A later change that replaces a
   * code interpreter or a browser then fails on the name, as it does with the framework.
   */
  FRAMEWORK = 'FRAMEWORK',
}

/**
 * Options of `AgentsFromConfig`.
 */
export interface AgentsFromConfigOptions {
  /**
   * The stage: `${sls:stage}` and `${opt:stage}`.
   *
   * @default - `provider.stage` of the file, or else `dev`
   */
  readonly stage?: string;

  /**
   * Parameters, for `${param:name}`. They come before those that the file has for the stage.
   *
   * @default - those of the file only
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Options of the command line, for `${opt:name}`, beside `stage`.
   *
   * @default - none
   */
  readonly options?: { [name: string]: string };

  /**
   * How resources are named.
   *
   * @default ConfigNames.REPLACEMENT_SAFE
   */
  readonly names?: ConfigNames;

  /**
   * Whether what the file asks for and is not built here (gateways, tools, memory, functions) is an error.
   *
   * @default false - a warning for each
   */
  readonly strict?: boolean;

  /**
   * The folder that paths of the configuration are relative to. Nothing outside it is read.
   *
   * @default - the folder of the file; the working directory for a text or an object
   */
  readonly directory?: string;

  /**
   * More folders that `${file(…)}` may read from, and that code and Dockerfiles of agents may be in.
   *
   * @default - none
   */
  readonly readableDirectories?: string[];

  /**
   * Memories, by their name in the file, for the agents that have one: the agent gets its id in
   * `BEDROCK_AGENTCORE_MEMORY_ID` and may use it.
   *
   * @default - none: a warning for each memory in the file
   */
  readonly memories?: { [name: string]: bedrockagentcore.IMemory };

  /**
   * Gateways, by their name in the file, for the agents that have one: the agent gets its URL in
   * `BEDROCK_AGENTCORE_GATEWAY_URL` and may invoke it.
   *
   * @default - none: a warning for each gateway in the file
   */
  readonly gateways?: { [name: string]: bedrockagentcore.IGateway };

  /**
   * Constructs for logical ids that the file refers to and does not define, those of `functions` for example. A
   * construct stands for its main resource.
   *
   * @default - none: a reference to such an id is an error
   */
  readonly constructs?: { [logicalId: string]: IConstruct };
}

/**
 * The agents, code interpreters and browsers of a Serverless Framework configuration: its `agents:` block, or its
 * newer `ai:` block.
 *
 * Fails with all that is wrong in the file, each with line and column, and then nothing is defined.
 *
 * @see https://www.serverless.com/framework/docs/providers/aws/guide/agents
 */
export class AgentsFromConfig extends Construct {
  /**
   * Reads a file, `serverless.yml` for example.
   *
   * @param file its path, relative to the working directory
   */
  public static fromYamlFile(scope: Construct, id: string, file: string, options: AgentsFromConfigOptions = {}): AgentsFromConfig {
    return new AgentsFromConfig(scope, id, onDemand.config.yamlFile(file), options);
  }

  /**
   * Reads a text in YAML or JSON.
   */
  public static fromYaml(scope: Construct, id: string, text: string, options: AgentsFromConfigOptions = {}): AgentsFromConfig {
    return new AgentsFromConfig(scope, id, onDemand.config.yamlText(text), options);
  }

  /**
   * Takes a configuration that is an object already. Its values may be tokens.
   */
  public static fromObject(
    scope: Construct, id: string, value: { [key: string]: any }, options: AgentsFromConfigOptions = {},
  ): AgentsFromConfig {
    return new AgentsFromConfig(scope, id, onDemand.config.plainObject(value), options);
  }

  /**
   * The agents, by their name in the file.
   */
  public readonly agents: { [name: string]: AgentWithCodeInterpreter };

  /**
   * The code interpreters, by their name in the file.
   */
  public readonly codeInterpreters: { [name: string]: CodeInterpreter };

  /**
   * The browsers, by their name in the file: AWS's own constructs.
   */
  public readonly browsers: { [name: string]: bedrockagentcore.BrowserCustom };

  /**
   * What `resources:` defines, by logical id.
   */
  public readonly resources: { [logicalId: string]: CfnResource };

  private constructor(scope: Construct, id: string, source: unknown, options: AgentsFromConfigOptions) {
    super(scope, id);
    const made = onDemand.config.make(this, source as never, options);
    this.agents = made.agents;
    this.codeInterpreters = made.codeInterpreters;
    this.browsers = made.browsers;
    this.resources = made.resources;
  }
}
