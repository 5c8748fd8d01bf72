import { CodeInterpreterProgress } from './progress.js';

/** Of one call. All may be left out. */
export interface CallOptions {
  /** Calls of one thread share a session. Left out: 'default'. */
  threadId?: string;
  /** Of a sub-agent, which has a session of its own within the thread. Left out: the thread's own session. */
  scope?: string;
  /** Ends the wait for a call, which then rejects with an AbortError. What runs in the session may run on. Left out: no way to end it. */
  signal?: AbortSignal;
  /** Told what happens. Left out: nobody is. */
  onProgress?: (progress: CodeInterpreterProgress) => void;
}
