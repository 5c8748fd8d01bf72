import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files that are written all or none: first beside, then moved to where they belong, and back when one cannot be. */
export class StagedWrite {
  private readonly undo: (() => Promise<unknown>)[] = [];

  /** @param staging an empty folder of the same file system */
  public constructor(private readonly staging: string, private readonly folder: string) {}

  /** @param targets contents by path relative to the folder. @throws Error when nothing was written */
  public async run(targets: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const files = [...targets].map(([path, data], index) => ({ data, from: join(this.staging, `new-${index}`), to: join(this.folder, path) }));
    for (const { from, data } of files) { await writeFile(from, data); }
    try {
      for (const [index, { from, to }] of files.entries()) { await this.place(from, to, join(this.staging, `old-${index}`)); }
    } catch (error) {
      // A cell may be in the way of this as well: as much is undone as can be.
      for (const step of this.undo.reverse()) { await step().catch(() => undefined); }
      throw error;
    }
  }

  private async place(from: string, to: string, old: string): Promise<void> {
    const made = await mkdir(dirname(to), { recursive: true });
    if (made !== undefined) { this.undo.push(() => rm(made, { recursive: true })); }
    if (await movedAway(to, old)) { this.undo.push(() => rename(old, to)); }
    await rename(from, to);
    this.undo.push(() => rm(to));
  }
}

async function movedAway(path: string, to: string): Promise<boolean> {
  try {
    await rename(path, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') { return false; }
    throw error;
  }
}
