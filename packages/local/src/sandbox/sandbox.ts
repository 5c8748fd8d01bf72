/** What code may reach over the network. The names are the service's. */
export type NetworkMode = 'SANDBOX' | 'PUBLIC' | 'VPC';

/** Languages of `executeCode`. */
export type Language = 'python' | 'javascript' | 'typescript';

/** What runs them. */
export type Runtime = 'python' | 'nodejs' | 'deno';

/** What one session may use. */
export interface Limits {
  /** Processors, as a share of time. */
  readonly cpus: number;
  readonly memoryBytes: number;
  /** For the working directory, /tmp and /dev/shm together. */
  readonly diskBytes: number;
  readonly files: number;
  readonly processes: number;
  /** Kept of each of stdout and stderr, per call or task. What comes after is read, counted and dropped. */
  readonly outputBytes: number;
  readonly callSeconds: number;
  readonly taskSeconds: number;
}

export interface SandboxOptions {
  readonly networkMode: NetworkMode;
}

/** What each call takes besides its input. */
export interface CallOptions {
  /** Aborting stops the code: first an interrupt, then a kill. The session goes on. */
  readonly signal?: AbortSignal;
}

export interface Cell {
  readonly code: string;
  readonly language: Language;
  readonly runtime: Runtime;
  /** Forget all variables first. Python only. */
  readonly clearContext: boolean;
}

/** Why code ended before its time. */
export type EarlyEnd = 'timeout' | 'canceled' | 'killed';

export interface ProcessResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly seconds: number;
  /** Bytes that did not fit into `outputBytes`. */
  readonly stdoutDropped: number;
  readonly stderrDropped: number;
  readonly end?: EarlyEnd;
}

export interface FileToWrite {
  /** Relative to the working directory, or absolute below it. */
  readonly path: string;
  readonly data: Uint8Array;
}

export type FileRead = { readonly path: string; readonly data: Uint8Array } | FileProblem;

export interface FileProblem {
  readonly path: string;
  readonly problem: string;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly directory: boolean;
  readonly bytes: number;
}

export type TaskStatus = 'submitted' | 'working' | 'completed' | 'failed' | 'canceled';

export interface Task {
  readonly id: string;
  readonly status: TaskStatus;
  /** So far. */
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutDropped: number;
  readonly stderrDropped: number;
  /** When it has ended. */
  readonly exitCode?: number;
  readonly seconds: number;
}

export interface SandboxStats {
  readonly processes: number;
  /** Resident memory of all of them. */
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

/** One session's isolated machine: processes, files and network of its own. */
export interface Sandbox {
  /** Settles when the sandbox is gone, whoever ended it. Never rejects. */
  readonly ended: Promise<void>;
  /** Calls of one sandbox and runtime are queued. */
  executeCode(cell: Cell, options?: CallOptions): Promise<ProcessResult>;
  /** Each in a shell of its own, side by side with everything else. */
  executeCommand(command: string, options?: CallOptions): Promise<ProcessResult>;
  /** All or none. Throws `SandboxError`. */
  writeFiles(files: readonly FileToWrite[]): Promise<void>;
  /** In the order asked for. Refuses what exceeds `maxBytes` together. */
  readFiles(paths: readonly string[], maxBytes: number): Promise<FileRead[]>;
  /** One level, hidden entries too. Throws `SandboxError`. */
  listFiles(path: string): Promise<DirectoryEntry[]>;
  /** What could not be removed. */
  removeFiles(paths: readonly string[]): Promise<FileProblem[]>;
  startTask(command: string): Promise<Task>;
  /** Throws `SandboxError` for an unknown task. */
  getTask(id: string): Promise<Task>;
  /** Throws `SandboxError` for an unknown task or one that has ended. */
  stopTask(id: string): Promise<Task>;
  stats(): Promise<SandboxStats>;
  /** Ends every process and frees everything. May be called more than once. */
  close(): Promise<void>;
}

/** A refusal that is the caller's to mend: it becomes a result with `isError`. */
export class SandboxError extends Error {
  public override readonly name = 'SandboxError';
}

/** The sandbox went away while a call was under way: closed, or its machinery died. */
export class SandboxGoneError extends Error {
  public override readonly name = 'SandboxGoneError';
}

export type Tier = 'namespaces' | 'bubblewrap' | 'landlock' | 'seatbelt' | 'reduced' | 'none';

/** What was chosen at the start and what that means, for the first line printed and for `/health`. */
export interface EngineReport {
  readonly tier: Tier;
  /** In a few words: how sessions are kept apart. */
  readonly title: string;
  /** One line for each thing that a session can reach or exhaust although the service's could not. */
  readonly notIsolated: readonly string[];
  /** How memory, processors and processes are bounded: `cgroup v2`, `cgroup v1`, `rlimits and a watchdog`. */
  readonly limitedBy: string;
  readonly limits: Limits;
  readonly python?: PythonReport;
  /** What runs JavaScript and TypeScript. One that is not there is absent. */
  readonly nodejs?: { readonly version: string; readonly path: string };
  readonly deno?: { readonly version: string; readonly path: string };
  /** Better tiers that were tried, and why each was refused. */
  readonly refused: readonly { readonly tier: Tier; readonly reason: string }[];
}

export interface PythonReport {
  readonly version: string;
  readonly path: string;
  /** Of the packages of interest, those that are installed: name to version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Modules that sessions start with, already imported. */
  readonly preloaded: readonly string[];
}

/** Makes sandboxes of one tier. */
export interface Engine {
  readonly report: EngineReport;
  open(options: SandboxOptions): Promise<Sandbox>;
  /** Closes all sandboxes. Nothing is left: no process, mount, cgroup or file. */
  close(): Promise<void>;
}
