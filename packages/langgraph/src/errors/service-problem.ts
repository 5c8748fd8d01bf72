import { CodeInterpreterToolError, CodeInterpreterToolErrorCode } from './code-interpreter-tool-error.js';

/** What an error of the AWS SDK means, the same for an HTTP error and for one in the event stream. */
export type ServiceProblem = 'not-found' | 'conflict' | 'validation' | 'throttled' | 'other';

export function serviceProblem(error: unknown): ServiceProblem {
  const { name, status } = described(error);
  switch (name) {
    case 'ResourceNotFoundException': return 'not-found';
    case 'ConflictException': return 'conflict';
    case 'ValidationException': return 'validation';
    case 'ThrottlingException': return 'throttled';
    default: return status === 429 ? 'throttled' : 'other';
  }
}

const CREDENTIAL_ERRORS = [
  'AccessDeniedException', 'ExpiredTokenException', 'InvalidSignatureException', 'UnauthorizedException', 'UnrecognizedClientException',
];

const NEXT_STEPS: Readonly<Partial<Record<CodeInterpreterToolErrorCode, string>>> = {
  AccessDenied: 'Check the credentials, and that their role may start, invoke and stop sessions of this code interpreter',
  QuotaExceeded: 'Stop sessions that are not needed (cleanup), or have the quota raised',
  Throttled: 'Call less often, or raise maxAttempts',
  NoConnection: 'Check region, credentials, endpoint and network',
};

/** Of a call that was sent. */
const MAY_HAVE_RUN: Readonly<Partial<Record<CodeInterpreterToolErrorCode, string>>> = {
  ServiceFailure: 'The call may have done its work or not: look before you repeat it',
  NoConnection: 'A call that was already sent may have done its work',
};

/** Of the SDK, before it sends anything. */
const REGION_MISSING = 'Region is missing';
const NAME_A_REGION = 'Set AWS_REGION, or the option region';
const CREDENTIALS_MISSING = ['CredentialsProviderError', 'TokenProviderError'];
const NAME_CREDENTIALS = 'Give credentials in one of the ways of the AWS SDK: AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role';

/**
 * An error of the AWS SDK as the program gets it.
 *
 * @param attempts of a call, which may have run. Left out: it was something that can be repeated
 */
export function toolError(error: unknown, doing: string, attempts?: number): CodeInterpreterToolError {
  const { message, name, status } = described(error);
  const code = codeOf(error, name, status);
  const times = attempts === undefined || attempts === 1 ? '' : ` after ${attempts} attempts`;
  const next = nextSteps(error, name, code, attempts !== undefined).map((step) => ` ${step}.`).join('');
  return new CodeInterpreterToolError(code, `${doing} failed${times}: ${name}: ${message}${next}`, { cause: error });
}

function nextSteps(error: unknown, name: string, code: CodeInterpreterToolErrorCode, mayHaveRun: boolean): readonly string[] {
  if (error instanceof Error && error.message === REGION_MISSING) { return [NAME_A_REGION]; }
  if (CREDENTIALS_MISSING.includes(name)) { return [NAME_CREDENTIALS]; }
  return [NEXT_STEPS[code], mayHaveRun ? MAY_HAVE_RUN[code] : undefined].filter((step) => step !== undefined);
}

function codeOf(error: unknown, name: string, status: number | undefined): CodeInterpreterToolErrorCode {
  if (serviceProblem(error) === 'throttled') { return 'Throttled'; }
  if (name === 'ServiceQuotaExceededException' || status === 402) { return 'QuotaExceeded'; }
  if (CREDENTIAL_ERRORS.includes(name) || status === 401 || status === 403) { return 'AccessDenied'; }
  // The SDK marks what comes out of an answer of the service, also an answer that cannot be read.
  return status !== undefined || (error instanceof Error && '$fault' in error) ? 'ServiceFailure' : 'NoConnection';
}

/** How to look into the error with a debugger. */
const SDK_HINT = /\n\s*Deserialization error: to see the raw response[^]*$/;

interface Described {
  readonly name: string;
  /** Ends with a full stop. */
  readonly message: string;
  /** Not there for errors in the event stream, and for those that never reached the service. */
  readonly status: number | undefined;
}

function described(error: unknown): Described {
  if (!(error instanceof Error)) { return { name: 'Error', message: ended(String(error)), status: undefined }; }
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status: unknown = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? metadata.httpStatusCode : undefined;
  // Node joins the errors of all addresses that it tried, and leaves the message empty.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = error.message.replace(SDK_HINT, '') || code || 'no reason given';
  return { name: error.name, message: ended(message), status: typeof status === 'number' ? status : undefined };
}

function ended(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
