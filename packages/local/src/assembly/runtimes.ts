import { idsByResource, variableOf } from './agents.js';
import { AgentArtifact, artifactOf } from './artifact.js';
import { AssemblyError } from './assembly-error.js';
import { readAssets } from './assets.js';
import { findInterpreters } from './interpreters.js';
import { ReferenceResolver } from './reference.js';
import { readStacks } from './stacks.js';
import { asText, isRecord, resourcesOfType } from './template.js';
import { Identity, interpreterArn } from '../state/identity.js';

/** An agent as a template defines it. */
export interface AgentRuntime {
  readonly name: string;
  readonly logicalId: string;
  /** The stack's construct path. */
  readonly stack: string;
  /** Of the resource. Left out: the app was synthesized without the CLI, or without path metadata. */
  readonly constructPath?: string;
  readonly artifact: AgentArtifact;
  /** Variables whose values are known before a deploy. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the others. */
  readonly unknownVariables: readonly string[];
}

/**
 * The agents of an assembly, with all that is needed to run one.
 * @throws AssemblyError or JsonFileError
 */
export async function readRuntimes(folder: string, identity: Identity): Promise<AgentRuntime[]> {
  const [stacks, assets] = await Promise.all([readStacks(folder), readAssets(folder)]);
  const resolver = new ReferenceResolver(stacks);
  const known = idsByResource(stacks.flatMap((stack) => findInterpreters(stack, [])));
  const runtimes = stacks.flatMap((stack) => resourcesOfType(stack.template, 'AWS::BedrockAgentCore::Runtime').map(([logicalId, resource]) => {
    const properties = resource.Properties ?? {};
    const constructPath = isRecord(resource.Metadata) ? resource.Metadata['aws:cdk:path'] : undefined;
    const values = Object.entries(isRecord(properties.EnvironmentVariables) ? properties.EnvironmentVariables : {}).map(([name, value]) => {
      const interpreter = variableOf(stack, value, resolver, known);
      if (!interpreter) { return [name, literal(value, identity)] as const; }
      return [name, interpreter.kind === 'id' ? interpreter.interpreterId : interpreterArn(identity, interpreter.interpreterId)] as const;
    });
    return {
      name: asText(properties.AgentRuntimeName) ?? logicalId,
      logicalId,
      stack: stack.title,
      constructPath: typeof constructPath === 'string' ? constructPath : undefined,
      artifact: artifactOf(properties.AgentRuntimeArtifact, assets),
      environment: Object.fromEntries(values.filter((entry): entry is [string, string] => entry[1] !== undefined)),
      unknownVariables: values.filter(([, value]) => value === undefined).map(([name]) => name),
    };
  }));
  if (runtimes.length === 0) {
    throw new AssemblyError(`${folder}: no agent in it: none of its ${stacks.length} stacks has an AWS::BedrockAgentCore::Runtime; synthesize the app that defines one`);
  }
  return runtimes;
}

/** The account is not known here, so that all that names it is not either. */
function literal(value: unknown, { region }: Identity): string | undefined {
  if (isRecord(value)) { return value.Ref === 'AWS::Region' ? region : undefined; }
  return value === null || Array.isArray(value) ? undefined : String(value);
}
