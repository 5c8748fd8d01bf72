import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { LARGEST_BODY, readBody } from '../../src/http/body.js';
import { ServiceException } from '../../src/operations/service-exception.js';

const PIECE = Buffer.from('\\u0436'.repeat(100_000));

/** What a body of so many pieces, each 200,000 bytes of UTF-8 that were escaped, is read as. */
function read(pieces: number): Promise<{ error: ServiceException | null; body: unknown }> {
  const stream = Readable.from((function* () {
    yield Buffer.from('{"code":"');
    for (let piece = 0; piece < pieces; piece += 1) { yield PIECE; }
    yield Buffer.from('"}');
  })(), { objectMode: false });
  return new Promise((resolve) => readBody(stream, LARGEST_BODY, (error, body) => resolve({ error, body })));
}

test('text of 100,000,000 bytes may be escaped as boto3 does it, and more is refused', async () => {
  const { error, body } = await read(500);
  expect(error).toBeNull();
  expect(Buffer.byteLength((body as { code: string }).code)).toBe(100_000_000);
  const refused = await read(Math.ceil(LARGEST_BODY / PIECE.length));
  expect(refused.error?.message).toContain(`it may have at most ${LARGEST_BODY}`);
  expect(refused.body).toBeUndefined();
}, 60_000);
