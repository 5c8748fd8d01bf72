import { chown, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { removeByForce } from '../forced-removal.js';
import { SessionFolders } from '../session-environment.js';

/** Folders of one session on this machine's disk, for its user alone. */
export interface DiskSession {
  readonly folders: SessionFolders;
  remove(): Promise<void>;
}

/** @param user whose they are; the service's own when left out */
export async function makeDiskSession(parent: string, user?: number): Promise<DiskSession> {
  const root = await mkdtemp(join(parent, 'session-'));
  const folders = { home: join(root, 'var'), temporary: join(root, 'tmp') };
  const made = [folders.home, folders.temporary, join(folders.home, 'log'), join(folders.home, '.ipython')];
  const remove = (): Promise<void> => removeByForce(root);
  try {
    for (const folder of made) { await mkdir(folder, { mode: 0o700 }); }
    if (user !== undefined) {
      for (const folder of [root, ...made]) { await chown(folder, user, user); }
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { folders, remove };
}
