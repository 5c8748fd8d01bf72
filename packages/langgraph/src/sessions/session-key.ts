/** Who a session belongs to. */
export interface SessionKey {
  readonly threadId: string;
  /** Of a sub-agent. The empty one is the thread's own. */
  readonly scope: string;
}

const SEPARATOR = '|';

/**
 * The scope of a tool call out of LangGraph's `checkpoint_ns`: all but the last part, which is that of the call itself.
 * So calls of one agent share a session, and each run of a sub-agent has its own, as in langchain-aws.
 */
export function scopeOf(checkpointNamespace: string): string {
  return checkpointNamespace.slice(0, Math.max(0, checkpointNamespace.lastIndexOf(SEPARATOR)));
}
