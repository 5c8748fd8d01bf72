import { CallOptions } from './call-options.js';
import { CodeInterpreterProgressEvent } from './progress.js';
import { toldSafely } from './told-safely.js';

export type Report = (event: CodeInterpreterProgressEvent) => void;

/** Tells of the progress of one call. Whoever is told cannot make the call fail. */
export function reporterOf(tool: string, threadId: string, { onProgress }: CallOptions, warn: (message: string) => void): Report {
  return (event) => toldSafely(
    () => onProgress?.({ type: 'code_interpreter', tool, threadId, ...event }),
    (reason) => warn(`onProgress of ${tool} failed at ${event.event}: ${reason}`),
  );
}
