import { ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../../../examples/agents/langgraph-js-browser/', import.meta.url));
const STREAM = new URL('browser-stream.mjs', import.meta.url);

/** The example, as it is, in a process of its own. */
export class ExampleAgent implements AsyncDisposable {
  public static async start(environment: Readonly<Record<string, string>>): Promise<ExampleAgent> {
    const port = await freePort();
    const { PATH, HOME } = process.env;
    const agent = spawn(process.execPath, ['--import', STREAM.href, 'agent.js'], {
      cwd: FOLDER, env: { PATH, HOME, PORT: String(port), ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const running = new ExampleAgent(agent, `http://127.0.0.1:${port}`);
    await running.printed(`Server listening on port ${port}`);
    return running;
  }

  private readonly lines: string[] = [];
  private readonly waiting = new Set<() => void>();
  private ended = false;

  private constructor(private readonly agent: ChildProcessByStdio<null, Readable, Readable>, private readonly url: string) {
    for (const input of [agent.stdout, agent.stderr]) {
      createInterface({ input }).on('line', (line) => {
        this.lines.push(line);
        this.wake();
      });
    }
    agent.once('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  /** Settles when the agent has printed a line with this text. */
  public async printed(text: string): Promise<void> {
    while (!this.lines.some((line) => line.includes(text))) {
      if (this.ended) { throw new Error(`the agent ended before it printed ${JSON.stringify(text)}:\n${this.lines.join('\n')}`); }
      await new Promise<void>((resolve) => { this.waiting.add(resolve); });
    }
  }

  /** @returns what the agent answers */
  public async invoke(prompt: string): Promise<unknown> {
    const response = await fetch(`${this.url}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amzn-bedrock-agentcore-runtime-session-id': 'user-1' },
      body: JSON.stringify({ prompt }),
    });
    return response.json();
  }

  public async [Symbol.asyncDispose](): Promise<void> {
    if (this.agent.exitCode !== null || this.agent.signalCode !== null) { return; }
    const exited = once(this.agent, 'exit');
    this.agent.kill();
    await exited;
  }

  private wake(): void {
    for (const resolve of this.waiting) { resolve(); }
    this.waiting.clear();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
