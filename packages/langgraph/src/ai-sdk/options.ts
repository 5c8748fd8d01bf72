import { CodeInterpreterOptions } from '../options.js';
import { CodeInterpreterProgress } from '../progress.js';

/** What the AI SDK says about the execution of a tool, as far as it matters here. */
export interface ToolExecution {
  readonly toolCallId: string;
  readonly abortSignal?: AbortSignal;
  /** Version 6 only: what `generateText` or `streamText` was given under this name. */
  readonly experimental_context?: unknown;
}

export interface CodeInterpreterToolsOptions<Prefix extends string = string> extends CodeInterpreterOptions {
  toolNamePrefix?: Prefix;
  /**
   * Of `tools`. Calls of one thread share a session, so give each conversation its own: this way, or with `toolsForThread`.
   * A function is asked at each call. Left out, or undefined from the function: 'default', one session for all who use `tools`.
   */
  threadId?: string | ((execution: ToolExecution) => string | undefined);
  /** Told what happens during a call. Left out: nobody is. */
  onProgress?: (progress: CodeInterpreterProgress, execution: ToolExecution) => void;
}
