import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunningAgent } from './running-agent.js';
import { Task } from '../../src/sandbox/sandbox.js';

let agent: RunningAgent;
beforeAll(async () => { agent = await RunningAgent.start({ limits: { outputBytes: 1000 } }); });
afterAll(() => agent.stop());

async function ended(id: string): Promise<Task> {
  for (;;) {
    const task = await agent.sandbox.getTask(id);
    if (task.status !== 'working') { return task; }
    await sleep(20);
  }
}

test('from submitted to completed, with the output so far', async () => {
  const started = await agent.sandbox.startTask('echo one; sleep 0.4; echo two >&2');
  expect(started).toMatchObject({ status: 'submitted', stdout: '' });
  expect(started.id).toMatch(/^[0-9a-f-]{36}$/);
  await sleep(150);
  const working = await agent.sandbox.getTask(started.id);
  expect(working).toMatchObject({ status: 'working', stdout: 'one\n', stderr: '' });
  expect(working.exitCode).toBeUndefined();
  expect(await ended(started.id)).toMatchObject({ status: 'completed', stdout: 'one\n', stderr: 'two\n', exitCode: 0 });
});

test('a task that fails', async () => {
  const { id } = await agent.sandbox.startTask('echo wrong >&2; exit 3');
  expect(await ended(id)).toMatchObject({ status: 'failed', stderr: 'wrong\n', exitCode: 3 });
});

test('a stopped task has ended when that is answered, even if it does not listen', async () => {
  for (const command of ['echo begun; sleep 30', 'trap "" TERM; echo begun; while :; do sleep 0.1; done']) {
    const { id } = await agent.sandbox.startTask(command);
    await sleep(100);
    expect(await agent.sandbox.stopTask(id)).toMatchObject({ status: 'canceled', stdout: 'begun\n' });
    expect(await agent.sandbox.getTask(id)).toMatchObject({ status: 'canceled' });
    await expect(agent.sandbox.stopTask(id)).rejects.toThrow(/has ended already/);
  }
});

test('two stops of one task are both answered', async () => {
  // It takes a moment to end, so that the second finds it running.
  const { id } = await agent.sandbox.startTask('trap "sleep 0.5; exit 1" TERM; touch trapped; sleep 30 & wait');
  await expect.poll(async () => (await agent.sandbox.executeCommand('ls')).stdout).toContain('trapped');
  const stops = await Promise.all([agent.sandbox.stopTask(id), agent.sandbox.stopTask(id)]);
  expect(stops.map(({ status }) => status)).toEqual(['canceled', 'canceled']);
});

test('an unknown task', async () => {
  await expect(agent.sandbox.getTask('nothing')).rejects.toThrow('Task nothing not found');
  await expect(agent.sandbox.stopTask('nothing')).rejects.toThrow('Task nothing not found');
});

test('the head of its output is kept, the rest counted', async () => {
  const { id } = await agent.sandbox.startTask('echo begin; head -c 100000 /dev/zero | tr "\\0" x');
  const task = await ended(id);
  expect(task).toMatchObject({ stdoutDropped: 100_006 - 1000, status: 'completed' });
  expect(task.stdout).toHaveLength(1000);
  expect(task.stdout).toMatch(/^begin\nxxx/);
});

test('a task that takes too long', async () => {
  const { json } = await agent.within(0.2, { op: 'task_start', command: 'sleep 30' });
  const { id } = (json as { task: { id: string } }).task;
  const task = await ended(id);
  expect(task).toMatchObject({ status: 'failed', exitCode: 124 });
  expect(task.stderr).toContain('it took longer than 0.2 s');
});

test('as many at once as may, and no more', async () => {
  const tasks = await Promise.all(Array.from({ length: 64 }, () => agent.sandbox.startTask('sleep 30')));
  await expect(agent.sandbox.startTask('true')).rejects.toThrow(/64 commands run in the background already/);
  await Promise.all(tasks.map(({ id }) => agent.sandbox.stopTask(id)));
  expect(await agent.sandbox.startTask('true')).toMatchObject({ status: 'submitted' });
});

test('ended tasks are forgotten at some time, the oldest first', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 70; count++) {
    ids.push((await agent.sandbox.startTask('true')).id);
    await ended(ids.at(-1) ?? '');
  }
  await expect(agent.sandbox.getTask(ids[0] ?? '')).rejects.toThrow('not found');
  expect(await agent.sandbox.getTask(ids[69] ?? '')).toMatchObject({ status: 'completed' });
});
