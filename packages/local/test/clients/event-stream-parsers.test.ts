import { Readable } from 'node:stream';
import { InvokeCodeInterpreterCommand } from '@aws-sdk/client-bedrock-agentcore';
import { expect, test, vi } from 'vitest';
import { clientOf, JavaScriptSession } from './javascript-client.js';
import { runPython, SCRIPT_MS } from './python-client.js';
import { startForClients, SYSTEM } from './service-for-clients.js';

vi.setConfig({ testTimeout: SCRIPT_MS + 10_000 });
const service = await startForClients();
const session = await JavaScriptSession.start(clientOf(service.url));

const HEADERS = { 'content-type': 'application/json', 'x-amzn-code-interpreter-session-id': session.id };
const FAULT = 'x-agentcore-local-fault';

/** The bytes of an answer, as they come. */
async function answerTo(name: string, given: object, headers: object = {}): Promise<Buffer> {
  const answer = await fetch(`${service.url}/code-interpreters/${SYSTEM}/tools/invoke`, {
    method: 'POST', headers: { ...HEADERS, ...headers }, body: JSON.stringify({ name, arguments: given }),
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/vnd.amazon.eventstream']);
  return Buffer.from(await answer.arrayBuffer());
}

/** What the SDK for JavaScript makes of an answer that comes a byte at a time. */
async function inJavaScript(bytes: Buffer): Promise<unknown> {
  const response = {
    statusCode: 200,
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    body: Readable.from(Array.from(bytes, (byte) => Buffer.of(byte))),
  };
  const client = clientOf('http://127.0.0.1', { maxAttempts: 1, requestHandler: { handle: async () => ({ response }) } });
  try {
    const { stream } = await client.send(new InvokeCodeInterpreterCommand({ codeInterpreterIdentifier: SYSTEM, name: 'listFiles' }));
    const events: unknown[] = [];
    for await (const event of stream ?? []) { events.push(event); }
    return JSON.parse(JSON.stringify(
      events, (_, value: unknown) => (value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value),
    ));
  } catch (error) {
    const { name, message } = error as Error;
    return { error: name.charAt(0).toLowerCase() + name.slice(1), message };
  }
}

test('answers that come a byte at a time are read alike by botocore and by the SDK for JavaScript', async () => {
  await session.invoke('writeFiles', {
    content: [
      { path: 'a.csv', text: 'é,漢,😀\u0000\u2028' },
      { path: 'b.png', blob: Buffer.from([0, 1, 2, 255, 254, 253]) },
      { path: 'c', text: '' },
    ],
  });
  const answers = await Promise.all([
    answerTo('executeCode', {
      language: 'python',
      code: 'import sys; print("é漢😀\\x00\\x1b[0m\\u2028", flush=True); sys.stdout.buffer.write(b"\\xff\\n"); pass',
    }),
    answerTo('executeCode', { language: 'python', code: '1 / 0' }),
    answerTo('executeCommand', { command: 'seq 500' }),
    answerTo('readFiles', { paths: ['a.csv', 'b.png', 'c', 'none'] }),
    answerTo('listFiles', {}),
    answerTo('removeFiles', { paths: ['none'] }),
    answerTo('startCommandExecution', { command: 'true' }),
    answerTo('listFiles', {}, { [FAULT]: 'throttle-stream' }),
  ]);
  const read = await Promise.all(answers.map(inJavaScript));
  expect(read).toMatchObject([
    [{ result: { structuredContent: { stdout: 'é漢😀\u0000\u001b[0m\u2028\n\ufffd' } } }], [{ result: { isError: true } }],
    [{ result: { isError: false } }],
    [{ result: { content: [{}, { resource: { blob: { base64: 'AAEC//79' } } }, {}, { type: 'text' }] } }], [{ result: {} }],
    [{ result: { isError: true } }],
    [{ result: { structuredContent: { taskStatus: 'submitted' } } }], { error: 'throttlingException', message: 'Rate exceeded' },
  ]);
  const { events } = await runPython('event_streams.py', service, {
    ANSWERS: JSON.stringify(answers.map((bytes) => bytes.toString('base64'))),
  });
  expect(events).toEqual(read);
});

test('an answer that is cut short is an error, not an empty one', async () => {
  const bytes = await answerTo('executeCommand', { command: 'true' });
  expect(await inJavaScript(bytes.subarray(0, -1))).toMatchObject({ message: expect.stringContaining('Truncated') as string });
});
