import { AgentEnvironment, findAgents } from './agents.js';
import { AssemblyError } from './assembly-error.js';
import { AssemblyInterpreter, findInterpreters } from './interpreters.js';
import { readStacks } from './stacks.js';

/** What a synthesized CDK app says about code interpreters. */
export interface Assembly {
  readonly interpreters: readonly AssemblyInterpreter[];
  readonly agents: readonly AgentEnvironment[];
  /** What could not be taken over as it is written. */
  readonly notes: readonly string[];
}

/**
 * Reads every code interpreter of a cloud assembly, and which agent uses which.
 * @throws AssemblyError or JsonFileError
 */
export async function readAssembly(folder: string): Promise<Assembly> {
  const stacks = await readStacks(folder);
  const notes: string[] = [];
  const interpreters = stacks.flatMap((stack) => findInterpreters(stack, notes));
  const agents = findAgents(stacks, interpreters);
  if (interpreters.length === 0 && agents.length === 0) {
    throw new AssemblyError(`${folder}: no code interpreter in it: none of its ${stacks.length} stacks has an AWS::BedrockAgentCore::CodeInterpreterCustom, `
      + 'or an agent that uses one; synthesize the app that defines them, or leave --assembly out');
  }
  return { interpreters, agents, notes };
}
