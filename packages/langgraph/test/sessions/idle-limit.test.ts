import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Session } from '../../src/sessions/session.js';
import { GOLDEN_RESULT } from '../recorded/frames.js';
import { ProgressLog, runnerOnStandIn } from '../recorded/runner-on-stand-in.js';
import { frames, HeldAnswer } from '../recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };

beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); });
afterEach(() => { vi.useRealTimers(); });

describe('a session', () => {
  const stop = vi.fn();
  const started = (): Session => new Session('s', { threadId: 'a', scope: '' }, { earliest: 0, latest: 0 }, 0, undefined, { milliseconds: 1_000, stop });
  beforeEach(() => { stop.mockClear(); });

  test('is stopped when it was not used for the limit, and not before', () => {
    const session = started();
    vi.advanceTimersByTime(999);
    expect(stop).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(stop).toHaveBeenCalledExactlyOnceWith(session);
  });

  test('is not stopped as long as one of its calls goes on, and counts from the end of the last', () => {
    const session = started();
    session.beginCall();
    session.beginCall();
    vi.advanceTimersByTime(5_000);
    session.endCall();
    vi.advanceTimersByTime(5_000);
    session.endCall();
    vi.advanceTimersByTime(999);
    expect(stop).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(stop).toHaveBeenCalledOnce();
  });

  test.each(['stopped', 'gone'] as const)('that is %s has no limit any more', (end) => {
    const session = started();
    session.beginCall();
    session.markEnded(end);
    session.endCall();
    vi.advanceTimersByTime(5_000);
    expect(stop).not.toHaveBeenCalled();
  });

  test('does not keep the process alive', () => {
    vi.useRealTimers();
    const before = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const session = started();
    expect(process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout')).toHaveLength(before);
    session.markEnded('stopped');
  });
});

test('a session that was not used is stopped, and the next call says so', async () => {
  const { runner, service } = await runnerOnStandIn({ idleTimeoutSeconds: 60 });
  const first = await runner.run('execute_code', PRINT);

  vi.advanceTimersByTime(60_000);
  await vi.waitFor(() => expect(service.of('stop').map(({ sessionId }) => sessionId)).toEqual([first.artifact.sessionId]));
  const log = new ProgressLog();
  const second = await runner.run('execute_code', PRINT, { onProgress: log.onProgress });
  const third = await runner.run('execute_code', PRINT);

  expect(second.text).toBe('[Notice: the session before this one is no more (it was not used for 60 seconds), and its variables, imports, files and '
    + 'installed packages are gone. This ran in a new session.]\nhi');
  expect(second.artifact).toMatchObject({ sessionReplaced: true });
  expect(second.artifact.sessionId).not.toBe(first.artifact.sessionId);
  expect(log.events).toEqual(['session_starting', 'session_started', 'session_replaced', 'running', 'output', 'finished']);
  expect(third.text).toBe('hi');
  expect(third.artifact.sessionReplaced).toBeUndefined();
});

test('a call that takes longer than the limit is not cut off', async () => {
  const { runner, service } = await runnerOnStandIn({ idleTimeoutSeconds: 1 });
  const invoke = new HeldAnswer(frames(GOLDEN_RESULT));
  service.next('invoke', invoke.answer);

  const call = runner.run('execute_code', PRINT);
  await invoke.asked;
  vi.advanceTimersByTime(10_000);
  invoke.release();

  expect((await call).text).toBe('hi');
  expect(service.count('stop')).toBe(0);
});

test('without a limit, a session stays', async () => {
  const { runner, service } = await runnerOnStandIn();
  await runner.run('execute_code', PRINT);
  vi.advanceTimersByTime(28_800_000);
  expect((await runner.run('execute_code', PRINT)).text).toBe('hi');
  expect(service.requests.map(({ operation }) => operation)).toEqual(['start', 'invoke', 'invoke']);
});

test('after a cleanup, the limit has no effect', async () => {
  const { runner, service } = await runnerOnStandIn({ idleTimeoutSeconds: 60 });
  await runner.run('execute_code', PRINT);
  await runner.cleanup();
  vi.advanceTimersByTime(60_000);
  expect((await runner.run('execute_code', PRINT)).artifact.sessionReplaced).toBeUndefined();
  expect(service.count('stop')).toBe(1);
});
