import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { hasMoreValuesThan } from './body-structure.js';
import { cannotParse, ServiceException } from '../operations/service-exception.js';
import { LARGEST_MEMBER } from '../operations/shapes.js';

/**
 * Room for the largest text or blob and one byte over its limit, so that the limit can be named; and for what is around it. Clients such
 * as boto3 escape what is not ASCII: text becomes three times as long as in UTF-8, and a blob in base64 a third longer.
 */
export const LARGEST_BODY = 3 * LARGEST_MEMBER + 16 * 1024 * 1024;

/** Of operations that carry no files. */
export const LARGEST_SMALL_BODY = 1024 * 1024;

/** Those of 100,000 files and more in one call. */
const MOST_VALUES = 500_000;

/** Smaller ones cannot hold enough values to matter. */
const UNCHECKED_BYTES = 1024 * 1024;

/**
 * The whole body, or an exception once it was sent. One that is too large is read to its end and dropped, since a client that is cut
 * off while it sends sees a broken connection and not the reason.
 */
export function readBody(stream: Readable, maximum: number, done: (error: ServiceException | null, body?: unknown) => void): void {
  let chunks: Buffer[] = [];
  let length = 0;
  let isOver = false;
  const finish = (error: ServiceException | null, body?: unknown): void => {
    if (!isOver) { isOver = true; done(error, body); }
  };
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maximum) { chunks.push(chunk); } else { chunks = []; }
  });
  const cutShort = (): void => {
    // After the end of each request, too: making an exception is the dearest part of it.
    if (!isOver) { finish(cannotParse('The request ended before its body was complete.')); }
  };
  stream.once('error', cutShort);
  stream.once('close', cutShort);
  stream.once('end', () => {
    if (length > maximum) {
      finish(new ServiceException('ValidationException', `The body of the request has ${length} bytes; it may have at most ${maximum}.`,
        { reason: 'FieldValidationFailed', fieldList: [{ name: 'body', message: `longer than ${maximum} bytes` }] }));
      return;
    }
    try {
      finish(null, parse(joined(chunks.splice(0), length)));
    } catch (error) {
      finish(error instanceof ServiceException ? error : cannotParse(`The body of the request is not JSON: ${(error as Error).message}`));
    }
  });
}

function joined(chunks: readonly Buffer[], length: number): Buffer {
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks, length);
}

/** Undefined for an empty one. */
function parse(body: Buffer): unknown {
  if (body.length === 0) { return undefined; }
  if (!isUtf8(body)) { throw cannotParse('The body of the request is not UTF-8.'); }
  if (body.length > UNCHECKED_BYTES && hasMoreValuesThan(MOST_VALUES, body)) {
    throw cannotParse(`The body of the request holds more than ${MOST_VALUES} values. Send them in several requests.`);
  }
  return JSON.parse(body.toString('utf8'));
}
