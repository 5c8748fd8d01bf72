import { AssemblyInterpreter } from './interpreters.js';
import { ReferenceResolver } from './reference.js';
import { asText, isRecord, resourcesOfType, StackTemplate } from './template.js';
import { SYSTEM_INTERPRETER_ID } from '../state/identity.js';

/** An agent's environment variables that say where it runs code. */
export interface AgentEnvironment {
  readonly name: string;
  readonly stack: string;
  /** Variable to the local id of an interpreter, or to `aws.codeinterpreter.v1`. */
  readonly variables: Readonly<Record<string, AgentVariable>>;
}

export interface AgentVariable {
  /** An id, or where the agent wants one an ARN. */
  readonly kind: 'id' | 'arn';
  readonly interpreterId: string;
}

/** The agents of an assembly that use a code interpreter of it, or the one that AWS manages. */
export function findAgents(stacks: readonly StackTemplate[], interpreters: readonly AssemblyInterpreter[]): AgentEnvironment[] {
  const resolver = new ReferenceResolver(stacks);
  const known = idsByResource(interpreters);
  return stacks.flatMap((stack) => resourcesOfType(stack.template, 'AWS::BedrockAgentCore::Runtime').flatMap(([logicalId, resource]) => {
    const environment = resource.Properties?.EnvironmentVariables;
    const variables = Object.entries(isRecord(environment) ? environment : {}).flatMap(([name, value]) => {
      const variable = variableOf(stack, value, resolver, known);
      return variable ? [[name, variable] as const] : [];
    });
    if (variables.length === 0) { return []; }
    const name = resource.Properties?.AgentRuntimeName;
    return [{ name: typeof name === 'string' ? name : asText(name) ?? logicalId, stack: stack.title, variables: Object.fromEntries(variables) }];
  }));
}

/** Ids by where the interpreters are defined. */
export function idsByResource(interpreters: readonly AssemblyInterpreter[]): ReadonlyMap<string, string> {
  return new Map(interpreters.map((interpreter) => [`${interpreter.stack}/${interpreter.logicalId}`, interpreter.id]));
}

/** Undefined for a value that stands for no code interpreter. */
export function variableOf(
  stack: StackTemplate,
  value: unknown,
  resolver: ReferenceResolver,
  known: ReadonlyMap<string, string>,
): AgentVariable | undefined {
  if (value === SYSTEM_INTERPRETER_ID) { return { kind: 'id', interpreterId: SYSTEM_INTERPRETER_ID }; }
  const reference = resolver.resolve(stack, value);
  const interpreterId = reference && known.get(`${reference.stack.title}/${reference.logicalId}`);
  if (interpreterId === undefined) { return undefined; }
  return { kind: reference?.attribute === 'CodeInterpreterArn' ? 'arn' : 'id', interpreterId };
}
