import { CellProcess, CellProcessOptions, CellRequest } from './cell-process.js';
import { RunningCell } from './running-cell.js';
import { ProcessResult } from '../../sandbox.js';

/** The cells of one runtime, one after the other. A process that was ended is replaced for the next cell. */
export class CellQueue {
  private process?: CellProcess;
  private last: Promise<unknown> = Promise.resolve();
  private number = 0;
  private closed = false;

  /** @param started Called whenever there is a process to watch. */
  public constructor(private readonly options: CellProcessOptions, private readonly started: () => void) {}

  public get current(): CellProcess | undefined {
    return this.process?.usable ? this.process : undefined;
  }

  /** Starts the process ahead of the first cell. */
  public warm(): CellProcess {
    this.process = this.current ?? new CellProcess(this.options);
    this.started();
    return this.process;
  }

  public run(code: string, clear: boolean, signal: AbortSignal | undefined): Promise<ProcessResult> {
    const request: CellRequest = { code, clear, number: ++this.number };
    const result = this.last.then(() => {
      if (this.closed) { throw new Error('closed'); }
      // The process has the variables of the cells before it, and nothing to do with this one.
      if (signal?.aborted) { return RunningCell.canceled(); }
      return this.warm().run(request, signal);
    });
    this.last = result.catch(() => undefined);
    return result;
  }

  public async close(): Promise<void> {
    this.closed = true;
    this.process?.kill();
    await this.process?.ended;
  }
}
