/**
 * - `InvalidOptions`: an option is out of its range.
 * - `UnknownTool`: there is no tool of that name.
 * - `AccessDenied`, `QuotaExceeded`, `Throttled`: the service refused, the last one as often as `maxAttempts` says.
 * - `InterpreterNotFound`: there is no such code interpreter in that region.
 * - `SessionLost`: a session that had just been started was gone at once.
 * - `ServiceFailure`: the service failed, or its answer cannot be read: it may have done its work or not.
 * - `NoConnection`: region, credentials, network: the service was not reached, or the connection broke off.
 */
export type CodeInterpreterToolErrorCode =
  | 'InvalidOptions' | 'UnknownTool' | 'AccessDenied' | 'QuotaExceeded' | 'Throttled' | 'InterpreterNotFound' | 'SessionLost'
  | 'ServiceFailure' | 'NoConnection';

const BRAND = Symbol.for('agentcore-code-interpreter.tool-error');

/** What a model cannot mend. `cause` is the error of the AWS SDK, if there was one. */
export class CodeInterpreterToolError extends Error {
  /** Also for an error of another copy of this package, for which `instanceof` says no. */
  public static isInstance(error: unknown): error is CodeInterpreterToolError {
    return typeof error === 'object' && error !== null && BRAND in error;
  }

  public override readonly name = 'CodeInterpreterToolError';

  public constructor(public readonly code: CodeInterpreterToolErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    Object.defineProperty(this, BRAND, { value: true });
  }
}
