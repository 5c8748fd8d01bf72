import { EventStreamCodec, MessageHeaders } from '@smithy/eventstream-codec';
import { ServiceException } from '../operations/service-exception.js';
import { LARGEST_ANSWER_BYTES } from '../tools/answer-size.js';
import { CodeInterpreterResult, textResult } from '../tools/result.js';

const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString('utf8'), (text) => Buffer.from(text, 'utf8'));

/**
 * One whole event. Several would be cut short by most clients, which read the first or the last only; so what does not fit into one
 * becomes a result that says so.
 */
export function resultFrame(result: CodeInterpreterResult): Buffer {
  const body = Buffer.from(JSON.stringify(result));
  return body.length <= LARGEST_ANSWER_BYTES ? frame(eventHeaders('result'), body) : resultFrame(textResult(tooLarge(body.length), true));
}

/** Of any event stream of AWS. */
export function eventFrame(eventType: string, body: object): Buffer {
  return frame(eventHeaders(eventType), Buffer.from(JSON.stringify(body)));
}

export function exceptionFrame(exception: ServiceException): Buffer {
  return frame({
    ':message-type': { type: 'string', value: 'exception' },
    ':exception-type': { type: 'string', value: exception.memberName },
    ':content-type': { type: 'string', value: 'application/json' },
  }, Buffer.from(JSON.stringify(exception.body)));
}

function eventHeaders(eventType: string): MessageHeaders {
  return {
    ':message-type': { type: 'string', value: 'event' },
    ':event-type': { type: 'string', value: eventType },
    ':content-type': { type: 'string', value: 'application/json' },
  };
}

function frame(headers: MessageHeaders, body: Buffer): Buffer {
  const bytes = codec.encode({ headers, body });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tooLarge(bytes: number): string {
  return `Error: the answer would have ${bytes} bytes, and one event may have at most ${LARGEST_ANSWER_BYTES}. `
    + 'Ask for fewer files at a time, or read a large one in parts (executeCommand with head, tail or split).';
}
