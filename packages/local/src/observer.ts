import { ProcessResult } from './sandbox/sandbox.js';

/** One call of the API, once it is answered. */
export interface CallEvent {
  readonly requestId: string;
  readonly at: Date;
  readonly operation: string;
  /** Of InvokeCodeInterpreter. */
  readonly tool?: string;
  readonly codeInterpreterId?: string;
  readonly sessionId?: string;
  readonly httpStatus: number;
  /** The service's exception, of HTTP or in the stream. */
  readonly error?: { readonly name: string; readonly message: string };
  /** The tool's own verdict: `isError` of its result. */
  readonly isError?: boolean;
  readonly milliseconds: number;
  /** The arguments of a tool, as they came. */
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output?: Pick<ProcessResult, 'stdout' | 'stderr' | 'exitCode'>;
}

export interface SessionEvent {
  readonly at: Date;
  readonly codeInterpreterId: string;
  readonly sessionId: string;
  readonly change: 'started' | 'stopped' | 'expired' | 'died';
}

/** Who wants to know what the service does: the log, the page. Must not throw, and must return at once. */
export interface ServiceObserver {
  onCall?(event: CallEvent): void;
  onSession?(event: SessionEvent): void;
}
