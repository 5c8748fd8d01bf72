import { ServerNotification } from '@modelcontextprotocol/sdk/types.js';
import { CodeInterpreterProgressEvent } from 'agentcore-code-interpreter-langgraph/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progressMessage, ProgressReporter } from '../src/progress-reporter.js';

const of = (event: CodeInterpreterProgressEvent): Parameters<typeof progressMessage>[0] => {
  return { type: 'code_interpreter', tool: 'execute_code', threadId: 'default', ...event };
};

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function reporter(): { reporter: ProgressReporter; sent: ServerNotification[] } {
  const sent: ServerNotification[] = [];
  return { sent, reporter: new ProgressReporter('a', (notification) => { sent.push(notification); return Promise.resolve(); }) };
}

test('each event is a notification, with a number that grows', async () => {
  const { reporter: told, sent } = reporter();
  told.report(of({ event: 'session_starting' }));
  told.report(of({ event: 'running', sessionId: 'S' }));
  await told.end();
  expect(sent).toEqual([
    { method: 'notifications/progress', params: { progressToken: 'a', progress: 1, message: 'starting a session' } },
    { method: 'notifications/progress', params: { progressToken: 'a', progress: 2, message: 'running in session S' } },
  ]);
});

test('15 seconds without an event are told, and again after the next 15; not after the end', async () => {
  const { reporter: told, sent } = reporter();
  vi.advanceTimersByTime(10_000);
  told.report(of({ event: 'running', sessionId: 'S' }));
  vi.advanceTimersByTime(14_999);
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(sent.slice(1)).toMatchObject([{ params: { message: 'still running after 25 s' } }, { params: { message: 'still running after 40 s' } }]);
  await told.end();
  expect(vi.getTimerCount()).toBe(0);
});

test('a notification that cannot be sent neither fails the call nor keeps back the next', async () => {
  const sent: ServerNotification[] = [];
  const told = new ProgressReporter(1, (notification) => {
    if (sent.push(notification) === 1) { throw new Error('Not connected'); }
    return Promise.resolve();
  });
  told.report(of({ event: 'session_starting' }));
  told.report(of({ event: 'running', sessionId: 'S' }));
  await expect(told.end()).resolves.toBeUndefined();
  expect(sent).toHaveLength(2);
});

test.each<[CodeInterpreterProgressEvent, string]>([
  [{ event: 'session_starting' }, 'starting a session'],
  [{ event: 'session_started', sessionId: 'S', seconds: 0.81 }, 'session S started in 0.8 s'],
  [{ event: 'session_replaced', sessionId: 'T', reason: 'it had expired' }, 'the session had ended, T replaces it: it had expired'],
  [{ event: 'running', sessionId: 'S' }, 'running in session S'],
  [{ event: 'throttled', attempt: 2, retryInSeconds: 1.25 }, 'throttled by the service; attempt 2 in 1.3 s'],
  [{ event: 'output', sessionId: 'S', text: 'one\ntwo\n' }, 'two'],
  [{ event: 'output', sessionId: 'S', text: 'x'.repeat(200) }, 'x'.repeat(200)],
  [{ event: 'output', sessionId: 'S', text: 'x'.repeat(201) }, `${'x'.repeat(200)}…`],
  [{ event: 'finished', sessionId: 'S', seconds: 61.4, isError: false }, 'finished after 61 s'],
  [{ event: 'finished', sessionId: 'S', seconds: 2, isError: true }, 'failed after 2.0 s'],
])('%j is told as %j', (event, message) => {
  expect(progressMessage(of(event))).toBe(message);
});
