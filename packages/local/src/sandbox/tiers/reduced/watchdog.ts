import { CellProcess } from './cell-process.js';
import { folderUsage, residentBytes } from './usage.js';
import { Limits } from '../../sandbox.js';

const everyMs = 250;

/** Ends cells whose processes or files have become too large: nothing else bounds them where there is no sandbox. */
export class Watchdog {
  private timer?: NodeJS.Timeout;
  private stopped = false;

  public constructor(
    private readonly processes: () => readonly Pick<CellProcess, 'pid' | 'kill'>[], private readonly folder: string, private readonly limits: Limits,
  ) {}

  /** While a cell runs. */
  public start(): void {
    if (this.timer === undefined && !this.stopped) {
      this.timer = setTimeout(() => void this.look(), everyMs);
      this.timer.unref();
    }
  }

  public stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    const running = this.processes();
    const memory = await Promise.all(running.map(({ pid }) => pid === undefined ? 0 : residentBytes(pid)));
    const disk = await folderUsage(this.folder, this.limits.files);
    const tooMuch = memory.reduce((sum, bytes) => sum + bytes, 0) > this.limits.memoryBytes
      || disk.bytes > this.limits.diskBytes || disk.files > this.limits.files;
    if (tooMuch) { running.forEach((process) => process.kill()); }
    this.timer = undefined;
    // Asked again: one may have been started since, in place of one that is gone.
    if (this.processes().length > 0) { this.start(); }
  }
}
