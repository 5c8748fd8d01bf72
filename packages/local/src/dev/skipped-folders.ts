import { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** Dependencies and outputs. Those that begin with a dot are skipped too. */
const SKIPPED = new Set(['node_modules', '__pycache__', 'venv', 'site-packages', 'cdk.out']);

/** What is in a folder of sources, without dependencies and outputs. Undefined for a folder that is an output itself, or is none. */
export async function sourceEntries(folder: string): Promise<Dirent[] | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  // Every cloud assembly has a file of this name, whatever its folder is called; every virtual environment one of that.
  if (entries?.some((entry) => entry.isFile() && (entry.name === 'cdk.out' || entry.name === 'pyvenv.cfg'))) { return undefined; }
  return entries?.filter((entry) => !isSkipped(entry.name));
}

export function isSkipped(name: string): boolean {
  return name.startsWith('.') || SKIPPED.has(name);
}
