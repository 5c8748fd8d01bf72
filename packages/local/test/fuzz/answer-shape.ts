import { EventStreamCodec } from '@smithy/eventstream-codec';
import { RawAnswer } from './exchange.js';

/** Those of the model, and the two that any service of AWS has. InternalServerException would be the service's own fault. */
const EXCEPTIONS: Readonly<Record<string, number>> = {
  ValidationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  UnknownOperationException: 404,
  ConflictException: 409,
  ThrottlingException: 429,
};
const REASONS = ['CannotParse', 'FieldValidationFailed', 'IdempotentParameterMismatchException', 'ResourceConflict'];

const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString(), (text) => Buffer.from(text));

/** Whether an answer is one that clients understand and that blames nobody but them. @throws Error */
export function checkShape(answer: RawAnswer, bodiless = false): void {
  const { status, headers, body } = answer;
  const shown = `${status} ${JSON.stringify(headers)} ${body.toString('latin1').slice(0, 500)}`;
  if (status >= 200 && status < 300) { return checkSuccess(answer, shown); }
  const type = headers['x-amzn-errortype'] ?? '';
  if (EXCEPTIONS[type] !== status) { throw new Error(`an error of an unknown type: ${shown}`); }
  if (bodiless && body.length === 0) { return; }
  const { message, reason } = JSON.parse(body.toString()) as Record<string, unknown>;
  if (headers['content-type'] !== 'application/json' || typeof message !== 'string' || message === '') {
    throw new Error(`an error without a message: ${shown}`);
  }
  if ((type === 'ValidationException') !== REASONS.includes(String(reason))) { throw new Error(`an error with a wrong reason: ${shown}`); }
}

function checkSuccess({ status, headers, body }: RawAnswer, shown: string): void {
  switch (headers['content-type']) {
    case 'application/vnd.amazon.eventstream': return checkResult(body, shown);
    // The second is what is beside the API: /health.
    case 'application/json': case 'application/json; charset=utf-8': JSON.parse(body.toString()); return;
    default: if (status !== 204 || body.length > 0) { throw new Error(`a success of an unknown kind: ${shown}`); }
  }
}

function checkResult(body: Buffer, shown: string): void {
  const { headers, body: payload } = codec.decode(body);
  const { content, isError } = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
  if (headers[':event-type']?.value !== 'result' || !Array.isArray(content) || typeof isError !== 'boolean') {
    throw new Error(`no result: ${shown}`);
  }
}
