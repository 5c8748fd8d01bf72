import { constants } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { relativePath } from './folder-path.js';
import { StagedWrite } from './staged-write.js';
import { removeByForce } from '../../forced-removal.js';
import { DirectoryEntry, FileProblem, FileRead, FileToWrite, SandboxError } from '../../sandbox.js';
import { WORKING_DIRECTORY } from '../../working-directory.js';

/** One session's folders on the host's disk: `var`, which cells see, and beside it what they do not. */
export class SessionFolder {
  public static async make(parent: string): Promise<SessionFolder> {
    const folder = new SessionFolder(await mkdtemp(join(parent, 'session-')));
    for (const name of ['log', '.ipython']) { await mkdir(join(folder.path, name), { recursive: true }); }
    await mkdir(folder.cache);
    return folder;
  }

  private constructor(private readonly root: string) {}

  /** The working directory. */
  public get path(): string { return join(this.root, 'var'); }

  /** For Deno's own use. */
  public get cache(): string { return join(this.root, 'cache'); }

  public async remove(): Promise<void> {
    await removeByForce(this.root);
  }

  public async write(files: readonly FileToWrite[], room: number): Promise<void> {
    const size = files.reduce((sum, file) => sum + file.data.length, 0);
    if (size > room) { throw new SandboxError(`no space left: ${size} bytes to write, ${Math.max(0, room)} free; remove files first`); }
    const targets = new Map<string, Uint8Array>();
    for (const file of files) {
      const target = relativePath(file.path);
      const problem = target === '' ? 'is a directory' : await this.problemAt(target, 'write');
      if (problem) { throw new SandboxError(`${file.path}: ${problem}; nothing was written`); }
      targets.set(target, file.data);
    }
    const within = [...targets.keys()].find((target) => isBelowOne(target, targets));
    if (within !== undefined) { throw new SandboxError(`${within}: a part of its path is to be a file as well; nothing was written`); }
    const staging = await mkdtemp(join(this.root, 'write-'));
    try {
      await new StagedWrite(staging, this.path).run(targets);
    } catch (error) {
      throw new SandboxError(`nothing was written: ${this.messageOf(error)}`);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  public async read(paths: readonly string[], maxBytes: number): Promise<FileRead[]> {
    const results: FileRead[] = [];
    let left = maxBytes;
    for (const path of paths) {
      const result = await this.readOne(path, left);
      left -= 'data' in result ? result.data.length : 0;
      results.push(result);
    }
    return results;
  }

  public async list(path: string): Promise<DirectoryEntry[]> {
    const target = relativePath(path);
    const problem = await this.problemAt(target, 'list');
    if (problem) { throw new SandboxError(`${path}: ${problem}`); }
    const names = await readdir(join(this.path, target)).catch((error: unknown) => {
      throw new SandboxError(`${path}: ${this.messageOf(error)}`);
    });
    const entries = await Promise.all(names.sort().map(async (name) => {
      // A cell may remove it meanwhile.
      const stats = await lstat(join(this.path, target, name)).catch(() => undefined);
      return stats && { name, directory: stats.isDirectory(), bytes: stats.size };
    }));
    return entries.filter((entry) => entry !== undefined);
  }

  public async removeFiles(paths: readonly string[]): Promise<FileProblem[]> {
    const problems: FileProblem[] = [];
    for (const path of paths) {
      try {
        const target = relativePath(path);
        const problem = target === '' ? 'the working directory cannot be removed' : await this.problemAt(target, 'remove');
        if (problem) { problems.push({ path, problem }); } else { await rm(join(this.path, target), { recursive: true }); }
      } catch (error) {
        problems.push({ path, problem: this.messageOf(error) });
      }
    }
    return problems;
  }

  private async readOne(path: string, room: number): Promise<FileRead> {
    try {
      const target = relativePath(path);
      const problem = await this.problemAt(target, 'read');
      if (problem) { return { path, problem }; }
      const file = await open(join(this.path, target), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const { size } = await file.stat();
        if (size > room) { return { path, problem: `too large: ${size} bytes, ${room} left of what is read at once` }; }
        return { path, data: await file.readFile() };
      } finally {
        await file.close();
      }
    } catch (error) {
      return { path, problem: this.messageOf(error) };
    }
  }

  /** Without where the folder is on this machine. */
  private messageOf(error: unknown): string {
    return (error as Error).message.replaceAll(this.path, WORKING_DIRECTORY).replaceAll(this.root, '');
  }

  /** Cells cannot make links, which Deno refuses; one that is there all the same is not followed. */
  private async problemAt(target: string, use: 'read' | 'write' | 'list' | 'remove'): Promise<string | undefined> {
    const parts = target === '' ? [] : target.split('/');
    for (let depth = 0; depth <= parts.length; depth++) {
      const stats = await lstat(join(this.path, ...parts.slice(0, depth))).catch(() => undefined);
      const last = depth === parts.length;
      if (!stats) { return use === 'write' ? undefined : 'no such file or directory'; }
      if (!last && !stats.isDirectory()) { return 'a part of its path is not a directory'; }
      if (last && use === 'list' && !stats.isDirectory()) { return 'not a directory'; }
      if (last && (use === 'read' || use === 'write') && !stats.isFile()) {
        return stats.isDirectory() ? 'is a directory' : 'is not a regular file';
      }
    }
    return undefined;
  }
}

function isBelowOne(target: string, others: ReadonlyMap<string, unknown>): boolean {
  const parts = target.split('/');
  return parts.some((_, depth) => depth > 0 && others.has(parts.slice(0, depth).join('/')));
}
