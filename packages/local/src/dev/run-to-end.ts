import { AgentProcess } from './agent-process.js';
import { OutputListener } from './launch-context.js';

export interface RunOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onOutput: OutputListener;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Runs a program, and gives its exit code or the signal that ended it. */
export async function runToEnd(
  command: readonly string[], { folder, environment, onOutput, signal }: RunOptions,
): Promise<number | string> {
  signal.throwIfAborted();
  const started = await AgentProcess.start({ command, folder, environment, runsSources: false, notes: [] }, onOutput);
  const stop = (): void => void started.close();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) { stop(); }
  const exit = await started.exited;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return exit.code ?? exit.signal ?? 'no code';
}
