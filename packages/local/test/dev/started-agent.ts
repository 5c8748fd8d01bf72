import { onTestFinished } from 'vitest';
import { freePort } from './agent-project.js';
import { AgentOptions, RunningAgent, startAgent } from '../../src/dev/index.js';

/** An agent for the time of the test, with what it has printed and what was noted. Its sources are looked for in the assembly alone. */
export async function started(options: Partial<AgentOptions> & Pick<AgentOptions, 'assembly'>): Promise<RunningAgent & { output: string[]; notes: string[] }> {
  const output: string[] = [];
  const notes: string[] = [];
  const agent = await startAgent({
    project: options.assembly,
    environment: {},
    port: await freePort(),
    onOutput: (line, stream) => output.push(`${stream} ${line}`),
    onNote: (note) => notes.push(note),
    ...options,
  });
  onTestFinished(() => agent.close());
  return Object.assign(agent, { output, notes });
}
