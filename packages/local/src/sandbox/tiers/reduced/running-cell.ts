import { randomBytes } from 'node:crypto';
import { CappedOutput } from './capped-output.js';
import { CellReply } from './reply-reader.js';
import { EarlyEnd, ProcessResult } from '../../sandbox.js';

const KILLED = 137;
const TIMED_OUT = 124;

interface Ending {
  readonly exitCode: number;
  /** The process runs no further cell. */
  readonly last?: boolean;
  readonly end?: EarlyEnd;
}

/** A cell, from when its code is sent to when it has ended or its process has. */
export class RunningCell {
  /** The result of one that was given up before its turn came. */
  public static canceled(): Promise<ProcessResult> {
    const cell = new RunningCell(0);
    cell.reason = 'canceled';
    cell.processGone();
    return cell.result();
  }

  /** Nobody can answer for it without having seen it. */
  public readonly nonce = randomBytes(16).toString('hex');
  public readonly stdout: CappedOutput;
  public readonly stderr: CappedOutput;
  /** Settles with the exit code and, when the process is gone, why. */
  public readonly ended: Promise<Ending>;
  /** Why its process is being ended, if it is. */
  public reason?: EarlyEnd;
  private settle!: (ending: Ending) => void;
  private started?: number;

  public constructor(outputBytes: number) {
    this.stdout = new CappedOutput(outputBytes);
    this.stderr = new CappedOutput(outputBytes);
    this.ended = new Promise((resolve) => { this.settle = resolve; });
  }

  public start(): void {
    this.started = performance.now();
  }

  public replied({ exitCode, last }: CellReply): void {
    this.settle({ exitCode, last });
  }

  public processGone(): void {
    const end = this.reason ?? 'killed';
    this.settle({ exitCode: end === 'timeout' ? TIMED_OUT : KILLED, end });
  }

  public async result(): Promise<ProcessResult> {
    const { exitCode, end } = await this.ended;
    return {
      stdout: this.stdout.toString(),
      stderr: this.stderr.toString(),
      exitCode,
      seconds: this.started === undefined ? 0 : (performance.now() - this.started) / 1000,
      stdoutDropped: this.stdout.dropped,
      stderrDropped: this.stderr.dropped,
      ...(end && { end }),
    };
  }
}
