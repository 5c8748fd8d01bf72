import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { clientOf, JavaScriptSession } from './javascript-client.js';
import { runPython, SCRIPT_MS } from './python-client.js';
import { startForClients } from './service-for-clients.js';

vi.setConfig({ testTimeout: SCRIPT_MS + 10_000 });
const service = await startForClients();
const session = await JavaScriptSession.start(clientOf(service.url, { maxAttempts: 1 }));

const LARGEST = 100_000_000;
/** What one event may hold, and what is around the content of a file in it. */
const EVENT_BYTES = 24 * 1024 * 1024;
const AROUND_TEXT = JSON.stringify({
  content: [{ type: 'resource', resource: { type: 'text', uri: 'file:///f', mimeType: 'text/plain', text: '' } }], isError: false,
}).length;

test('the AWS SDK for JavaScript: 100 MB are written, and one byte more is refused', async () => {
  const blob = Buffer.alloc(LARGEST, 'bytes of all kinds: \u0000\u0001\xff');
  await session.invoke('writeFiles', { content: [{ path: 'large', blob }] });
  expect(await session.text('executeCommand', {
    command: 'sha256sum < large',
  })).toBe(`${createHash('sha256').update(blob).digest('hex')}  -`);
  await expect(session.invoke('writeFiles', {
    content: [{ path: 'larger', blob: Buffer.alloc(LARGEST + 1) }],
  })).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await session.invoke('readFiles', { paths: ['larger'] })).toMatchObject({ isError: true });
});

test('the AWS SDK for JavaScript: an answer fills an event, and one byte more is an error that says so', async () => {
  const size = EVENT_BYTES - AROUND_TEXT;
  await session.invoke('executeCommand', { command: `head -c ${size} /dev/zero | tr '\\0' a > f; (cat f; printf a) > g` });
  const [read] = (await session.invoke('readFiles', { paths: ['f'] })).content ?? [];
  expect(read?.resource?.text).toHaveLength(size);
  expect(await session.invoke('readFiles', { paths: ['g'] })).toMatchObject({
    isError: true, content: [{ type: 'text', text: expect.stringContaining(`${EVENT_BYTES}`) as string }],
  });
  expect(await session.invoke('readFiles', { paths: ['large'] })).toMatchObject({ isError: true });
});

test('boto3: the same', async () => {
  expect(await runPython('boto3_limits.py', service, { SIZE: `${EVENT_BYTES - AROUND_TEXT}` })).toEqual({
    written: 'Successfully wrote all 1 files',
    same: true,
    refused: 'ValidationException',
    fills_an_event: EVENT_BYTES - AROUND_TEXT,
    one_more: [true, expect.stringContaining(`${EVENT_BYTES}`)],
    bytes_of_an_event: 18 * 1024 * 1024 - 1024,
  });
});

test('output beyond what is kept is cut with a mark, and the call is answered', async () => {
  const { structuredContent } = await session.invoke('executeCommand', { command: 'head -c 3000000 /dev/zero | tr "\\0" x' });
  expect(structuredContent?.stdout).toMatch(/^x{1048576}\n\[stdout cut: 1951424 bytes more than the 1048576 that are kept;/);
  expect(structuredContent?.exitCode).toBe(0);
});
