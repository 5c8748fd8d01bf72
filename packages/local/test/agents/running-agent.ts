import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Where agents listen, by the contract of AgentCore Runtime. */
const PORT = 8080;
const URL_OF_AGENT = `http://127.0.0.1:${PORT}`;
const LATEST_START_MS = 60_000;
const EXAMPLES = new URL('../../../../examples/agents/', import.meta.url);

export const PYTHON = process.env.AGENTCORE_LOCAL_PYTHON ?? 'python3';

/** What a Python program gets to know, and nothing of this machine's. */
export function programEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...environment };
}

/** An agent of `examples/agents`, as its image would start it: `python agent.py` in its folder. */
export class RunningAgent implements AsyncDisposable {
  /** Settles when it answers. @throws Error when the port is taken, or the agent ends */
  public static async start(name: string, environment: Readonly<Record<string, string>>): Promise<RunningAgent> {
    await checkPort();
    const agent = new RunningAgent(spawn(PYTHON, ['agent.py'], {
      cwd: fileURLToPath(new URL(`${name}/`, EXAMPLES)), env: programEnvironment(environment),
    }));
    try {
      await agent.answers();
    } catch (error) {
      await agent.close();
      throw error;
    }
    return agent;
  }

  private output = '';

  private constructor(private readonly process: ChildProcess) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => { this.output += text; });
    }
  }

  public async ping(): Promise<unknown> {
    return (await fetch(`${URL_OF_AGENT}/ping`)).json();
  }

  /** What it returns for a prompt. */
  public async invoke(prompt: string): Promise<unknown> {
    const answer = await fetch(`${URL_OF_AGENT}/invocations`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ prompt }),
    });
    if (!answer.ok) { throw new Error(`The agent answered ${answer.status}: ${await answer.text()}\n${this.output}`); }
    return answer.json();
  }

  public async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) { return; }
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
  }

  public [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async answers(): Promise<void> {
    const latest = Date.now() + LATEST_START_MS;
    while (!await this.isListening()) {
      if (this.process.exitCode !== null) { throw new Error(`The agent ended with ${this.process.exitCode}:\n${this.output}`); }
      if (Date.now() > latest) { throw new Error(`The agent did not answer in ${LATEST_START_MS} ms:\n${this.output}`); }
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }

  private async isListening(): Promise<boolean> {
    return this.ping().then(() => true, () => false);
  }
}

/** Agents do not choose another. */
export async function checkPort(): Promise<void> {
  const server = createServer().listen({ port: PORT, host: '127.0.0.1', exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') { throw error; }
    throw new Error(`Port ${PORT} is in use, and the agents of examples/agents listen there: stop what does, and run the test again.`);
  }
  server.close();
  await once(server, 'close');
}
