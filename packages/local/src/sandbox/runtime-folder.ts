import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { removeByForce } from './forced-removal.js';
import { homeFolder } from '../home-folder.js';

const NAME = /^\.?agentcore-local-(\d+)-/;
/** What a unix socket's address holds, less the zero at its end and the longest name used below the folder. */
const LONGEST_PATH = 107 - '/agents'.length;

/** A private folder for the sockets of this process. Those of services that were killed are removed on the way. */
export async function makeRuntimeFolder(parent = tmpdir()): Promise<string> {
  await sweep(parent);
  // Made for its owner alone.
  const folder = await mkdtemp(join(parent, `agentcore-local-${process.pid}-`));
  if (Buffer.byteLength(folder) > LONGEST_PATH) {
    await rm(folder, { recursive: true });
    throw new Error(`${folder} is too long for the address of a unix socket: `
      + `${Buffer.byteLength(folder)} bytes, at most ${LONGEST_PATH} are allowed; set TMPDIR to a shorter path`);
  }
  return folder;
}

/** What is made with such a folder. It is removed when that fails. */
export async function inRuntimeFolder<T>(make: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeRuntimeFolder();
  try {
    return await make(folder);
  } catch (error) {
    await removeByForce(folder).catch(() => undefined);
    throw error;
  }
}

/** For what takes long to make, and is the same at the next start. By the XDG specification, which has relative paths ignored. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment.XDG_CACHE_HOME ?? '';
  return join(isAbsolute(given) ? given : join(homeFolder(environment), '.cache'), 'agentcore-local');
}

/** Removes what killed services have left in a folder. What cannot be removed stays: no start fails of it. */
export async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = Number(NAME.exec(name)?.[1]);
    if (!owner || isAlive(owner)) { continue; }
    const path = join(parent, name);
    const found = await lstat(path).catch(() => undefined);
    // Anyone can make a folder of this name in /tmp.
    if (found?.isDirectory() && found.uid === process.getuid?.()) { await removeByForce(path).catch(() => undefined); }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
