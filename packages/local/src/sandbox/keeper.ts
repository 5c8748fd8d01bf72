import { ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { Launch, Launches } from './launches.js';
import { pythonCall, pythonStart } from './python-start.js';
import { Limits, NetworkMode } from './sandbox.js';

const KEPT_OF_STDERR = 4096;
const SECONDS_TO_START = 120;
const SECONDS_TO_SWEEP = 5;

/** `Configuration` of agentcore_sandbox. */
export interface KeeperConfiguration {
  readonly folder: string;
  readonly cacheFolder: string;
  readonly socketName: string;
  readonly proxySocket: string;
  readonly limits: Limits;
  readonly environment: Readonly<Record<string, string>>;
  readonly readOnly: readonly string[];
  readonly preload: readonly string[];
  readonly nodeCommand?: readonly string[];
  readonly denoCommand?: readonly string[];
}

/** What it says once sessions can be started. */
export interface KeeperReady {
  /** Version of the control groups that bound sessions. */
  readonly cgroups: 1 | 2 | null;
  /** Of memory, pids and cpu: what they bound. */
  readonly bounds: readonly string[];
  /** Modules, with the reasons. */
  readonly notPreloaded: readonly string[];
}

type Report = { readonly ready: true } & KeeperReady | { readonly failed: number; readonly problem: string } | { readonly ended: number }
  | { readonly problem: string };

export interface LaunchRequest {
  readonly token: string;
  readonly network: NetworkMode;
  readonly prestartPython: boolean;
}

/** The process, in Python, that keeps the fork server and cleans up after it. */
export class Keeper {
  /** Why it is gone. Settles when it is; never rejects. */
  public readonly gone: Promise<Error>;
  /** Rejects when it is gone before. */
  public readonly ready: Promise<KeeperReady>;
  private readonly child: ChildProcess;
  private readonly stream: Duplex;
  private readonly launches = new Launches();
  private becomeReady!: (report: KeeperReady) => void;
  private problem?: string;
  private stderr = '';
  private isGone = false;

  public constructor(private readonly python: string, configuration: KeeperConfiguration) {
    // In a process group of its own: Ctrl-C is for the service, which then closes its sandboxes in order.
    const [command = '', ...parameters] = pythonStart(python, 'keeper');
    this.child = spawn(command, parameters, {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      cwd: '/',
      detached: true,
      // Readable in every session, as the environment that its processes are forks of.
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    });
    this.stream = this.child.stdio[3] as Duplex;
    this.gone = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(new Error(`Python at ${python} cannot be started: ${error.message}`)));
      this.child.once('close', (code, signal) => resolve(this.reasonOfDeath(code, signal)));
    });
    this.ready = new Promise((resolve, reject) => {
      this.becomeReady = resolve;
      void this.gone.then(reject);
    });
    void this.gone.then(() => {
      this.isGone = true;
      this.launches.endAll();
    });
    this.listen();
    this.endIfNeverReady();
    this.send(configuration);
  }

  public launch(request: LaunchRequest): Launch {
    const launch = this.launches.add();
    this.send({ launch: launch.id, ...request });
    return launch;
  }

  /** Kills all of a session. */
  public kill(launch: Launch): void {
    this.send({ close: launch.id });
  }

  /** Ends everything. Settles when nothing is left. */
  public async close(): Promise<void> {
    if (this.isGone) {
      // Killed, it could not clean up.
      const code = `from agentcore_sandbox.cgroups import sweep; sweep(seconds=${SECONDS_TO_SWEEP})`;
      const [command = '', ...parameters] = pythonCall(this.python, code);
      await promisify(execFile)(command, parameters, { cwd: '/' }).catch(() => undefined);
      return;
    }
    this.child.stdin?.destroy();
    await this.gone;
  }

  private listen(): void {
    const lines = createInterface({ input: this.stream });
    lines.on('line', (line) => this.takeLine(line));
    // Its end is told by `gone`.
    for (const stream of [this.stream, this.child.stdin, lines]) { stream?.on('error', () => undefined); }
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => { this.stderr = (this.stderr + text).slice(-KEPT_OF_STDERR); });
  }

  private send(message: object): void {
    if (this.stream.writable) { this.stream.write(`${JSON.stringify(message)}\n`); }
  }

  /** One that was killed may have left half a line. */
  private takeLine(line: string): void {
    let report: Report;
    try {
      report = JSON.parse(line) as Report;
    } catch {
      this.problem ??= `it said ${JSON.stringify(line.slice(0, 200))}, which is no report`;
      return;
    }
    this.take(report);
  }

  private take(report: Report): void {
    if ('ready' in report) {
      this.becomeReady(report);
    } else if ('ended' in report) {
      this.launches.end(report.ended);
    } else if ('failed' in report) {
      this.launches.fail(report.failed, new Error(`no sandbox could be forked: ${report.problem}`));
    } else {
      this.problem = report.problem;
    }
  }

  private endIfNeverReady(): void {
    const timer = setTimeout(() => {
      this.problem = `it was not ready within ${SECONDS_TO_START} s`;
      this.child.kill('SIGKILL');
    }, SECONDS_TO_START * 1000);
    this.ready.catch(() => undefined).finally(() => clearTimeout(timer));
  }

  private reasonOfDeath(code: number | null, signal: NodeJS.Signals | null): Error {
    const how = signal ? `was killed by ${signal}` : `ended${code ? ` with exit code ${code}` : ''}`;
    const why = this.problem ?? this.stderr.trim().split('\n').at(-1);
    return new Error(`the keeper of the sandboxes ${how}${why ? `: ${why}` : ''}`);
  }
}
