import { afterEach, describe, expect, test, vi } from 'vitest';
import { CodeInterpreterToolError } from '../../src/core.js';
import { exceptionFrame, GOLDEN_NOT_FOUND, GOLDEN_RESULT, resultFrame } from '../recorded/frames.js';
import { ProgressLog, runnerOnStandIn } from '../recorded/runner-on-stand-in.js';
import { Answer, frames, HeldAnswer, httpError, results, startSession } from '../recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };
const GONE = httpError('ResourceNotFoundException', 'gone');
const NOTICE = '[Notice: the session before this one is no more (the service does not know it any more), and its variables, imports, files and installed packages are gone. '
  + 'This ran in a new session.]\n';
const during = (reason: string): string => `The session ended during this call (${reason}), and its variables, imports, files and installed packages are gone. What was called may `
  + 'have run or not, and was not repeated. The next call starts a new session: define, write and install there again what you need.';

afterEach(() => { vi.restoreAllMocks(); });

describe.each<[string, Answer]>([['by an HTTP error', GONE], ['in the stream', frames(GOLDEN_NOT_FOUND)]])('a session that is gone, which is told %s', (_, gone) => {
  test('is replaced once, the call runs there, and the model is told', async () => {
    const { runner, service } = await runnerOnStandIn();
    const first = await runner.run('execute_code', PRINT);
    service.next('invoke', gone);
    const log = new ProgressLog();

    const second = await runner.run('execute_code', PRINT, { onProgress: log.onProgress });
    const third = await runner.run('execute_code', PRINT);

    expect(second).toMatchObject({ text: `${NOTICE}hi`, isError: false, artifact: { sessionReplaced: true } });
    expect(second.artifact.sessionId).not.toBe(first.artifact.sessionId);
    expect(third).toMatchObject({ text: 'hi', artifact: { sessionId: second.artifact.sessionId } });
    expect(third.artifact.sessionReplaced).toBeUndefined();
    expect(service.requests.map(({ operation }) => operation)).toEqual(['start', 'invoke', 'invoke', 'start', 'invoke', 'invoke']);
    expect(log.all).toContainEqual({
      type: 'code_interpreter',
      tool: 'execute_code',
      threadId: 'default',
      event: 'session_replaced',
      sessionId: second.artifact.sessionId,
      reason: 'the service does not know it any more',
    });
  });
});

test('parallel calls of a session that is gone share the one that replaces it, and each is told', async () => {
  const { runner, service } = await runnerOnStandIn();
  await runner.run('execute_code', PRINT);
  const held = [new HeldAnswer(GONE), new HeldAnswer(GONE), new HeldAnswer(GONE)];
  service.next('invoke', ...held.map(({ answer }) => answer));

  const calls = held.map(() => runner.run('execute_code', PRINT));
  await Promise.all(held.map(({ asked }) => asked));
  for (const { release } of held) { release(); }
  const outcomes = await Promise.all(calls);

  expect(service.count('start')).toBe(2);
  expect(outcomes.map(({ text }) => text)).toEqual([`${NOTICE}hi`, `${NOTICE}hi`, `${NOTICE}hi`]);
  expect(new Set(outcomes.map(({ artifact }) => artifact.sessionId)).size).toBe(1);
});

test('a session of another thread is not touched', async () => {
  const { runner, service } = await runnerOnStandIn();
  const other = await runner.run('execute_code', PRINT, { threadId: 'other' });
  await runner.run('execute_code', PRINT);
  service.next('invoke', GONE);
  await runner.run('execute_code', PRINT);

  const again = await runner.run('execute_code', PRINT, { threadId: 'other' });

  expect(again).toMatchObject({ text: 'hi', artifact: { sessionId: other.artifact.sessionId } });
});

test('fails when the session that replaces it is gone at once', async () => {
  const { runner, service } = await runnerOnStandIn();
  await runner.run('execute_code', PRINT);
  service.next('invoke', GONE, GONE);

  const failed = runner.run('execute_code', PRINT);

  await expect(failed).rejects.toThrow('execute_code was not run: its session was gone (the service does not know it any more), and so was the '
    + 'one started in its place (the service does not know it any more): gone See whether something stops sessions, and whether sessionTimeoutSeconds is long enough.');
  await expect(failed).rejects.toThrow(expect.objectContaining({ code: 'SessionLost' }) as CodeInterpreterToolError);
  expect(service.count('start')).toBe(2);
  expect((await runner.run('execute_code', PRINT)).text).toBe(`${NOTICE}hi`);
});

test('when the next session cannot be started, the call after that still says that the state is gone', async () => {
  const { runner, service } = await runnerOnStandIn();
  await runner.run('execute_code', PRINT);
  service.next('invoke', GONE);
  service.next('start', httpError('ServiceQuotaExceededException', 'too many'));

  await expect(runner.run('execute_code', PRINT)).rejects.toThrow('too many');

  expect((await runner.run('execute_code', PRINT)).text).toBe(`${NOTICE}hi`);
});

test.each(['get_task', 'stop_task'])('%s is not asked of another session, since the task is gone', async (tool) => {
  const { runner, service } = await runnerOnStandIn();
  await runner.run('start_command_execution', { command: 'sleep 9' });
  service.next('invoke', GONE);

  const { isError, text } = await runner.run(tool, { task_id: 't1' });

  expect(isError).toBe(true);
  expect(text).toBe('Task t1 is gone: the session that it ran in is no more (the service does not know it any more), and its variables, imports, files and installed packages are gone. '
    + 'The next call starts a new session: write and install there again what you need, then start the command again with start_command_execution.');
  expect(service.count('start')).toBe(1);
  expect((await runner.run('execute_code', PRINT)).text).toBe('hi');
});

describe('when it ended at its timeout', () => {
  test('a call sent before and answered after it is not repeated, since it may have run', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { runner, service } = await runnerOnStandIn({ sessionTimeoutSeconds: 10 });
    await runner.run('execute_code', PRINT);
    const invoke = new HeldAnswer(GONE);
    service.next('invoke', invoke.answer);

    clock.mockReturnValue(9_999);
    const call = runner.run('execute_code', PRINT);
    await invoke.asked;
    clock.mockReturnValue(10_000);
    invoke.release();

    expect(await call).toMatchObject({ text: during('its timeout of 10 s was over'), isError: true });
    expect(service.count('start')).toBe(1);
    expect(service.count('invoke')).toBe(2);
    expect((await runner.run('execute_code', PRINT)).text).toBe('hi');
  });

  test.each([
    ['sent after it', 10_000, 10_001, 'its timeout of 10 s was over'], ['answered before it', 9_000, 9_999, 'the service does not know it any more'],
  ])('a call that was %s runs in a new session', async (_, sent, answered, reason) => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { runner, service } = await runnerOnStandIn({ sessionTimeoutSeconds: 10 });
    await runner.run('execute_code', PRINT);
    const invoke = new HeldAnswer(GONE);
    service.next('invoke', invoke.answer);

    clock.mockReturnValue(sent);
    const call = runner.run('execute_code', PRINT);
    await invoke.asked;
    clock.mockReturnValue(answered);
    invoke.release();

    expect((await call).text).toBe(`${NOTICE.replace('the service does not know it any more', reason)}hi`);
  });
});

test('a call that was throttled until the session was over runs in a new one', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const { runner, service } = await runnerOnStandIn({ sessionTimeoutSeconds: 10 });
  await runner.run('execute_code', PRINT);
  service.next('invoke', httpError('ThrottlingException', 'slow down'), GONE);

  const { text } = await runner.run('execute_code', PRINT, {
    onProgress: ({ event }) => { if (event === 'throttled') { clock.mockReturnValue(10_000); } },
  });

  expect(text).toBe(`${NOTICE.replace('the service does not know it any more', 'its timeout of 10 s was over')}hi`);
});

test('a call that has begun to answer when its session ends is not repeated', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', frames(GOLDEN_RESULT, GOLDEN_NOT_FOUND));

  expect(await runner.run('execute_code', PRINT)).toMatchObject({ text: during('the service does not know it any more'), isError: true });
  expect(service.count('invoke')).toBe(1);
});

describe.each<[string, Answer]>([
  ['by an HTTP error', httpError('ConflictException', 'gone')],
  ['in the stream', frames(exceptionFrame('conflictException', 'gone'))],
])('a session that is stopped during a call, which is told %s', (_, conflict) => {
  test('ends the call, which is not repeated, and the next call starts another', async () => {
    const { runner, service } = await runnerOnStandIn();
    service.next('invoke', conflict);

    const stopped = await runner.run('execute_code', PRINT);
    const next = await runner.run('execute_code', PRINT);

    expect(stopped).toMatchObject({ text: during('it was stopped'), isError: true });
    expect(next.text).toBe('hi');
    expect(service.requests.map(({ operation }) => operation)).toEqual(['start', 'invoke', 'start', 'invoke']);
  });
});

test('the notice is there however long the output is', async () => {
  const { runner, service } = await runnerOnStandIn({ maxOutputCharacters: 1_000 });
  await runner.run('execute_code', PRINT);
  service.next('invoke', GONE, results({ content: [{ type: 'text', text: 'x'.repeat(5_000) }] }));

  const { text, artifact } = await runner.run('execute_code', PRINT);

  expect(text.startsWith(NOTICE)).toBe(true);
  expect(text.length).toBeLessThanOrEqual(1_000);
  expect(artifact.truncatedCharacters).toBeGreaterThan(4_000);
});

describe('a thread that is never cleaned up', () => {
  const DAY = 86_400_000;
  const ENDS = 900_000;

  test.each([['just a day', ENDS + DAY, `${NOTICE.replace('the service does not know it any more', 'its timeout of 900 s was over')}hi`], ['longer', ENDS + DAY + 1, 'hi']])(
    'is remembered after its session for a day: after %s', async (_, later, text) => {
      const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
      const { runner, service } = await runnerOnStandIn();
      await runner.run('execute_code', PRINT, { threadId: 'old' });

      clock.mockReturnValue(later);
      await runner.run('execute_code', PRINT, { threadId: 'other' });
      const known = later === ENDS + DAY;
      if (known) { service.next('invoke', GONE); }
      const outcome = await runner.run('execute_code', PRINT, { threadId: 'old' });

      expect(outcome.text).toBe(text);
      await runner.cleanup();
      expect(service.count('stop')).toBe(2);
    });

  test('is not forgotten while its next session starts', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { runner, service } = await runnerOnStandIn();
    const first = await runner.run('execute_code', PRINT, { threadId: 'old' });
    const start = new HeldAnswer(startSession);
    service.next('invoke', GONE);
    service.next('start', start.answer);
    clock.mockReturnValue(ENDS + DAY);
    const call = runner.run('execute_code', PRINT, { threadId: 'old' });
    await start.asked;

    clock.mockReturnValue(ENDS + DAY + 3_600_000);
    await runner.run('execute_code', PRINT, { threadId: 'other' });
    start.release();
    const { artifact } = await call;
    await runner.cleanup('old');

    expect(artifact.sessionId).not.toBe(first.artifact.sessionId);
    expect(service.of('stop').map(({ sessionId }) => sessionId)).toEqual([artifact.sessionId]);
  });
});

test('a failing call in the new session tells both', async () => {
  const { runner, service } = await runnerOnStandIn();
  await runner.run('execute_code', PRINT);
  service.next('invoke', GONE, frames(resultFrame({ content: [{ type: 'text', text: "NameError: name 'x' is not defined" }], isError: true })));

  expect(await runner.run('execute_code', { code: 'x' })).toMatchObject({ isError: true, text: `${NOTICE}NameError: name 'x' is not defined` });
});
