import { CallOptions } from './call-options.js';
import { CodeInterpreterProgressEvent } from './progress.js';

export type Report = (event: CodeInterpreterProgressEvent) => void;

/** Tells of the progress of one call. Whoever is told cannot make the call fail. */
export function reporterOf(tool: string, threadId: string, { onProgress }: CallOptions, warn: (message: string) => void): Report {
  return (event) => {
    try {
      onProgress?.({ type: 'code_interpreter', tool, threadId, ...event });
    } catch (error) {
      warn(`onProgress of ${tool} failed at ${event.event}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}
