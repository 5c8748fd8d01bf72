import { expect, test, vi } from 'vitest';
import { ToolRunner } from '../../src/core.js';
import { runnerOnStandIn } from '../recorded/runner-on-stand-in.js';
import { HeldAnswer, httpError, startSession, StandInService } from '../recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };

test('stops the session of a thread, those of its sub-agents, and no other', async () => {
  const { runner, service } = await runnerOnStandIn();
  const own = await runner.run('execute_code', PRINT, { threadId: 'a' });
  const subAgents = await runner.run('execute_code', PRINT, { threadId: 'a', scope: 'sub:1' });
  await runner.run('execute_code', PRINT, { threadId: 'a:sub:1' });
  await runner.run('execute_code', PRINT, { threadId: 'b' });

  await runner.cleanup('a');

  expect(service.of('stop').map(({ sessionId }) => sessionId).sort()).toEqual([own.artifact.sessionId, subAgents.artifact.sessionId].sort());
});

test('stops all sessions when no thread is named', async () => {
  const { runner, service } = await runnerOnStandIn();
  for (const threadId of ['a', 'b', 'c']) { await runner.run('execute_code', PRINT, { threadId }); }

  await runner.cleanup();
  await runner.cleanup();

  expect(service.count('stop')).toBe(3);
});

test('a thread that was cleaned up gets a new session, without a notice', async () => {
  const { runner, service } = await runnerOnStandIn();
  await runner.run('execute_code', PRINT);
  await runner.cleanup('default');

  const { text, artifact } = await runner.run('execute_code', PRINT);

  expect(text).toBe('hi');
  expect(artifact.sessionReplaced).toBeUndefined();
  expect(service.count('start')).toBe(2);
});

test('of a thread that is not known does nothing', async () => {
  const { runner, service, warnings } = await runnerOnStandIn();
  await runner.cleanup('nobody');
  expect(service.requests).toEqual([]);
  expect(warnings).toEqual([]);
});

test('waits for a session that is just starting, and stops it', async () => {
  const { runner, service } = await runnerOnStandIn();
  const start = new HeldAnswer(startSession);
  service.next('start', start.answer);

  const call = runner.run('execute_code', PRINT);
  await start.asked;
  const cleanup = runner.cleanup();
  start.release();
  await Promise.all([call, cleanup]);

  expect(service.count('start')).toBe(1);
  expect(service.count('stop')).toBe(1);
});

test('a start that fails meanwhile is no problem of the cleanup', async () => {
  const { runner, service, warnings } = await runnerOnStandIn();
  const start = new HeldAnswer(httpError('AccessDeniedException', 'not you'));
  service.next('start', start.answer);

  const call = runner.run('execute_code', PRINT).catch((error: Error) => error.message);
  await start.asked;
  const cleanup = runner.cleanup();
  start.release();
  await cleanup;

  expect(await call).toContain('AccessDeniedException: not you');
  expect(warnings).toEqual([]);
  expect(service.count('stop')).toBe(0);
});

test('a session that is gone already is fine', async () => {
  const { runner, service, warnings } = await runnerOnStandIn();
  await runner.run('execute_code', PRINT);
  service.next('stop', httpError('ResourceNotFoundException', 'gone'));

  await runner.cleanup();

  expect(warnings).toEqual([]);
});

test('what goes wrong is a warning, and the other sessions are stopped all the same', async () => {
  const { runner, service, warnings } = await runnerOnStandIn();
  for (const threadId of ['a', 'b']) { await runner.run('execute_code', PRINT, { threadId }); }
  service.next('stop', httpError('AccessDeniedException', 'not you'));

  await runner.cleanup();

  expect(service.count('stop')).toBe(2);
  expect(warnings).toEqual([
    expect.stringMatching(/^session 01K\w+ of thread [ab] could not be stopped, and ends at most 900 seconds after its start: AccessDeniedException: not you$/),
  ]);
});

test('a call that finds its session stopped by the cleanup gets no other, which nobody would stop', async () => {
  const { runner, service } = await runnerOnStandIn();
  const invoke = new HeldAnswer(httpError('ResourceNotFoundException', 'session not found'));
  service.next('invoke', invoke.answer);

  const call = runner.run('execute_code', PRINT);
  await invoke.asked;
  await runner.cleanup();
  invoke.release();
  const { isError, text } = await call;

  expect(isError).toBe(true);
  expect(text).toMatch(/^The session ended during this call \(it was stopped\)/);
  expect(service.count('start')).toBe(1);
});

test('await using stops all sessions at the end of the block', async () => {
  const { service } = await runnerOnStandIn();
  const client = service.client();
  {
    await using runner = new ToolRunner({ client });
    await runner.run('execute_code', PRINT);
    expect(service.count('stop')).toBe(0);
  }
  expect(service.count('stop')).toBe(1);
  client.destroy();
});

test('the client of the caller is not destroyed', async () => {
  await using service = await StandInService.start();
  const client = service.client();
  const destroy = vi.spyOn(client, 'destroy');
  const runner = new ToolRunner({ client });
  await runner.run('execute_code', PRINT);

  await runner.cleanup();

  expect(destroy).not.toHaveBeenCalled();
  client.destroy();
});
