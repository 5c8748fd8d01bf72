import { execFile } from 'node:child_process';
import { FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isSkipped, sourceEntries } from './skipped-folders.js';

/** Editors write a file in several steps, and more than one file at a time. */
const MILLISECONDS_TO_SETTLE = 150;

/**
 * Watches folders of sources, and tells what changed when it is quiet again. What git ignores does not count: it is
 * output. Node's own recursive watch would open each file of `node_modules`.
 */
export class ProjectWatch {
  private readonly watchers = new Map<string, FSWatcher>();
  /** Files that count although they are output. */
  private readonly outputs = new Set<string>();
  private readonly changed = new Set<string>();
  private settling?: NodeJS.Timeout;
  private closed = false;
  private warned = false;

  public constructor(
    private readonly onChange: (paths: readonly string[]) => void,
    private readonly onWarning: (message: string) => void,
    /** A folder that is no source. */
    private readonly output?: string,
  ) {}

  /** Settles when changes in the folder, and in those within, are seen. */
  public async add(folder: string): Promise<void> {
    const isFolder = await stat(folder).then((found) => found.isDirectory(), () => false);
    if (!isFolder || folder === this.output || await sourceEntries(folder) === undefined) { return; }
    if (this.closed || this.watchers.has(folder)) { return; }
    this.open(folder, (name) => this.seen(folder, name));
    // Again: what has come before it was watched was not seen.
    const entries = await sourceEntries(folder) ?? [];
    await Promise.all(entries.filter((entry) => entry.isDirectory()).map((entry) => this.add(join(folder, entry.name))));
  }

  /** One file, although git may ignore it. */
  public addOutput(folder: string, file: string): void {
    const path = join(folder, file);
    this.outputs.add(path);
    this.open(folder, (name) => { if (name === file) { this.count(path); } });
  }

  /** Nothing is told from now on. */
  public close(): void {
    this.closed = true;
    clearTimeout(this.settling);
    for (const watcher of this.watchers.values()) { watcher.close(); }
    this.watchers.clear();
  }

  private open(folder: string, onEvent: (name: string | null) => void): void {
    try {
      const watcher = watch(folder, (_, name) => onEvent(name)).once('error', () => this.forget(folder));
      this.watchers.set(folder, watcher);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // It may have gone again.
      if (code === 'ENOENT' || this.warned) { return; }
      this.warned = true;
      this.onWarning(`changes in ${folder}, and maybe in more folders, go unnoticed: `
        + (code === 'ENOSPC' ? 'so many are watched already that the system takes no more; raise fs.inotify.max_user_watches' : message));
    }
  }

  private seen(folder: string, name: string | null): void {
    if (name !== null && isSkipped(name)) { return; }
    const path = name === null ? folder : join(folder, name);
    if (path === this.output) { return; }
    // It may be a new folder, or one in the place of another.
    if (path !== folder) { this.forget(path); }
    void this.add(path);
    this.count(path);
  }

  private count(path: string): void {
    if (this.closed) { return; }
    this.changed.add(path);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.tell(), MILLISECONDS_TO_SETTLE);
  }

  private forget(path: string): void {
    for (const [folder, watcher] of this.watchers) {
      if (folder !== path && !folder.startsWith(path + sep)) { continue; }
      watcher.close();
      this.watchers.delete(folder);
    }
  }

  private async tell(): Promise<void> {
    const paths = [...this.changed];
    this.changed.clear();
    const ignored = await ignoredByGit(paths);
    const left = paths.filter((path) => this.outputs.has(path) || !ignored.has(path));
    if (left.length > 0 && !this.closed) { this.onChange(left); }
  }
}

/** None where there is no git, or no repository. */
function ignoredByGit(paths: readonly string[]): Promise<ReadonlySet<string>> {
  return new Promise((resolve) => {
    const [first = '.'] = paths;
    const git = execFile('git', ['-C', join(first, '..'), 'check-ignore', '-z', '--stdin'], (_, stdout) => resolve(new Set(stdout.split('\0'))));
    // Where it ends before it has read all, the callback says so.
    git.stdin?.on('error', () => undefined).end(paths.join('\0'));
  });
}
