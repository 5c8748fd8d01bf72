import { CellQueue } from './cell-queue.js';
import { pythonCommand, scriptCommand } from './deno-command.js';
import { Pyodide } from './pyodide.js';
import { SessionFolder } from './session-folder.js';
import { folderUsage, residentBytes } from './usage.js';
import { Watchdog } from './watchdog.js';
import { deferred } from '../../deferred.js';
import {
  CallOptions, Cell, DirectoryEntry, FileProblem, FileRead, FileToWrite, Limits, ProcessResult, Sandbox, SandboxError, SandboxGoneError,
  SandboxStats, Task,
} from '../../sandbox.js';
import { ScriptRuntime } from '../../setup.js';

export interface ReducedSetup {
  readonly limits: Limits;
  readonly deno: ScriptRuntime;
  readonly pyodide: Pyodide;
  /** Holds those of the sessions. */
  readonly folder: string;
}

/** A session in Deno processes of few permissions: cells and files, no commands. */
export class ReducedSandbox implements Sandbox {
  /** Python takes seconds to start: it does so while the session waits for its first call. */
  public static async open(setup: ReducedSetup): Promise<ReducedSandbox> {
    const sandbox = new ReducedSandbox(setup, await SessionFolder.make(setup.folder));
    try {
      sandbox.python.warm();
    } catch (error) {
      await sandbox.close();
      throw error;
    }
    return sandbox;
  }

  public readonly ended: Promise<void>;
  private readonly python: CellQueue;
  private readonly script: CellQueue;
  private readonly watchdog: Watchdog;
  private readonly markEnded: () => void;
  private closing?: Promise<void>;

  private constructor(private readonly setup: ReducedSetup, private readonly folder: SessionFolder) {
    const { limits, deno, pyodide } = setup;
    const { promise, resolve } = deferred();
    this.ended = promise;
    this.markEnded = resolve;
    this.watchdog = new Watchdog(() => this.processes(), folder.path, limits);
    const environment = {
      HOME: folder.path, DENO_DIR: folder.cache, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1', LANG: 'C.UTF-8', PATH: '/usr/bin:/bin',
    };
    const common = { folder: folder.path, environment, limits };
    const started = (): void => this.watchdog.start();
    const python = pythonCommand(deno, limits.memoryBytes, folder.path, pyodide);
    const script = scriptCommand(deno, limits.memoryBytes, folder.path);
    this.python = new CellQueue({ command: python, announces: true, ...common }, started);
    this.script = new CellQueue({ command: script, announces: false, ...common }, started);
  }

  public async executeCode({ code, runtime, clearContext }: Cell, { signal }: CallOptions = {}): Promise<ProcessResult> {
    this.assertOpen();
    if (runtime === 'python') { return this.unlessClosed(this.python.run(code, clearContext, signal)); }
    if (runtime !== 'deno') {
      throw new SandboxError(`runtime ${runtime} cannot be kept apart without a sandbox; use runtime deno, or a machine with a sandbox`);
    }
    return this.unlessClosed(this.script.run(code, false, signal));
  }

  public async executeCommand(): Promise<ProcessResult> { throw this.noCommands(); }

  public async startTask(): Promise<Task> { throw this.noCommands(); }

  public async getTask(id: string): Promise<Task> { throw unknownTask(id); }

  public async stopTask(id: string): Promise<Task> { throw unknownTask(id); }

  public async writeFiles(files: readonly FileToWrite[]): Promise<void> {
    this.assertOpen();
    const used = await folderUsage(this.folder.path, this.setup.limits.files);
    if (used.files + files.length > this.setup.limits.files) {
      throw new SandboxError(`too many files: ${used.files} are there, ${this.setup.limits.files} are allowed; remove some first`);
    }
    await this.folder.write(files, this.setup.limits.diskBytes - used.bytes);
  }

  public async readFiles(paths: readonly string[], maxBytes: number): Promise<FileRead[]> {
    this.assertOpen();
    return this.folder.read(paths, maxBytes);
  }

  public async listFiles(path: string): Promise<DirectoryEntry[]> {
    this.assertOpen();
    return this.folder.list(path);
  }

  public async removeFiles(paths: readonly string[]): Promise<FileProblem[]> {
    this.assertOpen();
    return this.folder.removeFiles(paths);
  }

  public async stats(): Promise<SandboxStats> {
    this.assertOpen();
    const processes = this.processes();
    const memory = await Promise.all(processes.map(({ pid }) => pid === undefined ? 0 : residentBytes(pid)));
    return {
      processes: processes.length,
      memoryBytes: memory.reduce((sum, bytes) => sum + bytes, 0),
      diskBytes: (await folderUsage(this.folder.path, this.setup.limits.files)).bytes,
    };
  }

  public close(): Promise<void> {
    this.closing ??= this.closeOnce();
    return this.closing;
  }

  private async closeOnce(): Promise<void> {
    this.watchdog.stop();
    try {
      await Promise.all([this.python.close(), this.script.close()]);
      await this.folder.remove();
    } finally {
      this.markEnded();
    }
  }

  private processes(): NonNullable<CellQueue['current']>[] {
    return [this.python.current, this.script.current].filter((process) => process !== undefined);
  }

  private async unlessClosed(result: Promise<ProcessResult>): Promise<ProcessResult> {
    const answer = await result.catch((error: unknown) => error as Error);
    if (this.closing) { throw new SandboxGoneError('the session was closed while the call was under way'); }
    if (answer instanceof Error) { throw answer; }
    return answer;
  }

  private assertOpen(): void {
    if (this.closing) { throw new SandboxGoneError('the session is closed'); }
  }

  private noCommands(): SandboxError {
    return new SandboxError('commands are not available: this machine has no sandbox that could hold a shell (tier "reduced"); '
      + 'use executeCode');
  }
}

function unknownTask(id: string): SandboxError {
  return new SandboxError(`unknown task ${id}: tasks are not available here (tier "reduced")`);
}
