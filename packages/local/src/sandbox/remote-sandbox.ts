import { Answer, Channel } from './channel.js';
import { ProtocolError } from './frames.js';
import { reply } from './reply.js';
import {
  CallOptions, Cell, DirectoryEntry, FileProblem, FileRead, FileToWrite, Limits, ProcessResult, Sandbox, SandboxError, SandboxGoneError,
  SandboxStats, Task,
} from './sandbox.js';

/** A sandbox whose agent is at the other end of a channel. */
export class RemoteSandbox implements Sandbox {
  public readonly ended: Promise<void>;
  private closing?: Promise<void>;

  /** @param end Ends every process of the sandbox, and settles when nothing of it is left. Called once at most. */
  public constructor(
    private readonly channel: Channel,
    private readonly limits: Pick<Limits, 'callSeconds' | 'taskSeconds'>,
    private readonly end: () => Promise<void>,
  ) {
    this.ended = channel.closed;
    // Whatever of it outlives its agent goes, too. What cannot be removed is told to those who call `close`.
    channel.closed.then(() => this.close()).catch(() => undefined);
  }

  public async executeCode(cell: Cell, options: CallOptions = {}): Promise<ProcessResult> {
    const { code, language, runtime, clearContext: clear } = cell;
    return this.run({ op: 'exec', code, language, runtime, clear, timeout: this.limits.callSeconds }, options);
  }

  public async executeCommand(command: string, options: CallOptions = {}): Promise<ProcessResult> {
    return this.run({ op: 'command', command, timeout: this.limits.callSeconds }, options);
  }

  public async writeFiles(files: readonly FileToWrite[]): Promise<void> {
    const announced = files.map(({ path, data }) => ({ path, size: data.byteLength }));
    await this.ask({ op: 'write', files: announced }, () => undefined, files.map(({ data }) => data));
  }

  public async readFiles(paths: readonly string[], maxBytes: number): Promise<FileRead[]> {
    return this.ask({ op: 'read', paths, maxBytes }, (answer) => reply.files(answer, paths));
  }

  public async listFiles(path: string): Promise<DirectoryEntry[]> {
    return this.ask({ op: 'list', path }, ({ json }) => reply.entries(json));
  }

  public async removeFiles(paths: readonly string[]): Promise<FileProblem[]> {
    return this.ask({ op: 'remove', paths }, ({ json }) => reply.problems(json));
  }

  public async startTask(command: string): Promise<Task> {
    return this.ask({ op: 'task_start', command, timeout: this.limits.taskSeconds }, asTask);
  }

  public async getTask(id: string): Promise<Task> {
    return this.ask({ op: 'task_get', id }, asTask);
  }

  public async stopTask(id: string): Promise<Task> {
    return this.ask({ op: 'task_stop', id }, asTask);
  }

  public async stats(): Promise<SandboxStats> {
    return this.ask({ op: 'stats' }, ({ json }) => ({
      processes: reply.count(json, 'processes'),
      memoryBytes: reply.count(json, 'memoryBytes'),
      diskBytes: reply.count(json, 'diskBytes'),
    }));
  }

  public close(): Promise<void> {
    this.closing ??= this.end().finally(() => this.channel.destroy()).then(() => this.ended);
    return this.closing;
  }

  private async run(request: object, { signal }: CallOptions): Promise<ProcessResult> {
    let stopListening: (() => void) | undefined;
    const cancelOn = (call: number) => {
      const cancel = () => void this.channel.request({ op: 'cancel', call }).catch(() => undefined);
      if (signal?.aborted) { cancel(); }
      signal?.addEventListener('abort', cancel, { once: true });
      stopListening = () => signal?.removeEventListener('abort', cancel);
    };
    try {
      return await this.ask(request, asResult, [], cancelOn);
    } finally {
      stopListening?.();
    }
  }

  private async ask<T>(
    request: object, read: (answer: Answer) => T, attached: readonly Uint8Array[] = [], onStart?: (call: number) => void,
  ): Promise<T> {
    const answer = await this.channel.request(request, attached, onStart).catch((error: unknown) => {
      throw error instanceof RangeError ? new SandboxError(error.message) : error;
    });
    try {
      if (answer.json.error !== undefined) { throw new SandboxError(reply.text(answer.json, 'error')); }
      return read(answer);
    } catch (error) {
      if (!(error instanceof ProtocolError)) { throw error; }
      this.channel.destroy(error);
      throw new SandboxGoneError(`the sandbox was ended: ${error.message}`, { cause: error });
    }
  }
}

function asResult({ json, stdout, stderr }: Answer): ProcessResult {
  const end = reply.earlyEnd(json);
  return {
    stdout: stdout.toString('utf8'),
    stderr: stderr.toString('utf8'),
    exitCode: reply.exitCode(json),
    seconds: reply.number(json, 'seconds'),
    stdoutDropped: reply.count(json, 'stdoutDropped'),
    stderrDropped: reply.count(json, 'stderrDropped'),
    ...(end && { end }),
  };
}

function asTask({ json, attached }: Answer): Task {
  const task = reply.object(json, 'task');
  const stdoutSize = reply.count(task, 'stdoutSize');
  if (stdoutSize > attached.length) { throw new ProtocolError(`${stdoutSize} bytes of output announced, ${attached.length} sent`); }
  return {
    id: reply.text(task, 'id'),
    status: reply.taskStatus(task),
    stdout: attached.toString('utf8', 0, stdoutSize),
    stderr: attached.toString('utf8', stdoutSize),
    stdoutDropped: reply.count(task, 'stdoutDropped'),
    stderrDropped: reply.count(task, 'stderrDropped'),
    ...(task.exitCode !== undefined && task.exitCode !== null && { exitCode: reply.exitCode(task) }),
    seconds: reply.number(task, 'seconds'),
  };
}
