import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { checkShape } from './answer-shape.js';
import { exchange } from './exchange.js';
import { fuzz } from './fuzzing.js';
import { written, WrittenRequest, writtenRequests } from './http-requests.js';
import { ServiceUnderFuzz } from './service-under-fuzz.js';
import { SYSTEM } from '../clients/service-for-clients.js';

const fuzzed = await ServiceUnderFuzz.start();
const { port } = fuzzed.service;
const TIMEOUT = 60_000;

const LISTING: WrittenRequest = {
  method: 'POST',
  target: `/code-interpreters/${SYSTEM}/sessions/list`,
  headers: [['host', 'localhost'], ['content-type', 'application/json']],
  body: Buffer.from('{"maxResults":1}'),
};

afterEach(() => fuzzed.expectUnharmed());

test('requests of all kinds are answered, in the service\'s shape', async () => {
  await fuzz('requests', [writtenRequests], async (request) => {
    const bodiless = request.method === 'HEAD';
    const { answers, cut } = await exchange(port, [written(request)], { end: false, bodiless });
    expect(answers.length > 0 || cut).toBe(true);
    for (const answer of answers) { checkShape(answer, bodiless); }
  });
}, TIMEOUT);

test('bytes that are hardly HTTP are answered or dropped', async () => {
  const lines = fc.array(fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('GET / HTTP/1.1', 'host: localhost', 'content-length: 5', 'transfer-encoding: chunked', '', 'HTTP/9.9'),
  ));
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.tuple(lines, fc.constantFrom('\r\n', '\n', '\r', '\0')).map(([parts, end]) => Buffer.from(parts.join(end), 'latin1')),
  );
  await fuzz('garbage', [garbage], async (bytes) => {
    for (const answer of (await exchange(port, [bytes])).answers) { checkShape(answer); }
  });
}, TIMEOUT);

test('lengths that are wrong, bodies that are cut, and requests in pieces', async () => {
  const lengths = fc.oneof(
    fc.nat({ max: 40 }).map(String),
    fc.constantFrom('-1', '1e3', '0x10', '99999999999999999999', '+5', '5, 5', '', ' 16 ', '16\r\ncontent-length: 17'),
  );
  await fuzz('lengths', [lengths, fc.nat({ max: 20 })], async (length, pieces) => {
    const bytes = written(LISTING, length);
    const size = Math.ceil(bytes.length / (pieces + 1));
    const cut = Array.from({ length: pieces + 1 }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
    for (const answer of (await exchange(port, cut)).answers) { checkShape(answer); }
  });
}, TIMEOUT);

test('chunked bodies, right and wrong', async () => {
  const chunks = fc.array(
    fc.oneof(
      fc.constantFrom(
        '10\r\n{"maxResults":1}\r\n', '0\r\n\r\n', 'ffffffffffffffff\r\n', '-1\r\n', '5;x=y\r\n12345\r\n', '0\r\nx: y\r\n\r\n', '1\r\n',
      ),
      fc.string({ unit: 'binary', maxLength: 9 }),
    ),
    { maxLength: 6 },
  );
  await fuzz('chunks', [chunks], async (given) => {
    const head = `POST ${LISTING.target} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n`;
    for (const answer of (await exchange(port, [Buffer.from(head + given.join(''), 'latin1')])).answers) { checkShape(answer); }
  });
}, TIMEOUT);

test('requests that are sent at once are all answered, in their order', async () => {
  const several = fc.array(fc.constantFrom(1, 2, 0, 101), { minLength: 2, maxLength: 30 });
  await fuzz('pipelines', [several], async (sizes) => {
    const requests = sizes.map((size, index) => written(
      { ...LISTING, body: Buffer.from(`{"maxResults":${size}}`) }, undefined, index === sizes.length - 1 ? 'close' : 'keep-alive',
    ));
    const { answers } = await exchange(port, [Buffer.concat(requests)], { end: false });
    for (const answer of answers) { checkShape(answer); }
    expect(answers.map(({ status }) => status)).toEqual(sizes.map((size) => (size >= 1 && size <= 100 ? 200 : 400)));
  });
}, TIMEOUT);

test('many slow clients at once keep nobody waiting', async () => {
  const slow = Array.from({ length: 200 }, async (_, index) => {
    const bytes = written(LISTING);
    const pieces = Array.from({ length: 10 }, (_piece, at) => bytes.subarray(at * 20, (at + 1) * 20));
    await delay(index * 5);
    return exchange(port, index % 2 === 0 ? pieces.slice(0, 5) : [...pieces, bytes.subarray(200)]);
  });
  for (let call = 0; call < 20; call++) {
    const { answers } = await exchange(port, [written(LISTING)], { end: false });
    expect(answers.map(({ status }) => status)).toEqual([200]);
  }
  for (const { answers } of await Promise.all(slow)) { for (const answer of answers) { checkShape(answer); } }
}, TIMEOUT);
