import { lstat, mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.js';

const MARKER = 'agentcore-local.json';

/** Written last into an environment: that it is complete, and what it was made from. */
export interface Marker {
  readonly python: string;
  readonly requirements: string;
}

export async function readMarker(folder: string): Promise<Marker | undefined> {
  const text = await readFile(join(folder, MARKER), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text) as Marker;
}

/** A folder next to the one that is to be, on the same file system. */
export async function makeAside(folder: string): Promise<string> {
  await refuseForeign(folder);
  await mkdir(dirname(folder), { recursive: true });
  return mkdtemp(`${folder}.new-`);
}

/** Puts what was built aside in place of what was there. */
export async function putInPlace(aside: string, folder: string, marker: Marker): Promise<void> {
  await rewritePaths(aside, folder);
  await writeFile(join(aside, MARKER), `${JSON.stringify(marker)}\n`);
  const old = `${aside}.old`;
  const replaced = await rename(folder, old).then(() => true, () => false);
  await rename(aside, folder);
  if (replaced) { await rm(old, { recursive: true, force: true }); }
}

/** Only what an earlier setup made, or nothing at all, may be replaced. */
async function refuseForeign(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') { return []; }
    throw new SetupError(`${folder} cannot be used: ${error.message}; give another one with --folder`);
  });
  if (entries.length > 0 && !entries.includes(MARKER)) {
    throw new SetupError(`${folder} holds files that this command did not make, and would be replaced; remove it, or give another one with --folder`);
  }
}

/** Scripts name the Python that runs them by its path, which is another one after the move. */
async function rewritePaths(aside: string, folder: string): Promise<void> {
  for (const name of await readdir(join(aside, 'bin'))) {
    const file = join(aside, 'bin', name);
    if (!(await lstat(file)).isFile()) { continue; }
    const handle = await open(file, 'r+');
    try {
      const text = await handle.readFile('utf8');
      if (text.includes(aside) && !text.includes('\0')) {
        await handle.truncate(0);
        await handle.write(text.replaceAll(aside, folder), 0);
      }
    } finally {
      await handle.close();
    }
  }
}
