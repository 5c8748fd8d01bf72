import { getEventListeners, getMaxListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { GOLDEN_RESULT, resultFrame } from '../recorded/frames.js';
import { runnerOnStandIn } from '../recorded/runner-on-stand-in.js';
import { Answer, frames, HeldAnswer, startSession } from '../recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };
const ABORTED = expect.objectContaining({
  name: 'AbortError', message: 'The call was aborted. What it started in the session may still be running.',
}) as Error;

test('a signal that is aborted already lets nothing be sent', async () => {
  const { runner, service } = await runnerOnStandIn();

  await expect(runner.run('execute_code', PRINT, { signal: AbortSignal.abort() })).rejects.toThrow(ABORTED);

  expect(service.requests).toEqual([]);
});

test('an abort while the session starts ends the wait of that call only', async () => {
  const { runner, service } = await runnerOnStandIn();
  const start = new HeldAnswer(startSession);
  service.next('start', start.answer);
  const abort = new AbortController();

  const aborted = runner.run('execute_code', PRINT, { signal: abort.signal });
  const other = runner.run('execute_code', PRINT);
  await start.asked;
  abort.abort();
  await expect(aborted).rejects.toThrow(ABORTED);
  start.release();

  expect((await other).text).toBe('hi');
  expect(service.count('start')).toBe(1);
  expect(service.count('invoke')).toBe(1);
});

test('a session whose only caller has gone while it started is stopped by the cleanup', async () => {
  const { runner, service } = await runnerOnStandIn();
  const start = new HeldAnswer(startSession);
  service.next('start', start.answer);
  const abort = new AbortController();

  const aborted = runner.run('execute_code', PRINT, { signal: abort.signal });
  await start.asked;
  abort.abort();
  await expect(aborted).rejects.toThrow(ABORTED);
  start.release();
  await runner.cleanup();

  expect(service.count('stop')).toBe(1);
});

test('an abort during a call closes its connection, and keeps the session', async () => {
  const { runner, service } = await runnerOnStandIn();
  const invoke = new HeldAnswer(frames(GOLDEN_RESULT));
  service.next('invoke', invoke.answer);
  const abort = new AbortController();
  const reason = new Error('the user went away');

  const aborted = runner.run('execute_code', PRINT, { signal: abort.signal });
  await invoke.asked;
  abort.abort(reason);

  await expect(aborted).rejects.toThrow(ABORTED);
  await expect(aborted).rejects.toMatchObject({ cause: reason });
  await invoke.clientGone;
  expect((await runner.run('execute_code', PRINT)).text).toBe('hi');
  expect(service.count('start')).toBe(1);
});

test('an abort in the middle of the stream closes its connection', async () => {
  const { runner, service } = await runnerOnStandIn();
  let clientGone!: () => void;
  const gone = new Promise<void>((resolve) => { clientGone = resolve; });
  const neverEnding: Answer = (response) => {
    response.once('close', clientGone);
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.write(resultFrame({ content: [{ type: 'text', text: 'first' }] }));
  };
  service.next('invoke', neverEnding);
  const abort = new AbortController();

  const aborted = runner.run('execute_code', PRINT, {
    signal: abort.signal, onProgress: ({ event }) => { if (event === 'output') { abort.abort(); } },
  });

  await expect(aborted).rejects.toThrow(ABORTED);
  await gone;
});

test('a signal may be that of many calls at once, without a warning of Node', async () => {
  const { runner } = await runnerOnStandIn();
  const warned = vi.spyOn(process, 'emitWarning');
  const { signal } = new AbortController();

  await Promise.all(Array.from({ length: 30 }, () => runner.run('execute_code', PRINT, { signal })));

  expect(warned.mock.calls.filter(([warning]) => String(warning).includes('MaxListeners'))).toEqual([]);
  expect(getMaxListeners(signal)).toBe(1_500);
  warned.mockRestore();
});

test('a signal that lives on keeps no listener of a call that has ended', async () => {
  const { runner } = await runnerOnStandIn();
  const { signal } = new AbortController();

  await runner.run('execute_code', PRINT, { signal });

  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
