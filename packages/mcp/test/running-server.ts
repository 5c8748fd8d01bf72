import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { onTestFinished } from 'vitest';
import { Connection } from './connection.js';

/** The command line, running, killed when the test ends if it has not ended by then. */
export class RunningServer {
  public stdout = '';
  public stderr = '';
  /** Settles with the exit code, or the signal that ended it. */
  public readonly exited: Promise<number | string>;
  private readonly child: ChildProcessWithoutNullStreams;

  public constructor(bin: string, args: readonly string[] = [], nodeArgs: readonly string[] = []) {
    const child = this.child = spawn(process.execPath, [...nodeArgs, bin, ...args], { env: process.env });
    child.stdout.on('data', (chunk: Buffer) => { this.stdout += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { this.stderr += chunk.toString(); });
    // A server that has ended does not read what is written.
    child.stdin.on('error', () => undefined);
    this.exited = once(child, 'close').then(([code, signal]: unknown[]) => (code ?? signal) as number | string);
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await this.exited;
    });
  }

  /** The transport only reads one stream and writes another, so that it serves a client as well. */
  public async connect(): Promise<Connection> {
    const transport = new StdioServerTransport(this.child.stdout, this.child.stdin);
    // It does not notice the end of the process itself.
    void this.exited.then(() => transport.close());
    try {
      return await new Connection().open(transport);
    } catch (error) {
      throw new Error(`no connection; the server said: ${this.stderr}`, { cause: error });
    }
  }

  public write(text: string): void {
    this.child.stdin.write(text);
  }

  public closeStdin(): void {
    this.child.stdin.end();
  }

  /** As when the client is killed. */
  public closeStdout(): void {
    this.child.stdout.destroy();
  }

  public signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Waits for what it says on stderr. */
  public async said(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stderr)) { await once(this.child.stderr, 'data'); }
  }
}
