import { ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import { Channel } from '../channel.js';
import { RemoteSandbox } from '../remote-sandbox.js';
import { Engine, EngineReport, Sandbox, SandboxOptions } from '../sandbox.js';
import { sessionEnvironment } from '../session-environment.js';
import { EngineSetup } from '../setup.js';
import { SpawnedTier, SpawnPlan } from './spawn-plan.js';
import { watchStats } from './stats-watchdog.js';

const SECONDS_TO_OPEN = 60;
/** For an agent to see that its channel has closed. */
const SECONDS_TO_END = 5;
const KEPT_OF_STDERR = 4096;

/** An agent, and all below it, in processes of its own for each session. */
export class SpawnedEngine implements Engine {
  private readonly sandboxes = new Set<Sandbox>();
  private closed = false;

  public constructor(public readonly report: EngineReport, private readonly setup: EngineSetup, private readonly tier: SpawnedTier) {}

  public async open(options: SandboxOptions): Promise<Sandbox> {
    if (this.closed) { throw new Error('no sandbox can be opened: the engine is closed'); }
    const plan = await this.tier.plan(options);
    const token = randomBytes(16).toString('hex');
    const session = await this.start(plan, token);
    const channel = new Channel(session.stream, this.report.limits);
    const sandbox = new RemoteSandbox(channel, this.report.limits, () => session.end());
    this.sandboxes.add(sandbox);
    void sandbox.ended.then(() => this.sandboxes.delete(sandbox));
    try {
      const hello = await Promise.race([channel.hello, session.failed]);
      if (typeof hello.problem === 'string') { throw new Error(hello.problem); }
      if (hello.token !== token) { throw new Error('what answered was not the agent of the session'); }
    } catch (error) {
      await sandbox.close();
      const problem = session.problem ?? (error as Error).message;
      throw new Error(`no sandbox could be set up: ${problem}${userHint(problem, plan.user)}`);
    } finally {
      session.opened();
    }
    watchStats(sandbox, this.report.limits, this.setup.warn);
    return sandbox;
  }

  public async close(): Promise<void> {
    this.closed = true;
    const closing = [...this.sandboxes].map((sandbox) => sandbox.close());
    await Promise.allSettled(closing);
    await this.tier.close();
    // Rejects for one that could not be closed, now that all else is.
    await Promise.all(closing);
  }

  private async start(plan: SpawnPlan, token: string): Promise<SpawnedSession> {
    try {
      if (this.closed) { throw new Error('no sandbox can be opened: the engine was closed meanwhile'); }
      return new SpawnedSession(plan, this.settings(plan, token));
    } catch (error) {
      plan.relay?.destroy();
      await plan.clear();
      throw error;
    }
  }

  /** `SpawnSettings` of agentcore_sandbox. */
  private settings({ folders, readOnly, relay, proxyPort, user }: SpawnPlan, token: string): object {
    const { nodejs, deno, python } = this.setup;
    return {
      tier: this.report.tier,
      token,
      limits: this.report.limits,
      environment: sessionEnvironment(this.setup, folders),
      workingDirectory: folders.home,
      temporary: folders.temporary,
      preload: python.preloaded,
      readOnly,
      relayed: relay !== undefined,
      proxyPort,
      ownUser: user !== undefined,
      nodeCommand: nodejs?.command,
      // Its cache belongs where the session may write.
      denoCommand: deno?.command.map((word) => (word.startsWith('DENO_DIR=') ? `DENO_DIR=${folders.temporary}/.deno` : word)),
    };
  }
}

/** A Python below /root is the commonest reason. */
function userHint(problem: string, user: number | undefined): string {
  const mayBeUser = user !== undefined && /EACCES|permission denied/i.test(problem);
  return mayBeUser ? ` (sessions of root run as other users, here ${user}, who must be able to read Python and the service)` : '';
}

/** The processes of one session. */
class SpawnedSession {
  public readonly stream: Duplex;
  /** Rejects when it did not start in time, or at all. */
  public readonly failed: Promise<never>;
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private readonly timer: NodeJS.Timeout;
  private stderr = '';
  private spawnError?: Error;

  public constructor(private readonly plan: SpawnPlan, settings: object) {
    const { command: [file = '', ...parameters], user, relay } = plan;
    this.child = spawn(file, parameters, {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe', ...relay ? [relay] : []],
      cwd: '/',
      // Ctrl-C is for the service, which then closes its sandboxes in order.
      detached: true,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LANG: 'C.UTF-8' },
      ...(user !== undefined && { uid: user, gid: user }),
    });
    relay?.destroy();
    // Every process of the session that matters holds stderr or is ended by one that does.
    this.gone = new Promise((resolve) => {
      this.child.once('close', () => resolve());
      this.child.once('error', (error) => { this.spawnError = error; resolve(); });
    });
    const stream = this.child.stdio?.[3];
    // Of so early a failure the child itself tells later, when nobody waits for it any more.
    if (!(stream instanceof Duplex)) { throw new Error('no process could be started: too many files are open'); }
    this.stream = stream;
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => { this.stderr = (this.stderr + text).slice(-KEPT_OF_STDERR); });
    this.child.stdin?.on('error', () => undefined);
    this.child.stdin?.end(JSON.stringify(settings));
    let fail = (_: Error): void => undefined;
    this.failed = new Promise((_, reject) => { fail = reject; });
    this.failed.catch(() => undefined);
    this.timer = setTimeout(() => fail(new Error(`it did not start within ${SECONDS_TO_OPEN} s`)), SECONDS_TO_OPEN * 1000);
    void this.gone.then(() => fail(new Error('its first process ended')));
  }

  /** What it said before it ended, unless it was the agent's to say. */
  public get problem(): string | undefined {
    return this.spawnError?.message ?? (this.stderr.trim().split('\n').at(-1) || undefined);
  }

  public opened(): void {
    clearTimeout(this.timer);
  }

  public async end(): Promise<void> {
    if (this.plan.endBy === 'channel') {
      this.stream.destroy();
      const timer = setTimeout(() => this.child.kill('SIGKILL'), SECONDS_TO_END * 1000);
      await this.gone;
      clearTimeout(timer);
    } else {
      this.child.kill(this.plan.endBy);
      await this.gone;
    }
    await this.plan.clear();
  }
}
