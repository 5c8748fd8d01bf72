import { describe, expect, test } from 'vitest';
import { decode, LocalApi } from './local-api.js';
import { SandboxError } from '../../src/sandbox/sandbox.js';

describe('tasks', () => {
  test('go from submitted to canceled, with id, status and output in the text', async () => {
    const api = new LocalApi();
    const id = await api.start();
    expect(await api.result(id, 'startCommandExecution', { command: 'sleep 9' })).toEqual({
      content: [{ type: 'text', text: 'Task task-1 submitted' }],
      structuredContent: { taskId: 'task-1', taskStatus: 'submitted' },
      isError: false,
    });
    api.sandbox.task = { ...api.sandbox.task, status: 'working', stdout: 'so far\n', seconds: 1.2 };
    expect(await api.result(id, 'getTask', { taskId: 'task-1' })).toEqual({
      content: [{ type: 'text', text: 'Task task-1 working\nso far' }],
      structuredContent: { taskId: 'task-1', taskStatus: 'working', stdout: 'so far', stderr: '', executionTime: 1.2 },
      isError: false,
    });
    expect(await api.result(id, 'stopTask', { taskId: 'task-1' })).toMatchObject({
      structuredContent: { taskStatus: 'canceled' },
      isError: false,
    });
    expect(await api.result(id, 'stopTask', { taskId: 'task-1' })).toMatchObject({ isError: true });
  });

  test('one that failed has its exit code', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.task = { ...api.sandbox.task, status: 'failed', stderr: 'no', exitCode: 3, seconds: 1 };
    expect(await api.result(id, 'getTask', { taskId: 'task-1' })).toMatchObject({
      content: [{ text: 'Task task-1 failed with exit code 3\nno' }],
      structuredContent: { taskStatus: 'failed', exitCode: 3, stderr: 'no' },
    });
  });

  test.each(['getTask', 'stopTask'])('%s of an unknown one is an error', async (tool) => {
    const api = new LocalApi();
    expect(await api.result(await api.start(), tool, { taskId: 'none' })).toEqual({
      content: [{ type: 'text', text: 'Error: Task none not found' }],
      isError: true,
    });
  });
});

describe('what nobody expected', () => {
  test('goes in the stream, since an SDK would repeat an HTTP 500 and the code with it', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = new TypeError('a bug');
    const { status, body } = await api.invoke(id, 'executeCode', { code: 'x', language: 'python' });
    expect(status).toBe(200);
    expect(decode(body).headers).toMatchObject({ ':message-type': 'exception', ':exception-type': 'internalServerException' });
    expect(JSON.stringify(decode(body).payload)).not.toContain('a bug');
    expect(api.warnings).toEqual([expect.stringContaining('TypeError: a bug')]);
  });

  test('a refusal of the sandbox is a result', async () => {
    const api = new LocalApi();
    const id = await api.start();
    api.sandbox.next = new SandboxError('no commands in this tier');
    expect(await api.result(id, 'executeCommand', { command: 'x' })).toEqual({
      content: [{ type: 'text', text: 'Error: no commands in this tier' }],
      isError: true,
    });
  });
});
