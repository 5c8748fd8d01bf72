import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { inRoot } from './root.mjs';

/** The agent of the app, and where a user finds it. */
export const AGENT_FOLDER = 'examples/agents/langgraph-js';
const AGENT_FILES = ['agent.js', 'package.json', 'Dockerfile'];

/**
 * Compares the agent's folder with what a deploy would ship, byte for byte.
 *
 * @returns the hash of the file that runs
 * @throws Error if they differ, or the assembly has no such agent
 */
export function checkShipped(assembly) {
  const assets = readdirSync(assembly).filter((name) => name.startsWith('asset.') && existsSync(join(assembly, name, AGENT_FILES[0])));
  if (assets.length !== 1) { throw new Error(`${assembly}: expected one asset with ${AGENT_FILES[0]}, found ${assets.length}`); }
  for (const name of AGENT_FILES) {
    const [ours, shipped] = [inRoot(AGENT_FOLDER, name), join(assembly, assets[0], name)].map((file) => readFileSync(file));
    if (!ours.equals(shipped)) { throw new Error(`${AGENT_FOLDER}/${name} is not what the assembly ships: run the demo again`); }
  }
  return createHash('sha256').update(readFileSync(inRoot(AGENT_FOLDER, AGENT_FILES[0]))).digest('hex');
}

/** The agent's own entry point as a process, without a container. What it prints goes to `log`. */
export async function startDemoAgent({ assembly, environment, signal, log }) {
  const { startAgent } = await import('agentcore-code-interpreter-local/dev');
  const agent = await startAgent({
    assembly, project: inRoot(AGENT_FOLDER), environment, port: await freePort(), docker: false, signal,
    onOutput: (line) => { log.push(line); },
    onNote: (note) => { log.push(`note: ${note}`); },
  });
  if (agent.folder !== inRoot(AGENT_FOLDER)) {
    await agent.close();
    throw new Error(`the agent runs in ${agent.folder} instead of ${AGENT_FOLDER}`);
  }
  return agent;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
