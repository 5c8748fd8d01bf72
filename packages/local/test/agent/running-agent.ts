import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Answer, Channel } from '../../src/sandbox/channel.js';
import { findPython } from '../../src/sandbox/python.js';
import { RemoteSandbox } from '../../src/sandbox/remote-sandbox.js';
import { Limits, ProcessResult } from '../../src/sandbox/sandbox.js';
import { findScriptRuntimes } from '../../src/sandbox/script-runtimes.js';

const PROGRAM = fileURLToPath(new URL('agent.py', import.meta.url));
const python = await findPython();
const scripts = await findScriptRuntimes();

export interface AgentOptions {
  readonly limits?: Partial<Limits>;
  /** Whether Python finds the packages that are installed. Left out: it does. */
  readonly packages?: boolean;
  /** Left out: nothing is confined further. */
  readonly confined?: boolean;
  /** Bytes. Left out: 1 GiB. */
  readonly largestFile?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

const LIMITS: Limits = {
  cpus: 1, memoryBytes: 2 ** 30, diskBytes: 2 ** 30, files: 20_000, processes: 100, outputBytes: 100_000, callSeconds: 20, taskSeconds: 20,
};

/** An agent as engines start it, but in no sandbox. */
export class RunningAgent {
  public static async start(options: AgentOptions = {}): Promise<RunningAgent> {
    if (!python || (options.packages !== false && !python.packages.ipython)) {
      throw new Error('these tests need a Python with IPython: name one in AGENTCORE_LOCAL_PYTHON');
    }
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'agent-test-')));
    const temporary = await mkdtemp(join(tmpdir(), 'agent-test-temporary-'));
    const limits = { ...LIMITS, ...options.limits };
    const settings = {
      token: 'the token',
      limits,
      environment: { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: temporary, MPLBACKEND: 'Agg', ...options.environment },
      working_directory: folder,
      roots: [folder],
      node_command: scripts.nodejs?.command,
      deno_command: scripts.deno?.command,
      largestFile: options.largestFile ?? 2 ** 30,
      confined: options.confined ?? false,
    };
    const isolation = options.packages === false ? ['-S'] : [];
    const child = spawn(python.path, [...isolation, PROGRAM, JSON.stringify(settings)], {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    });
    const agent = new RunningAgent(child, child.stdio[3] as Duplex, limits, folder, temporary);
    await agent.channel.hello;
    return agent;
  }

  public readonly sandbox: RemoteSandbox;
  public readonly channel: Channel;
  public readonly pid: number;

  private constructor(
    private readonly child: ChildProcess, public readonly stream: Duplex, limits: Limits, public readonly folder: string,
    private readonly temporary: string,
  ) {
    this.channel = new Channel(stream, limits);
    this.pid = child.pid ?? 0;
    this.sandbox = new RemoteSandbox(this.channel, limits, () => this.end());
  }

  public python(code: string, options: { readonly clear?: boolean; readonly signal?: AbortSignal } = {}): Promise<ProcessResult> {
    const { signal } = options;
    return this.sandbox.executeCode(
      { code, language: 'python', runtime: 'python', clearContext: options.clear ?? false }, { ...(signal && { signal }) },
    );
  }

  /** With a time limit of its own. */
  public async within(seconds: number, request: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.channel.request({ ...request, timeout: seconds });
  }

  public async stop(): Promise<void> {
    await this.sandbox.close();
    for (const folder of [this.folder, this.temporary]) { await rm(folder, { recursive: true, force: true }); }
  }

  private async end(): Promise<void> {
    this.stream.destroy();
    if (this.child.exitCode === null && this.child.signalCode === null) { await once(this.child, 'exit'); }
  }
}
