import { InvokeCodeInterpreterCommand, StopCodeInterpreterSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LocalServiceOfTests } from './local-runner.js';
import { ProgressLog } from '../recorded/runner-on-stand-in.js';

const local = await LocalServiceOfTests.start();
const PRINT = { code: 'print("hi")' };

beforeEach(() => { vi.spyOn(Math, 'random').mockReturnValue(0); });
afterEach(() => {
  vi.restoreAllMocks();
  local.service.faults.clear();
});

describe('a session that came to its timeout', () => {
  test('is replaced, and the model told', async () => {
    const runner = local.runner({ sessionTimeoutSeconds: 1 });
    const first = await runner.run('execute_code', { code: 'x = 1' });
    const answered = performance.now();
    await local.happened(first.artifact.sessionId, 'expired');
    // Before that, the call could have reached the session while it lasted.
    await vi.waitUntil(() => performance.now() >= answered + 1_000, { interval: 1, timeout: 10_000 });

    const second = await runner.run('execute_code', { code: 'print("x" in globals())' });

    expect(second.text).toMatch(/^\[Notice: the session before this one is no more \(its timeout of 1 s was over\), and its variables, [^]*\]\nFalse$/);
    expect(second.artifact).toMatchObject({ sessionReplaced: true });
    expect(second.artifact.sessionId).not.toBe(first.artifact.sessionId);
  });

  test('during a call is not replaced, and the model told that it may have run', async () => {
    const runner = local.runner({ sessionTimeoutSeconds: 1 });
    const { text, isError } = await runner.run('execute_command', { command: 'sleep 30' });
    expect(isError).toBe(true);
    expect(text).toMatch(/^The session ended during this call \(its timeout of 1 s was over\)[^]*What was called may have run or not, and was not repeated\./);
  });

  test('took its tasks with it', async () => {
    const runner = local.runner({ sessionTimeoutSeconds: 1 });
    const { artifact: { taskId, sessionId } } = await runner.run('start_command_execution', { command: 'sleep 60' });
    await local.happened(sessionId, 'expired');

    expect(await runner.run('get_task', { task_id: taskId })).toMatchObject({
      isError: true, text: expect.stringMatching(new RegExp(`^Task ${taskId} is gone: `)) as string,
    });
  });
});

test('a session that the service ended is replaced', async () => {
  const runner = local.runner();
  const first = await runner.run('execute_code', { code: 'x = 1' });
  local.service.faults.add({ fault: 'expire', times: 1 });

  const second = await runner.run('execute_code', PRINT);

  expect(second.text).toMatch(/\nhi$/);
  expect(second.artifact).toMatchObject({ sessionReplaced: true });
  expect(local.changes(first.artifact.sessionId)).toEqual(['started', 'expired']);
});

test('a session that is stopped during a call is not replaced in it', async () => {
  const client = local.client();
  const runner = local.runner({ client });
  const { artifact: { sessionId } } = await runner.run('execute_code', PRINT);

  const call = runner.run('execute_command', { command: 'touch begun; sleep 60' });
  await client.send(new InvokeCodeInterpreterCommand({
    codeInterpreterIdentifier: 'aws.codeinterpreter.v1', sessionId, name: 'executeCommand', arguments: { command: 'until test -f begun; do :; done' },
  }));
  await client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier: 'aws.codeinterpreter.v1', sessionId }));

  expect(await call).toMatchObject({
    isError: true, text: expect.stringMatching(/^The session ended during this call \(it was stopped\)/) as string,
  });
  expect((await runner.run('execute_code', PRINT)).text).toBe('hi');
});

describe.each(['throttle', 'throttle-stream'] as const)('%s', (fault) => {
  test('is waited out', async () => {
    const runner = local.runner();
    const added = local.service.faults.add({ fault, operation: 'InvokeCodeInterpreter', times: 3 });
    const log = new ProgressLog();

    expect((await runner.run('execute_code', PRINT, { onProgress: log.onProgress })).text).toBe('hi');

    expect(added.hits).toBe(3);
    expect(log.events.filter((event) => event === 'throttled')).toHaveLength(3);
  });

  test('fails when it does not end', async () => {
    const runner = local.runner({ maxAttempts: 2 });
    const added = local.service.faults.add({ fault, operation: 'InvokeCodeInterpreter' });

    await expect(runner.run('execute_code', PRINT)).rejects.toMatchObject({ code: 'Throttled' });
    expect(added.hits).toBe(2);
  });
});

test.each([['error', 'ServiceFailure'], ['deny', 'AccessDenied']] as const)('%s of a call is not repeated', async (fault, code) => {
  const runner = local.runner();
  const added = local.service.faults.add({ fault, operation: 'InvokeCodeInterpreter' });

  await expect(runner.run('execute_code', PRINT)).rejects.toMatchObject({ code });
  expect(added.hits).toBe(1);
});

test('a quota of sessions is thrown to the program', async () => {
  local.service.faults.add({ fault: 'quota', times: 1 });
  await expect(local.runner().run('execute_code', PRINT)).rejects.toMatchObject({ code: 'QuotaExceeded' });
});

test('an interpreter that does not exist is thrown to the program, with what to check', async () => {
  const failed = local.runner({ codeInterpreterIdentifier: 'nobody-abcdefghij' }).run('execute_code', PRINT);
  await expect(failed).rejects.toThrow(/^starting a session of nobody-abcdefghij failed: .*Check codeInterpreterIdentifier, CUSTOM_INTERPRETER_ID and the region\.$/);
  await expect(failed).rejects.toMatchObject({ code: 'InterpreterNotFound' });
});

test('what the service does not take is told to the model', async () => {
  const { isError, text } = await local.runner().run('execute_command', { command: 'x'.repeat(100_000_001) });
  expect(isError).toBe(true);
  expect(text).toMatch(/^The service did not take the call: /);
});

test('an aborted call leaves a session that goes on', async () => {
  const runner = local.runner();
  const first = await runner.run('execute_code', { code: 'x = 7' });
  const abort = new AbortController();
  const call = runner.run('execute_command', { command: 'sleep 60' }, {
    signal: abort.signal, onProgress: ({ event }) => { if (event === 'running') { abort.abort(); } },
  });

  await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);

  const second = await runner.run('execute_code', { code: 'print(x)' });
  expect(second).toMatchObject({ text: '7', artifact: { sessionId: first.artifact.sessionId } });
});
