import { expect, test } from 'vitest';
import { clientOf, JavaScriptSession } from './javascript-client.js';
import { startForClients } from './service-for-clients.js';

const service = await startForClients();
const client = clientOf(service.url);
const session = await JavaScriptSession.start(client);

test('executeCode: Python, with variables that last until they are cleared', async () => {
  expect(await session.invoke('executeCode', { language: 'python', code: 'kept = 6 * 7\nprint(" ", kept)' })).toEqual({
    content: [{ type: 'text', text: '42' }],
    structuredContent: { stdout: '42', stderr: '', exitCode: 0, executionTime: expect.any(Number) as number },
    isError: false,
  });
  expect(await session.text('executeCode', { language: 'python', code: 'print(kept + 1)' })).toBe('43');
  const cleared = await session.invoke('executeCode', { language: 'python', code: 'print(kept)', clearContext: true });
  expect(cleared).toMatchObject({ isError: true, structuredContent: { exitCode: 1 } });
  expect(cleared.content?.[0]?.text).toMatch(/^-{75}\nNameError +Traceback \(most recent call last\)\nCell In\[\d+\], line 1\n/);
  expect(cleared.structuredContent?.stderr).toBe(cleared.content?.[0]?.text);
});

test.each([
  ['javascript', undefined, 'Deno.version.deno !== undefined'],
  ['javascript', 'deno', 'await Promise.resolve("Deno" in globalThis)'],
  ['javascript', 'nodejs', 'process.versions.deno === undefined && typeof require === "function"'],
  ['typescript', undefined, '(Deno as object) !== undefined'],
  ['typescript', 'nodejs', 'process.versions.node.length as number > 0'],
] as const)('executeCode: %s by %s', async (language, runtime, isThere) => {
  expect(await session.text('executeCode', { language, runtime, code: `console.log(${isThere})` })).toBe('true');
});

test('executeCommand, which fails when its exit code is not 0', async () => {
  expect(await session.text('executeCommand', { command: 'pwd' })).toBe('/opt/amazon/genesis1p-tools/var');
  expect(await session.invoke('executeCommand', { command: 'echo out; echo err >&2; exit 3' })).toMatchObject({
    content: [{ type: 'text', text: 'out\nerr' }], structuredContent: { stdout: 'out', stderr: 'err', exitCode: 3 }, isError: true,
  });
});

test('files: written, listed, read and removed, the same for code and for tools', async () => {
  const blob = Uint8Array.from({ length: 256 }, (_, index) => index);
  const text = 'é 漢 😀 \u0000 \u2028\r\n';
  expect(await session.text('writeFiles', {
    content: [{ path: 'made/text.csv', text }, { path: 'made/bytes.png', blob }, { path: 'made/empty', text: '' }],
  }))
    .toBe('Successfully wrote all 3 files');
  expect(await session.text('executeCode', {
    language: 'python', code: 'print(sum(open("made/bytes.png", "rb").read()), len(open("made/text.csv", "rb").read()))',
  }))
    .toBe(`${255 * 128} ${Buffer.byteLength(text)}`);
  expect((await session.invoke('listFiles', { directoryPath: 'made' })).content).toEqual(expect.arrayContaining([
    { type: 'resource_link', uri: 'file:///made/text.csv', name: 'text.csv', mimeType: 'text/csv', description: 'File' },
  ]));
  const read = await session.invoke('readFiles', { paths: ['made/text.csv', 'made/bytes.png', 'made/empty', 'made/missing'] });
  expect(read.isError).toBe(true);
  expect(read.content?.slice(0, 3).map(({ resource }) => resource)).toEqual([
    { type: 'text', uri: 'file:///made/text.csv', mimeType: 'text/csv', text },
    { type: 'blob', uri: 'file:///made/bytes.png', mimeType: 'image/png', blob },
    { type: 'text', uri: 'file:///made/empty', mimeType: 'text/plain', text: '' },
  ]);
  expect(read.content?.[3]).toMatchObject({
    type: 'text', text: expect.stringMatching(/made\/missing.*(not found|no such file)/i) as string,
  });
  expect(await session.text('removeFiles', { paths: ['made/text.csv', 'made/bytes.png'] })).toBe('Successfully removed all 2 files');
  expect((await session.invoke('listFiles', { directoryPath: 'made' })).content?.map(({ name }) => name)).toEqual(['empty']);
});

test('tasks: started, asked about, and stopped', async () => {
  const started = await session.invoke('startCommandExecution', { command: 'echo early; sleep 60' });
  expect(started.structuredContent).toMatchObject({ taskStatus: 'submitted' });
  const taskId = started.structuredContent?.taskId;
  await expect.poll(async () => (await session.invoke('getTask', { taskId })).structuredContent, { timeout: 10_000 })
    .toMatchObject({ taskId, taskStatus: 'working', stdout: 'early' });
  expect((await session.invoke('stopTask', { taskId })).structuredContent).toMatchObject({ taskId, taskStatus: 'canceled' });
  expect(await session.invoke('stopTask', { taskId })).toMatchObject({ isError: true });
  expect(await session.invoke('getTask', { taskId: 'none' })).toMatchObject({ isError: true });
});

test.each([[0, 'completed'], [5, 'failed']])('a task that ends with %i is %s', async (exitCode, taskStatus) => {
  const { structuredContent } = await session.invoke('startCommandExecution', { command: `exit ${exitCode}` });
  await expect.poll(
    async () => (await session.invoke('getTask', { taskId: structuredContent?.taskId })).structuredContent, { timeout: 10_000 },
  )
    .toMatchObject({ taskStatus, exitCode });
});

test('20 calls side by side in one session, each with its own answer', async () => {
  const calls = Array.from({ length: 20 }, async (_, index) => (index % 2 === 0
    ? session.text('executeCode', { language: 'python', code: `print("cell", ${index})` })
    : session.text('executeCommand', { command: `sleep 0.1; echo command ${index}` })));
  expect(await Promise.all(calls)).toEqual(Array.from({ length: 20 }, (_, index) => `${index % 2 === 0 ? 'cell' : 'command'} ${index}`));
});
