import { randomUUID } from 'node:crypto';
import { chmod, readdir, rename, rm } from 'node:fs/promises';

const SLASH = Buffer.from('/');
/** Far below what the kernel takes for a path. */
const LONGEST_PATH = 2000;

/** Removes a folder in which code has worked, whatever it did to modes, and however deep it went. */
export async function removeByForce(folder: string): Promise<void> {
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await remove().catch(async () => {
    await makeRemovable(Buffer.from(folder));
    await remove();
  });
}

/** By bytes: names of files need not be text. */
async function makeRemovable(root: Buffer): Promise<void> {
  const waiting = [root];
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    await chmod(folder, 0o700);
    for (const entry of await readdir(folder, { encoding: 'buffer', withFileTypes: true })) {
      if (!entry.isDirectory()) { continue; }
      const path = Buffer.concat([folder, SLASH, entry.name]);
      if (path.length <= LONGEST_PATH) { waiting.push(path); continue; }
      const shorter = Buffer.concat([root, SLASH, Buffer.from(randomUUID())]);
      // A folder that moves is written to, too: its parent is in it.
      await chmod(path, 0o700);
      await rename(path, shorter);
      waiting.push(shorter);
    }
  }
}
