/** What happens during a call, for whoever shows it. Of a call that rejects, nothing is said in the end. */
export type CodeInterpreterProgress = { type: 'code_interpreter'; tool: string; threadId: string } & CodeInterpreterProgressEvent;

export type CodeInterpreterProgressEvent =
  | { event: 'session_starting' }
  | { event: 'session_started'; sessionId: string; seconds: number }
  | { event: 'session_replaced'; sessionId: string; reason: string }
  | { event: 'running'; sessionId: string }
  | { event: 'throttled'; attempt: number; retryInSeconds: number }
  | { event: 'output'; sessionId: string; text: string }
  | { event: 'finished'; sessionId: string; seconds: number; isError: boolean };
