import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface RunOptions {
  /** Told every line of both streams as it comes. Left out: nobody is. */
  readonly onLine?: (line: string) => void;
  /** Aborting ends the process. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly exitCode: number;
  /** All lines of stdout. */
  readonly stdout: string;
  /** The last lines of both streams. */
  readonly tail: string;
}

const TAIL_LINES = 20;

/** Runs a program to its end. Rejects when it cannot be started, or is aborted. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal: options.signal, env: pythonEnvironment() });
  const out: string[] = [];
  const tail: string[] = [];
  const keep = (line: string): void => {
    tail.push(line);
    if (tail.length > TAIL_LINES) { tail.shift(); }
    options.onLine?.(line);
  };
  createInterface(child.stdout).on('line', (line) => { out.push(line); keep(line); });
  createInterface(child.stderr).on('line', keep);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, stdout: out.join('\n'), tail: tail.join('\n') };
}

/** Without what would make one Python import another one's packages. */
function pythonEnvironment(): NodeJS.ProcessEnv {
  const { PYTHONHOME: _home, PYTHONPATH: _path, PIP_USER: _user, PIP_TARGET: _target, ...rest } = process.env;
  return rest;
}
