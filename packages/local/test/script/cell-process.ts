import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { findScriptRuntimes } from '../../src/sandbox/script-runtimes.js';
import { ScriptRuntime } from '../../src/sandbox/setup.js';

export interface CellEnd {
  /** Absent when the process ended without an answer. */
  readonly exitCode?: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const runtimes = await findScriptRuntimes();

export function runtimeOf(name: 'nodejs' | 'deno'): ScriptRuntime {
  const runtime = runtimes[name];
  if (!runtime) {
    throw new Error(`these tests need ${name}`);
  }
  return runtime;
}

/** A cell process as the agent starts it: spawn's fourth stream is one end of a socket pair. */
export class CellProcess {
  public static async start(name: 'nodejs' | 'deno', environment: Readonly<Record<string, string>> = {}): Promise<CellProcess> {
    return new CellProcess(runtimeOf(name), await mkdtemp(join(tmpdir(), 'cell-process-')), environment);
  }

  private readonly child: ChildProcess;
  private readonly stream: Duplex;
  private stdout = '';
  private stderr = '';
  private received = Buffer.alloc(0);
  private number = 0;
  private answer?: (frame: { nonce: string; exitCode: number } | undefined) => void;
  public readonly ended: Promise<unknown>;

  private constructor(runtime: ScriptRuntime, public readonly folder: string, environment: Readonly<Record<string, string>>) {
    const command = runtime.command.map(part => part.startsWith('DENO_DIR=') ? `DENO_DIR=${join(folder, '.deno')}` : part);
    this.child = spawn(command[0] ?? '', command.slice(1), {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'close').then(() => this.answer?.(undefined));
    this.child.stdout?.on('data', chunk => this.stdout += chunk);
    this.child.stderr?.on('data', chunk => this.stderr += chunk);
    this.stream = this.child.stdio[3] as Duplex;
    this.stream.on('error', () => undefined);
    this.stream.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      if (this.received.length >= 4 && this.received.length === 4 + this.received.readUInt32BE(0)) {
        const frame = JSON.parse(this.received.toString('utf8', 4));
        this.received = Buffer.alloc(0);
        this.answer?.(frame);
      }
    });
  }

  public async run(code: string): Promise<CellEnd> {
    this.number++;
    const nonce = `nonce ${this.number}`;
    const json = Buffer.from(JSON.stringify({ nonce, code, language: 'javascript', clear: false, number: this.number }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(json.length);
    const frame = await new Promise<{ nonce: string; exitCode: number } | undefined>(resolve => {
      this.answer = resolve;
      this.stream.write(length);
      this.stream.write(json);
    });
    if (frame && frame.nonce !== nonce) {
      throw new Error(`answered ${frame.nonce}`);
    }
    // What was written before the answer is in the pipes already.
    await new Promise(resolve => setTimeout(resolve, 5));
    const { stdout, stderr } = this;
    this.stdout = this.stderr = '';
    return { ...(frame && { exitCode: frame.exitCode }), stdout, stderr };
  }

  public signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  public hangUp(): void {
    this.stream.end();
  }

  public async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
