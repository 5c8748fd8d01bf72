import { ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ScriptTransform } from './transformer.js';

export interface TransformRequest {
  readonly code: string;
  readonly language: 'javascript' | 'typescript';
  readonly runtime: 'nodejs' | 'deno';
}

const program = fileURLToPath(new URL('../../worker/transform/process.mjs', import.meta.url));

/** Bounds what text of a session can make the parser allocate. */
const heapMegabytes = 512;

/** Milliseconds to end by itself. */
const patience = 1_000;

/**
 * Parses what sessions send, in a process of its own: text that exhausts its memory, its stack or its time takes down
 * nothing else.
 */
export class TransformProcess {
  /** Set while it works. */
  private answer?: (answer: ScriptTransform | undefined) => void;
  private readonly child: ChildProcess;
  public alive = true;

  constructor(private readonly milliseconds: number) {
    this.child = fork(program, {
      // Of a group of its own: killed together with esbuild, which it starts.
      detached: true,
      env: process.env.PATH === undefined ? {} : { PATH: process.env.PATH },
      execArgv: [`--max-old-space-size=${heapMegabytes}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.child.on('message', message => this.settle(message as ScriptTransform));
    this.child.on('error', () => this.kill());
    this.child.on('exit', () => this.kill());
    this.idle();
  }

  public get busy(): boolean {
    return this.answer !== undefined;
  }

  /** Nothing, when it broke down or took too long. It is not to be used again then. */
  public request(request: TransformRequest | { readonly warm: true }): Promise<ScriptTransform | undefined> {
    return new Promise(resolve => {
      const timer = setTimeout(() => this.kill(), this.milliseconds);
      this.answer = answer => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.child.ref();
      this.child.channel?.ref();
      this.child.send(request, error => error && this.kill());
    });
  }

  public async close(): Promise<void> {
    const running = this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined;
    const gone = running ? new Promise<void>(resolve => this.child.once('exit', () => resolve())) : undefined;
    this.child.ref();
    if (this.busy || !this.child.connected) {
      this.kill();
    } else {
      this.child.disconnect();
    }
    const timer = setTimeout(() => this.kill(), patience);
    await gone;
    clearTimeout(timer);
  }

  private kill(): void {
    this.alive = false;
    if (this.child.pid !== undefined) {
      try {
        process.kill(-this.child.pid, 'SIGKILL');
      } catch {
        // Gone already.
      }
    }
    this.settle(undefined);
  }

  private settle(answer: ScriptTransform | undefined): void {
    const { answer: settle } = this;
    this.answer = undefined;
    this.idle();
    settle?.(answer);
  }

  /** Waiting for work is no reason for the service to stay up. */
  private idle(): void {
    this.child.unref();
    this.child.channel?.unref();
  }
}
