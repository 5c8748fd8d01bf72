import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { clientOf, JavaScriptSession } from './javascript-client.js';
import { runPython, SCRIPT_MS } from './python-client.js';
import { startForClients } from './service-for-clients.js';

vi.setConfig({ testTimeout: SCRIPT_MS + 10_000 });
const service = await startForClients();

test('calls of some seconds come back on connections that are kept', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const session = await JavaScriptSession.start(clientOf(service.url, { requestHandler: { httpAgent: agent } }));
  const ports = new Set<number | undefined>();
  agent.on('free', (socket: { readonly localPort?: number }) => ports.add(socket.localPort));
  const { structuredContent } = await session.invoke('executeCode', {
    language: 'python', code: 'import time; time.sleep(3); print("slept")',
  });
  expect(structuredContent).toMatchObject({ stdout: 'slept', exitCode: 0 });
  expect(structuredContent?.executionTime).toBeGreaterThanOrEqual(3);
  expect(await session.text('executeCommand', { command: 'sleep 1; echo again' })).toBe('again');
  expect(ports.size).toBe(1);
  agent.destroy();
});

test.each([
  ['executeCode', { language: 'python', code: 'import time\nfor beat in range(600): open("beats", "a").write("."); time.sleep(0.05)' }],
  ['executeCommand', { command: 'while sleep 0.05; do printf . >> beats; done' }],
] as const)('a client that goes away ends its %s, and the session goes on', async (name, given) => {
  const session = await JavaScriptSession.start(clientOf(service.url));
  await session.invoke('executeCode', { language: 'python', code: 'kept = 1' });
  const beats = async () => (await session.invoke('readFiles', { paths: ['beats'] })).content?.[0]?.resource?.text?.length ?? 0;
  const controller = new AbortController();
  const call = session.invoke(name, given, controller.signal).catch((error: Error) => error.name);
  await expect.poll(beats, { timeout: 10_000 }).toBeGreaterThan(2);
  controller.abort();
  expect(await call).toBe('AbortError');
  await expect.poll(async () => {
    const before = await beats();
    await delay(400);
    return await beats() - before;
  }, { timeout: 15_000 }).toBe(0);
  expect(await session.text('executeCode', { language: 'python', code: 'print(kept)' })).toBe('1');
});

test('boto3: threads that share a client, and a client that does not wait', async () => {
  expect(await runPython('boto3_connections.py', service)).toEqual({
    parallel: Array.from({ length: 20 }, (_, index) => `${index}`),
    impatient: 'ReadTimeoutError',
    slept: 'slept',
    after: 'kept',
  });
});
