import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodeInterpreterToolError } from '../../src/core.js';
import { backoffMilliseconds } from '../../src/invocation/throttling.js';
import { exceptionFrame, GOLDEN_RESULT } from '../recorded/frames.js';
import { ProgressLog, runnerOnStandIn } from '../recorded/runner-on-stand-in.js';
import { Answer, frames, httpError } from '../recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };
const THROTTLED = httpError('ThrottlingException', 'Rate exceeded');

// The backoff is a random part of a time that grows: here none of it.
beforeEach(() => { vi.spyOn(Math, 'random').mockReturnValue(0); });
afterEach(() => { vi.restoreAllMocks(); });

describe.each<[string, Answer]>([
  ['by an HTTP error', THROTTLED],
  ['in the stream', frames(exceptionFrame('throttlingException', 'Rate exceeded'))],
])('a call that is throttled %s', (_, throttled) => {
  test('is sent again, in the same session', async () => {
    const { runner, service } = await runnerOnStandIn();
    service.next('invoke', throttled, throttled);
    const log = new ProgressLog();

    const { text } = await runner.run('execute_code', PRINT, { onProgress: log.onProgress });

    expect(text).toBe('hi');
    expect(service.count('start')).toBe(1);
    expect(service.count('invoke')).toBe(3);
    expect(log.all.filter(({ event }) => event === 'throttled')).toEqual([
      { type: 'code_interpreter', tool: 'execute_code', threadId: 'default', event: 'throttled', attempt: 1, retryInSeconds: 0 },
      { type: 'code_interpreter', tool: 'execute_code', threadId: 'default', event: 'throttled', attempt: 2, retryInSeconds: 0 },
    ]);
  });

  test('fails when it was throttled as often as maxAttempts says', async () => {
    const { runner, service } = await runnerOnStandIn({ maxAttempts: 2 });
    service.next('invoke', throttled, throttled);

    const failed = runner.run('execute_code', PRINT);

    await expect(failed).rejects.toThrow(
      'execute_code failed after 2 attempts: ThrottlingException: Rate exceeded. Call less often, or raise maxAttempts.',
    );
    await expect(failed).rejects.toThrow(expect.objectContaining({ code: 'Throttled' }) as CodeInterpreterToolError);
    expect(service.count('invoke')).toBe(2);
  });
});

test('with one attempt, nothing is sent again', async () => {
  const { runner, service } = await runnerOnStandIn({ maxAttempts: 1 });
  service.next('invoke', THROTTLED);

  await expect(runner.run('execute_code', PRINT)).rejects.toThrow('execute_code failed: ThrottlingException: Rate exceeded.');
  expect(service.count('invoke')).toBe(1);
});

test('five attempts are made when nothing else is said', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', ...Array.from({ length: 10 }, () => THROTTLED));

  await expect(runner.run('execute_code', PRINT)).rejects.toThrow('after 5 attempts');
  expect(service.count('invoke')).toBe(5);
});

test('a call that has begun to answer is not sent again', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', frames(GOLDEN_RESULT, exceptionFrame('throttlingException', 'Rate exceeded')));

  await expect(runner.run('execute_code', PRINT)).rejects.toThrow('execute_code failed: ThrottlingException');
  expect(service.count('invoke')).toBe(1);
});

test('the waits are random, and grow from one second at most to twenty', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => {
    vi.mocked(Math.random).mockReturnValue(0.999_999_9);
    return backoffMilliseconds(attempt);
  });
  expect(longest).toEqual([999, 1_999, 3_999, 7_999, 15_999, 19_999, 19_999, 19_999]);
  vi.mocked(Math.random).mockReturnValue(0.5);
  expect(backoffMilliseconds(2)).toBe(1_000);
});

test('a wait can be aborted', async () => {
  vi.mocked(Math.random).mockReturnValue(0.999);
  const { runner, service } = await runnerOnStandIn();
  service.next('invoke', THROTTLED);
  const abort = new AbortController();

  const call = runner.run('execute_code', PRINT, {
    signal: abort.signal, onProgress: ({ event }) => { if (event === 'throttled') { abort.abort(); } },
  });

  await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
  expect(service.count('invoke')).toBe(1);
});
