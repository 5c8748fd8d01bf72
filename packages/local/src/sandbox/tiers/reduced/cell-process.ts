import { ChildProcess, spawn } from 'node:child_process';
import { Duplex, Readable } from 'node:stream';
import { ReplyReader } from './reply-reader.js';
import { RunningCell } from './running-cell.js';
import { deferred } from '../../deferred.js';
import { EarlyEnd, Limits, ProcessResult } from '../../sandbox.js';

export interface CellRequest {
  readonly code: string;
  readonly clear: boolean;
  readonly number: number;
}

export interface CellProcessOptions {
  readonly command: readonly string[];
  /** Its working directory. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly limits: Limits;
  /** It says when it can run cells, by a reply for this instead of a nonce: `ready`. The time of a cell counts from then. */
  readonly announces: boolean;
}

const SECONDS_TO_START = 120;
const MOST_ROUNDS = 100;

/** One Deno process that runs cells. It is not trusted: whatever it says, it says about its own cells. */
export class CellProcess {
  /** Settles when the process is gone. */
  public readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly stream: Duplex;
  private readonly limits: Limits;
  private readonly replies = new ReplyReader();
  private readonly ready: Promise<void>;
  private readonly becomeReady: () => void;
  private running?: RunningCell;
  private alive = true;

  public constructor({ command, folder, environment, limits, announces }: CellProcessOptions) {
    this.limits = limits;
    const [file = '', ...parameters] = bounded(command, limits);
    this.child = spawn(file, parameters, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    this.stream = this.child.stdio[3] as Duplex;
    this.ended = new Promise((resolve) => {
      this.child.once('close', () => resolve());
      this.child.once('error', () => resolve());
    });
    const ready = deferred();
    this.ready = ready.promise;
    this.becomeReady = ready.resolve;
    if (!announces) { ready.resolve(); }
    void this.ended.then(() => {
      this.alive = false;
      this.running?.processGone();
    });
    this.child.stdout?.on('data', (chunk: Buffer) => this.running?.stdout.add(chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => this.running?.stderr.add(chunk));
    this.stream.on('data', (chunk: Buffer) => this.onReply(chunk));
    // The process is gone, or going: `close` tells.
    this.stream.on('error', () => this.kill());
  }

  public get usable(): boolean {
    return this.alive && !this.child.killed;
  }

  public get pid(): number | undefined {
    return this.alive ? this.child.pid : undefined;
  }

  /** One at a time. Ends the process when the cell does not end by itself. */
  public async run(request: CellRequest, signal: AbortSignal | undefined): Promise<ProcessResult> {
    const cell = new RunningCell(this.limits.outputBytes);
    this.running = cell;
    const stop = (reason: EarlyEnd): void => {
      cell.reason ??= reason;
      this.kill();
    };
    const cancel = (): void => stop('canceled');
    signal?.addEventListener('abort', cancel);
    let timer = setTimeout(() => stop('timeout'), SECONDS_TO_START * 1000);
    try {
      if (!this.alive) { cell.processGone(); }
      await Promise.race([this.ready, cell.ended]);
      clearTimeout(timer);
      timer = setTimeout(() => stop('timeout'), this.limits.callSeconds * 1000);
      cell.start();
      this.send({ nonce: cell.nonce, ...request });
      const { end, last } = await cell.ended;
      if (end === undefined) { await drained([this.child.stdout, this.child.stderr]); }
      if (last) {
        // It is about to go: the next cell must not be sent to it.
        this.kill();
        await this.ended;
      }
      return await cell.result();
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      this.running = undefined;
    }
  }

  public kill(): void {
    this.child.kill('SIGKILL');
  }

  private send(request: object): void {
    const json = Buffer.from(JSON.stringify(request));
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(json.length);
    if (this.stream.writable) { this.stream.write(Buffer.concat([length, json])); }
  }

  private onReply(chunk: Buffer): void {
    try {
      for (const reply of this.replies.add(chunk)) {
        if (reply.nonce === 'ready') { this.becomeReady(); }
        // One with another nonce was made ahead of time, by a cell before this one.
        if (reply.nonce === this.running?.nonce) { this.running.replied(reply); }
      }
    } catch {
      this.kill();
    }
  }
}

/**
 * What was written before the reply is in the pipes already: all has come once the event loop has found nothing more. One who
 * never stops writing does not keep the reply.
 */
async function drained(streams: readonly (Readable | null)[]): Promise<void> {
  let arrived = true;
  const note = (): void => { arrived = true; };
  streams.forEach((stream) => stream?.on('data', note));
  for (let round = 0; arrived && round < MOST_ROUNDS; round++) {
    arrived = false;
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  streams.forEach((stream) => stream?.off('data', note));
}

/** No core dumps, and no file that is larger than all may be together: sooner than the watchdog can look. */
function bounded(command: readonly string[], limits: Limits): readonly string[] {
  const blocks = Math.max(1, Math.floor(limits.diskBytes / 512));
  return process.platform === 'win32' ? command : ['/bin/sh', '-c', `ulimit -c 0; ulimit -f ${blocks}; exec "$@"`, 'sh', ...command];
}
