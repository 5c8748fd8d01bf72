/** What may be made to go wrong. */
export const FAULT_KINDS = ['throttle', 'throttle-stream', 'expire', 'slow', 'quota', 'error', 'deny'] as const;

/**
 * - `throttle`: 429 ThrottlingException.
 * - `throttle-stream`: a `throttlingException` as the only event of the stream.
 * - `expire`: the session ends as if its time were over, and the call gets 404 ResourceNotFoundException.
 * - `slow`: the call is held up, then goes on.
 * - `quota`: 402 ServiceQuotaExceededException.
 * - `error`: 500 InternalServerException.
 * - `deny`: 403 AccessDeniedException.
 *
 * All but `slow` come instead of the call's work, never after it.
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A failure on purpose, and when it happens. */
export interface Fault {
  readonly fault: FaultKind;
  /**
   * The operation that fails. Left out: InvokeCodeInterpreter for `expire` and `throttle-stream`, StartCodeInterpreterSession for
   * `quota` and `slow`, any for the rest. With `tool`: InvokeCodeInterpreter.
   */
  readonly operation?: string;
  /** Left out: any tool. */
  readonly tool?: string;
  /** Left out: any interpreter. */
  readonly codeInterpreterId?: string;
  /** How often it happens. Left out: always. */
  readonly times?: number;
  /** How many calls that it is for go well first. Left out: none. */
  readonly after?: number;
  /** From 0 to 1. Left out: 1. */
  readonly probability?: number;
  /** How long `slow` takes. Left out: 800, about what the service takes to start a session. */
  readonly milliseconds?: number;
}

/** A fault that makes no sense. */
export class FaultError extends Error {
  public override readonly name = 'FaultError';
}
