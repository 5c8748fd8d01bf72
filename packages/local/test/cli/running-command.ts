import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** The command line, running. */
export class RunningCommand {
  public stdout = '';
  public stderr = '';
  public readonly exited: Promise<number | string | null>;
  private readonly child: ChildProcess;

  public constructor(bin: string, args: readonly string[], environment: Readonly<Record<string, string | undefined>> = {}) {
    const child = this.child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
    child.stdout.setEncoding('utf8').on('data', (text: string) => { this.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { this.stderr += text; });
    this.exited = once(child, 'close').then(([code, signal]: unknown[]) => (code ?? signal) as number | string | null);
    onTestFinished(() => {
      child.kill('SIGKILL');
      return this.exited.then(() => undefined);
    });
  }

  public get pid(): number {
    return this.child.pid ?? NaN;
  }

  /** Waits for what it prints. */
  public async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.stdout);
      if (found) { return found; }
      const ended = await Promise.race([this.exited.then(() => true), new Promise<false>((resolve) => setTimeout(resolve, 20, false))]);
      if (ended && !pattern.test(this.stdout)) { throw new Error(`it ended without printing ${pattern}:\n${this.stdout}\n${this.stderr}`); }
    }
  }

  public signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}
