import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { sourceEntries } from './skipped-folders.js';

/** More than any project has that is not searched by mistake, such as a home folder. */
const MOST_ENTRIES = 100_000;

/** What a deploy ships, and where to look for where it comes from. */
export interface SourceSearch {
  readonly project: string;
  /** In the assembly. */
  readonly staged: string;
  /** The file that is run, in the staged folder. */
  readonly file: string;
}

/**
 * The folder that was staged: the one that has the very same file, since its dependencies are beside it. Looked for in
 * the project, then in the repository that it is in. Undefined when there is none, or more than one that fits as well.
 */
export async function sourceFolder(search: SourceSearch): Promise<string | undefined> {
  const content = await readFile(join(search.staged, search.file));
  for (const root of [search.project, await repositoryOf(search.project)]) {
    const folders = root === undefined ? [] : await foldersWith(root, search.file, content);
    if (folders.length > 0) { return folders.length === 1 ? folders[0] : mostAlike(folders, search.staged); }
  }
  return undefined;
}

async function foldersWith(root: string, file: string, content: Buffer): Promise<string[]> {
  const found: string[] = [];
  const folders = [root];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined && seen < MOST_ENTRIES; folder = folders.pop()) {
    const entries = await sourceEntries(folder) ?? [];
    seen += entries.length;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) { folders.push(path); }
      if (!entry.isFile() || entry.name !== basename(file) || !path.endsWith(`/${file}`) || !await hasContent(path, content)) { continue; }
      found.push(path.slice(0, -file.length - 1));
    }
  }
  return found;
}

/** Two agents may have the same Dockerfile, or the same first file: then the others tell them apart. */
async function mostAlike(folders: readonly string[], staged: string): Promise<string | undefined> {
  const names = (await readdir(staged, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  const contents = await Promise.all(names.map(async (name) => [name, await readFile(join(staged, name))] as const));
  const counted = await Promise.all(folders.map(async (folder) => {
    const same = await Promise.all(contents.map(([name, content]) => hasContent(join(folder, name), content)));
    return { folder, count: same.filter(Boolean).length };
  }));
  const most = Math.max(...counted.map(({ count }) => count));
  const best = counted.filter(({ count }) => count === most);
  return best.length === 1 ? best[0]?.folder : undefined;
}

async function hasContent(path: string, content: Buffer): Promise<boolean> {
  // The size first: a file of the same name may be large.
  const size = await stat(path).then((found) => (found.isFile() ? found.size : NaN), () => NaN);
  return size === content.length && content.equals(await readFile(path).catch(() => Buffer.alloc(0)));
}

/** The nearest folder above that git knows. */
async function repositoryOf(folder: string): Promise<string | undefined> {
  for (let at = dirname(resolve(folder)); at !== dirname(at); at = dirname(at)) {
    if (await stat(join(at, '.git')).then(() => true, () => false)) { return at; }
  }
  return undefined;
}
