import { get, IncomingMessage } from 'node:http';
import fastify, { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, REPORT } from './events.js';
import { SandboxError, SandboxGoneError } from '../../src/sandbox/sandbox.js';
import { History } from '../../src/watch/history.js';
import { registerPage } from '../../src/watch/page.js';

let app: FastifyInstance;
let history: History;

beforeEach(async () => {
  history = new History();
  app = fastify();
  await registerPage(app, {
    report: REPORT,
    history,
    sessions: () => [],
    listFiles: async (_interpreter, session, path) => {
      if (session === 'gone') { throw new SandboxGoneError('closed'); }
      if (session === 'unknown') { return undefined; }
      if (path === '../etc') { throw new SandboxError('outside of the working directory'); }
      return Array.from({ length: 2001 }, (_, index) => ({ name: `f${index}`, directory: false, bytes: 1 }));
    },
  });
});

afterEach(() => app.close());

/** Opens the stream; what it says is collected until it is left. */
async function follow(url: string): Promise<{ response: IncomingMessage; text: () => string; leave: () => void }> {
  let text = '';
  const response = await new Promise<IncomingMessage>((resolve, reject) => get(`${url}/watch/events`, resolve).on('error', reject));
  response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('error', () => undefined);
  return { response, text: () => text, leave: () => response.destroy() };
}

test.each(['/', '/page.js', '/page.css'])('%s lets nothing in from elsewhere', async (url) => {
  const { statusCode, headers } = await app.inject(url);
  expect(statusCode).toBe(200);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cross-origin-resource-policy']).toBe('same-origin');
});

test.each(['/watch/events', '/watch/files?interpreter=a&session=b'])('%s answers no other site', async (url) => {
  for (const site of ['cross-site', 'same-site']) {
    expect((await app.inject({ url, headers: { 'sec-fetch-site': site } })).statusCode).toBe(403);
  }
});

test('there is nothing to write to', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'] as const) {
    for (const url of ['/', '/watch/events', '/watch/files']) { expect((await app.inject({ method, url })).statusCode).toBe(404); }
  }
});

test('files: bounded, and each refusal says why', async () => {
  const { entries, more } = (await app.inject('/watch/files?interpreter=a&session=b')).json<{ entries: unknown[]; more: number }>();
  expect([entries.length, more]).toEqual([2000, 1]);
  for (const [query, status, message] of [
    ['interpreter=a', 400, /needed/],
    ['interpreter=a&session=b&session=c', 400, /each once/],
    ['interpreter=a&session=unknown', 404, /no such session/],
    ['interpreter=a&session=gone', 404, /just ended/],
    ['interpreter=a&session=b&path=../etc', 400, /outside/],
  ] as const) {
    const response = await app.inject(`/watch/files?${query}`);
    expect([query, response.statusCode]).toEqual([query, status]);
    expect(response.json<{ message: string }>().message).toMatch(message);
  }
});

test('events: a snapshot, then each call; closing the service ends them', async () => {
  history.onCall(call({ tool: 'readFiles' }));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const { text } = await follow(url);
  await expect.poll(text).toContain('event: snapshot');
  expect(text()).toContain('readFiles');
  history.onCall(call({ tool: 'executeCode', input: { code: 'one\n\ndata: two' } }));
  await expect.poll(text).toMatch(/event: call\ndata: .*one\\n\\ndata: two.*\n\n/);
  await app.close();
});

test('events: no more than 32 readers, and a place is free again when one leaves', async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const readers = await Promise.all(Array.from({ length: 32 }, () => follow(url)));
  expect(readers.map(({ response }) => response.statusCode)).toEqual(Array.from({ length: 32 }, () => 200));
  expect((await follow(url)).response.statusCode).toBe(503);
  readers[0]?.leave();
  await expect.poll(async () => {
    const { response, leave } = await follow(url);
    leave();
    return response.statusCode;
  }).toBe(200);
});

test('a reader starts from the latest calls, no more than it can take at once', async () => {
  const code = '\u0436'.repeat(4000);
  for (let number = 0; number < 500; number += 1) { history.onCall(call({ input: { code, more: code } })); }
  const { text, leave } = await follow(await app.listen({ port: 0, host: '127.0.0.1' }));
  await expect.poll(() => /event: snapshot\ndata: .*\n\n/.test(text())).toBe(true);
  const [, data = ''] = /event: snapshot\ndata: (.*)\n/.exec(text()) ?? [];
  leave();
  expect(Buffer.byteLength(data)).toBeLessThan(2.2 * 2 ** 20);
  const { calls } = JSON.parse(data) as { calls: { number: number }[] };
  expect(calls.length).toBeGreaterThan(100);
  expect(calls.at(-1)?.number).toBe(500);
  expect(calls[0]?.number).toBe(501 - calls.length);
});
