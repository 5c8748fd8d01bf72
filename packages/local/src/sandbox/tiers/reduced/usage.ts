import { execFile } from 'node:child_process';
import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface FolderUsage {
  readonly bytes: number;
  readonly files: number;
}

/** Looks at no more than `most` files: one that has so many is over its limit anyway. */
export async function folderUsage(folder: string, most: number): Promise<FolderUsage> {
  let bytes = 0;
  let files = 0;
  for (const waiting = [folder]; waiting.length > 0 && files <= most;) {
    const current = waiting.pop()!;
    for (const name of await readdir(current).catch(() => [])) {
      const path = join(current, name);
      const stats = await lstat(path).catch(() => undefined);
      files++;
      bytes += stats?.size ?? 0;
      if (stats?.isDirectory()) { waiting.push(path); }
      if (files > most) { break; }
    }
  }
  return { bytes, files };
}

/** Resident memory; 0 for a process that is gone, or where nothing tells. */
export async function residentBytes(pid: number): Promise<number> {
  try {
    if (process.platform === 'linux') {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    }
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: 5000 });
    return Number(stdout.trim()) * 1024;
  } catch {
    return 0;
  }
}
