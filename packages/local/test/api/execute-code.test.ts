import { describe, expect, test } from 'vitest';
import { LIMITS, processResult, REPORT } from './fake-sandbox.js';
import { decode, LocalApi } from './local-api.js';

describe('executeCode', () => {
  const run = async (api: LocalApi, given: object) =>
    api.result(await api.start(), 'executeCode', { code: 'x', language: 'python', ...given });

  test('answers as the service does: stripped text, the same as stdout, and seconds', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = processResult({ stdout: '   Name  Age\n  a  1 \n', seconds: 0.01616668701171875 });
    const frame = await api.invoke(id, 'executeCode', { code: 'print(1)', language: 'python' });
    expect(decode(frame.body).headers).toEqual({ ':message-type': 'event', ':event-type': 'result', ':content-type': 'application/json' });
    expect(JSON.stringify(decode(frame.body).payload)).toBe(
      '{"content":[{"type":"text","text":"Name  Age\\n  a  1"}],"structuredContent":{"stdout":"Name  Age\\n  a  1",' +
        '"stderr":"","exitCode":0,"executionTime":0.01616668701171875},"isError":false}',
    );
    expect(api.sandbox.cells).toEqual([{ code: 'print(1)', language: 'python', runtime: 'python', clearContext: false }]);
  });

  test('a failure has its stderr in the text too', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = processResult({ stdout: 'before\n', stderr: 'Traceback\nNameError\n', exitCode: 1 });
    expect(await api.result(id, 'executeCode', { code: 'x', language: 'python' })).toEqual({
      content: [{ type: 'text', text: 'before\nTraceback\nNameError' }],
      structuredContent: { stdout: 'before', stderr: 'Traceback\nNameError', exitCode: 1, executionTime: 0.5 },
      isError: true,
    });
  });

  test('what goes to stderr is no failure', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = processResult({ stdout: 'ok', stderr: 'warning' });
    expect(await api.result(id, 'executeCode', { code: 'x', language: 'python' })).toMatchObject({
      content: [{ text: 'ok' }],
      structuredContent: { stderr: 'warning' },
      isError: false,
    });
  });

  test.each([
    [{ end: 'timeout', exitCode: 1 }, 'longer than the 900 s'],
    [{ end: 'killed', exitCode: 137 }, '8192 MiB of memory'],
    [{ end: 'timeout', exitCode: 0 }, 'startCommandExecution'],
  ] as const)('says why it ended early: %j', async (end, note) => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = processResult({ stdout: 'so far', ...end });
    const result = await api.result(id, 'executeCode', { code: 'x', language: 'python' });
    expect(result.isError).toBe(true);
    expect(result.content).toEqual([{ type: 'text', text: expect.stringContaining(note) as string }]);
    expect(result.structuredContent).toMatchObject({ stdout: 'so far', stderr: expect.stringContaining(note) as string });
  });

  test('marks what was cut', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = processResult({ stdout: 'a', stdoutDropped: 17, stderrDropped: 4 });
    expect((await api.result(id, 'executeCode', { code: 'x', language: 'python' })).structuredContent).toMatchObject({
      stdout: `a\n[stdout cut: 17 bytes more than the ${LIMITS.outputBytes} that are kept; write long output to a file]`,
      stderr: expect.stringContaining('[stderr cut: 4 bytes') as string,
    });
  });

  test.each([
    ['\u0000a\u0000', '\u0000a\u0000'],
    ['\u2003\u0085\u001c a \u3000', 'a'],
    ['\ufeffa\ufeff', '\ufeffa\ufeff'],
    [' \n\t', ''],
    ['', ''],
  ])('strips %j as Python does', async (stdout, expected) => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = processResult({ stdout });
    expect((await api.result(id, 'executeCode', { code: 'x', language: 'python' })).content).toEqual([{ type: 'text', text: expected }]);
  });

  test.each([
    ['javascript', undefined, 'deno'],
    ['typescript', undefined, 'deno'],
    ['javascript', 'nodejs', 'nodejs'],
    ['typescript', 'deno', 'deno'],
  ])('%s in runtime %s runs transformed, in %s', async (language, runtime, expected) => {
    const api = new LocalApi();
    await run(api, { language, runtime, clearContext: true });
    expect(api.sandbox.cells).toEqual([{ code: `${language}/${expected}:x`, language, runtime: expected, clearContext: false }]);
  });

  test('nodejs stands in where Deno is not installed, unless it was asked for', async () => {
    const api = new LocalApi({ report: { ...REPORT, deno: undefined } });
    await run(api, { language: 'javascript' });
    expect(api.sandbox.cells).toMatchObject([{ runtime: 'nodejs' }]);
    const refused = await run(api, { language: 'javascript', runtime: 'deno' });
    expect(api.sandbox.cells).toHaveLength(0);
    expect(refused).toMatchObject({
      isError: true,
      structuredContent: { exitCode: 1, stderr: expect.stringContaining('or use runtime nodejs') as string },
    });
  });

  test('code that cannot be transformed is a failure of the code', async () => {
    const api = new LocalApi();
    expect(await run(api, { code: 'broken', language: 'typescript' })).toEqual({
      content: [{ type: 'text', text: 'SyntaxError: broken' }],
      structuredContent: { stdout: '', stderr: 'SyntaxError: broken', exitCode: 1, executionTime: 0 },
      isError: true,
    });
    expect(api.sandbox.cells).toHaveLength(0);
  });

  test('clears the context of Python when asked to', async () => {
    const api = new LocalApi();
    await run(api, { clearContext: true, runtime: 'python' });
    expect(api.sandbox.cells).toMatchObject([{ clearContext: true, runtime: 'python' }]);
  });

  test('output that fits into no event is cut, with its end result kept', async () => {
    const api = new LocalApi();
    const id = await api.start();
    // Six bytes each in JSON, in three texts.
    api.sandbox.next = processResult({ stdout: '\u0001'.repeat(3_000_000), stderr: `${'😀'.repeat(1_000_000)}end`, exitCode: 3 });
    const { body } = await api.invoke(id, 'executeCode', { code: 'x', language: 'python' });
    expect(body.length).toBeLessThan(25_165_824 + 1024);
    const { structuredContent } = decode(body).payload as { structuredContent: { stdout: string; stderr: string; exitCode: number } };
    expect(structuredContent.exitCode).toBe(3);
    expect(structuredContent.stdout).toMatch(/characters more than one answer can hold\]$/);
    expect(structuredContent.stderr.endsWith('end')).toBe(true);
  });
});

describe('executeCommand', () => {
  test('answers like executeCode', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = processResult({ stderr: 'bash: nope: command not found\n', exitCode: 127 });
    expect(await api.result(id, 'executeCommand', { command: 'nope' })).toEqual({
      content: [{ type: 'text', text: 'bash: nope: command not found' }],
      structuredContent: { stdout: '', stderr: 'bash: nope: command not found', exitCode: 127, executionTime: 0.5 },
      isError: true,
    });
    expect(api.sandbox.commands).toEqual(['nope']);
  });
});
