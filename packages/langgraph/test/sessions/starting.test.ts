import { expect, test } from 'vitest';
import { ProgressLog, runnerOnStandIn } from '../recorded/runner-on-stand-in.js';
import { HeldAnswer, httpError, startSession } from '../recorded/stand-in-service.js';

const PRINT = { code: 'print("hi")' };

test('no session is started before the first call', async () => {
  const { service } = await runnerOnStandIn();
  expect(service.requests).toEqual([]);
});

test('calls of one thread share a session', async () => {
  const { runner, service } = await runnerOnStandIn();

  const first = await runner.run('execute_code', PRINT, { threadId: 'a' });
  const second = await runner.run('list_files', {}, { threadId: 'a' });

  expect(service.count('start')).toBe(1);
  expect(first.artifact.sessionId).toBeTruthy();
  expect(second.artifact.sessionId).toBe(first.artifact.sessionId);
  expect(service.of('invoke').map(({ sessionId }) => sessionId)).toEqual([first.artifact.sessionId, first.artifact.sessionId]);
});

test('threads have sessions of their own, and a call without one is of the thread default', async () => {
  const { runner, service } = await runnerOnStandIn();

  const sessions = [];
  for (const call of [{ threadId: 'a' }, { threadId: 'b' }, {}, { threadId: 'default' }]) {
    sessions.push((await runner.run('execute_code', PRINT, call)).artifact.sessionId);
  }

  expect(service.count('start')).toBe(3);
  expect(new Set(sessions).size).toBe(3);
  expect(sessions[3]).toBe(sessions[2]);
});

test('a sub-agent has a session of its own, and no thread is called so by chance', async () => {
  const { runner, service } = await runnerOnStandIn();

  for (const call of [{ threadId: 'a' }, { threadId: 'a', scope: 'sub:1' }, { threadId: 'a:sub:1' }, { threadId: 'a', scope: 'sub:1' }, { threadId: '__proto__' }]) {
    await runner.run('execute_code', PRINT, call);
  }

  expect(service.count('start')).toBe(4);
});

test('parallel first calls start one session, and each is told of it', async () => {
  const { runner, service } = await runnerOnStandIn();
  const start = new HeldAnswer(startSession);
  service.next('start', start.answer);
  const logs = Array.from({ length: 20 }, () => new ProgressLog());

  const calls = logs.map(({ onProgress }) => runner.run('execute_code', PRINT, { onProgress }));
  await start.asked;
  start.release();
  const outcomes = await Promise.all(calls);

  expect(service.count('start')).toBe(1);
  expect(service.count('invoke')).toBe(20);
  expect(new Set(outcomes.map(({ artifact }) => artifact.sessionId)).size).toBe(1);
  expect(outcomes.every(({ text }) => text === 'hi')).toBe(true);
  for (const { events } of logs) { expect(events).toEqual(['session_starting', 'session_started', 'running', 'output', 'finished']); }
});

test('a start that fails fails all who wait for it, and is tried again by the next call', async () => {
  const { runner, service } = await runnerOnStandIn();
  service.next('start', httpError('AccessDeniedException', 'not you'));

  const failed = await Promise.allSettled([runner.run('execute_code', PRINT), runner.run('list_files', {})]);
  const after = await runner.run('execute_code', PRINT);

  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(after.text).toBe('hi');
  expect(service.count('start')).toBe(2);
});

test('a session is started as the options say', async () => {
  const certificates = [{ location: { secretsManager: { secretArn: 'arn:aws:secretsmanager:us-west-2:123456789012:secret:x' } } }];
  const access = {
    accessPointArn: 'arn:aws:s3files:us-west-2:123456789012:access-point/x', mountPath: '/mnt/data', fileSystemArn: 'arn:aws:s3files:us-west-2:123456789012:file-system/x',
  };
  const { runner, service } = await runnerOnStandIn({
    codeInterpreterIdentifier: 'arn:aws:bedrock-agentcore:us-west-2:123456789012:code-interpreter-custom/mine-abcdefghij',
    sessionTimeoutSeconds: 60,
    sessionName: 'reports',
    certificates,
    filesystemConfigurations: [{ s3FilesConfiguration: access }],
  });

  await runner.run('execute_code', PRINT);

  expect(service.of('start')).toMatchObject([{
    identifier: 'arn:aws:bedrock-agentcore:us-west-2:123456789012:code-interpreter-custom/mine-abcdefghij',
    body: { name: 'reports', sessionTimeoutSeconds: 60, certificates, filesystemConfigurations: [{ s3FilesConfiguration: access }] },
  }]);
  expect(service.of('invoke')[0]?.identifier).toBe('arn:aws:bedrock-agentcore:us-west-2:123456789012:code-interpreter-custom/mine-abcdefghij');
});

test('a session is started with the defaults of langchain-aws', async () => {
  const { runner, service } = await runnerOnStandIn();

  await runner.run('execute_code', PRINT, { threadId: 'a' });
  await runner.run('execute_code', PRINT, { threadId: 'b' });

  const [first, second] = service.of('start');
  expect(first).toMatchObject({ identifier: 'aws.codeinterpreter.v1', body: { name: expect.stringMatching(/^code-session-[0-9a-f]{8}$/) as string, sessionTimeoutSeconds: 900 } });
  expect(Object.keys(first?.body ?? {}).sort()).toEqual(['clientToken', 'name', 'sessionTimeoutSeconds']);
  expect(second?.body.name).not.toBe(first?.body.name);
});
