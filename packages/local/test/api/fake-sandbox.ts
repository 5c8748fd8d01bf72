import {
  CallOptions,
  Cell,
  DirectoryEntry,
  EngineReport,
  FileProblem,
  FileRead,
  FileToWrite,
  Limits,
  ProcessResult,
  Sandbox,
  SandboxError,
  SandboxGoneError,
  SandboxStats,
  Task,
} from '../../src/sandbox/sandbox.js';

export const LIMITS: Limits = {
  cpus: 2,
  memoryBytes: 2 ** 33,
  diskBytes: 2 ** 33,
  files: 1000,
  processes: 64,
  outputBytes: 2 ** 20,
  callSeconds: 900,
  taskSeconds: 28_800,
};

export const REPORT: EngineReport = {
  tier: 'none',
  title: 'a fake',
  notIsolated: [],
  limitedBy: 'nothing',
  limits: LIMITS,
  refused: [],
  nodejs: { version: '20.19.0', path: '/node' },
  deno: { version: '2.9.6', path: '/deno' },
};

export function processResult(given: Partial<ProcessResult> = {}): ProcessResult {
  return { stdout: '', stderr: '', exitCode: 0, seconds: 0.5, stdoutDropped: 0, stderrDropped: 0, ...given };
}

/** Runs nothing: answers what a test prepared, keeps files in a map, and can hang until it is closed or aborted. */
export class FakeSandbox implements Sandbox {
  public readonly cells: Cell[] = [];
  public readonly commands: string[] = [];
  public readonly files = new Map<string, Buffer>();
  public readonly listed: string[] = [];
  public aborted = 0;
  public closed = 0;
  public next: ProcessResult | Error = processResult();
  /** Calls of code and commands wait for the end of the sandbox, or for their signal. */
  public hangs = false;
  public task: Task = { id: 'task-1', status: 'submitted', stdout: '', stderr: '', stdoutDropped: 0, stderrDropped: 0, seconds: 0 };
  public entries: DirectoryEntry[] = [];
  public readonly ended: Promise<void>;
  private readonly end: () => void;

  public constructor() {
    let end = (): void => undefined;
    this.ended = new Promise((resolve) => { end = resolve; });
    this.end = () => end();
  }

  public executeCode(cell: Cell, options?: CallOptions): Promise<ProcessResult> {
    this.cells.push(cell);
    return this.answer(options);
  }

  public executeCommand(command: string, options?: CallOptions): Promise<ProcessResult> {
    this.commands.push(command);
    return this.answer(options);
  }

  public async writeFiles(files: readonly FileToWrite[]): Promise<void> {
    if (files.some(({ path }) => path.includes('..'))) {
      throw new SandboxError('path traversal');
    }
    for (const { path, data } of files) {
      this.files.set(path, Buffer.from(data));
    }
  }

  public async readFiles(paths: readonly string[]): Promise<FileRead[]> {
    return paths.map((path) => {
      const data = this.files.get(path);
      return data ? { path, data } : { path, problem: 'No such file or directory' };
    });
  }

  public async listFiles(path: string): Promise<DirectoryEntry[]> {
    this.listed.push(path);
    if (path === 'missing') {
      throw new SandboxError('missing: No such file or directory');
    }
    return this.entries;
  }

  public async removeFiles(paths: readonly string[]): Promise<FileProblem[]> {
    return paths.filter((path) => !this.files.delete(path)).map((path) => ({ path, problem: 'No such file or directory' }));
  }

  public async startTask(command: string): Promise<Task> {
    this.commands.push(command);
    return this.task;
  }

  public async getTask(id: string): Promise<Task> {
    if (id !== this.task.id) {
      throw new SandboxError(`Task ${id} not found`);
    }
    return this.task;
  }

  public async stopTask(id: string): Promise<Task> {
    const task = await this.getTask(id);
    if (task.status !== 'working') {
      throw new SandboxError(`Task ${id} is ${task.status}`);
    }
    return (this.task = { ...task, status: 'canceled' });
  }

  public async stats(): Promise<SandboxStats> {
    return { processes: 0, memoryBytes: 0, diskBytes: 0 };
  }

  public async close(): Promise<void> {
    this.closed += 1;
    this.end();
  }

  /** As when its machinery dies. */
  public die(): void {
    this.end();
  }

  private async answer({ signal }: CallOptions = {}): Promise<ProcessResult> {
    if (this.hangs) {
      await Promise.race([
        this.ended.then(() => {
          throw new SandboxGoneError('gone');
        }),
        new Promise((resolve) => signal?.addEventListener('abort', resolve)).then(() => {
          this.aborted += 1;
        }),
      ]);
      return processResult({ exitCode: 130, end: 'canceled' });
    }
    if (this.next instanceof Error) {
      throw this.next;
    }
    return this.next;
  }
}
