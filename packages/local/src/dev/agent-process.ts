import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { AgentFailedError } from './agent-error.js';
import { OutputListener } from './launch-context.js';
import { Launch } from './launch.js';
import { Lines } from './lines.js';

const SECONDS_TO_STOP = 5;
/** For what is left in the pipes, when a process that left the group holds them. */
const SECONDS_TO_DRAIN = 2;
/** Of the output, for an error. */
const LAST_LINES = 20;

export interface AgentExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** An agent's process, and all that it starts: they are a group of their own, and end together. */
export class AgentProcess {
  /** @throws AgentFailedError when there is no such program or folder */
  public static async start(launch: Launch, onOutput: OutputListener): Promise<AgentProcess> {
    const [program = '', ...args] = launch.command;
    const child = spawn(program, args, {
      cwd: launch.folder, env: { ...launch.environment }, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
    });
    const started = new AgentProcess(child, launch, onOutput);
    try {
      await once(child, 'spawn');
    } catch (error) {
      throw new AgentFailedError(`${program} cannot be started in ${launch.folder}: ${(error as Error).message}; install it, or say with --command what starts the agent`);
    }
    return started;
  }

  /** Settles when the output has ended too. Never rejects. */
  public readonly exited: Promise<AgentExit>;
  private readonly lastLines: string[] = [];
  private ended = false;
  private closing?: Promise<void>;

  private constructor(private readonly child: ChildProcess, private readonly launch: Launch, onOutput: OutputListener) {
    // `once` of node:events would reject for the error of a program that is not there, which `start` tells.
    const closed = new Promise((resolve) => child.once('close', resolve));
    for (const name of ['stdout', 'stderr'] as const) {
      const lines = new Lines((line) => {
        this.lastLines.push(line);
        if (this.lastLines.length > LAST_LINES) { this.lastLines.shift(); }
        onOutput(line, name);
      });
      child[name]?.setEncoding('utf8').on('data', (text: string) => lines.add(text)).once('close', () => lines.end());
    }
    child.once('exit', () => {
      // Whatever it has started serves nobody any more.
      this.signal('SIGKILL');
      const drained = setTimeout(() => { child.stdout?.destroy(); child.stderr?.destroy(); }, SECONDS_TO_DRAIN * 1000);
      void closed.then(() => clearTimeout(drained));
    });
    // Where the program ends without closing this.
    const killAtExit = (): void => this.signal('SIGKILL');
    process.once('exit', killAtExit);
    this.exited = closed.then(() => {
      this.ended = true;
      process.off('exit', killAtExit);
      return { code: child.exitCode, signal: child.signalCode };
    });
  }

  /** The end of its output, a line each. */
  public get lastOutput(): readonly string[] {
    return this.lastLines;
  }

  /** Asks it to end, then makes it. May be called more than once. */
  public close(): Promise<void> {
    this.closing ??= this.stop();
    return this.closing;
  }

  private async stop(): Promise<void> {
    if (!this.ended) {
      this.signal('SIGTERM');
      const forced = setTimeout(() => this.signal('SIGKILL'), SECONDS_TO_STOP * 1000);
      await this.exited;
      clearTimeout(forced);
    }
    await this.launch.cleanUp?.();
  }

  private signal(name: NodeJS.Signals): void {
    if (this.child.pid === undefined) { return; }
    try {
      process.kill(-this.child.pid, name);
    } catch (error) {
      // ESRCH: all of the group has ended; EPERM: macOS says so when only zombies are left.
      if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) { throw error; }
    }
  }
}
