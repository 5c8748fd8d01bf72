import { BedrockAgentCoreClient, StopCodeInterpreterSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Progress } from '@modelcontextprotocol/sdk/types.js';
import { afterEach, describe, expect, test } from 'vitest';
import { CHART_CODE, PNG_SIGNATURE } from './chart.js';
import { connectInMemory, textOf } from './connection.js';
import { startServiceForTests } from './service-for-tests.js';
import { createMcpServer } from '../src/index.js';
import { FACTS_KEY } from '../src/tool-result.js';

const { service, client, readySessions } = await startServiceForTests();
afterEach(() => { service.faults.clear(); });

describe('a session', () => {
  test('computes the 50th Fibonacci number', async () => {
    const { connection } = await connectInMemory();
    const code = 'a, b = 0, 1\nfor _ in range(50):\n    a, b = b, a + b\nprint(a)';
    const result = await connection.call('execute_code', { code });
    expect(textOf(result)).toContain('12586269025');
    expect(result.isError).toBe(false);
  });

  test('keeps variables from call to call, and ends when the client closes the connection', async () => {
    const { connection, server } = await connectInMemory();
    await connection.call('execute_code', { code: 'x = 100' });
    expect(textOf(await connection.call('execute_code', { code: 'print(x * 2)' }))).toContain('200');
    expect(await readySessions()).toHaveLength(1);
    await connection.client.close();
    await server.closed;
    expect(await readySessions()).toEqual([]);
  });

  test('is not shared by two connections', async () => {
    const [one, other] = [await connectInMemory(), await connectInMemory()];
    await one.connection.call('execute_code', { code: 'x = 100' });
    const result = await other.connection.call('execute_code', { code: 'print(x)' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain("name 'x' is not defined");
    expect(await readySessions()).toHaveLength(2);
  });

  test('is not started by what needs none', async () => {
    const { connection, server } = await connectInMemory();
    await connection.client.listTools();
    expect((await connection.call('read_files', { paths: [] })).isError).toBe(true);
    expect(await readySessions()).toEqual([]);
    await server.close();
  });

  test('that has ended is replaced, and the model is told that its state is gone', async () => {
    const { connection } = await connectInMemory();
    await connection.call('execute_code', { code: 'x = 100' });
    const [sessionId] = await readySessions();
    await client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier: 'aws.codeinterpreter.v1', sessionId }));
    const result = await connection.call('execute_code', { code: 'print("x" in globals())' });
    expect(textOf(result)).toContain('False');
    expect(textOf(result)).toMatch(/session/i);
    expect(result._meta?.[FACTS_KEY]).toMatchObject({ sessionReplaced: true });
  });

  test('that is just being started when the connection ends is stopped too', async () => {
    service.faults.add({ fault: 'slow', milliseconds: 500, times: 1 });
    const { connection, server } = await connectInMemory();
    const call = connection.call('execute_code', { code: '1' }, { onprogress: () => { void server.close(); } });
    await expect(call).rejects.toThrow('Connection closed');
    await server.closed;
    expect(await readySessions()).toEqual([]);
  });

  test('cannot be had again after the connection has ended', async () => {
    const { server } = await connectInMemory();
    await server[Symbol.asyncDispose]();
    await expect(server.connect(InMemoryTransport.createLinkedPair()[1])).rejects.toThrow('make another with createMcpServer');
  });
});

describe('files', () => {
  test('a chart that code saved is read back as an image block', async () => {
    const { connection } = await connectInMemory();
    expect((await connection.call('execute_code', { code: CHART_CODE })).isError).toBe(false);
    const { content, isError } = await connection.call('read_files', { paths: ['chart.png'] });
    expect(isError).toBe(false);
    expect(content.map(({ type }) => type)).toEqual(['text', 'image']);
    const image = content[1] as { mimeType: string; data: string };
    expect(image.mimeType).toBe('image/png');
    expect(Buffer.from(image.data, 'base64').subarray(0, 8)).toEqual(PNG_SIGNATURE);
  });

  test('a text file is text, another binary file an embedded resource with its bytes', async () => {
    const { connection } = await connectInMemory();
    await connection.call('write_files', { files: [{ path: 'data/a.txt', text: 'alpha' }] });
    await connection.call('execute_code', { code: 'with open("b.bin", "wb") as f:\n    f.write(bytes([0, 255, 128]))' });
    const { content } = await connection.call('read_files', { paths: ['data/a.txt', 'b.bin'] });
    expect(content).toMatchObject([
      { type: 'text', text: expect.stringContaining('alpha') as string },
      { type: 'resource', resource: { uri: 'file:///b.bin', blob: 'AP+A' } },
    ]);
    expect(content).toHaveLength(2);
  });

  test('what is larger than allowed is named instead', async () => {
    const { connection } = await connectInMemory({ maxAttachmentBytes: 2 });
    await connection.call('execute_code', { code: 'with open("b.bin", "wb") as f:\n    f.write(bytes([0, 255, 128]))' });
    const result = await connection.call('read_files', { paths: ['b.bin'] });
    expect(result.content).toHaveLength(1);
    expect(textOf(result)).toContain('3 bytes) is not attached: a result carries at most 2 bytes');
  });

  test('a listing is in the text, and under _meta for programs', async () => {
    const { connection } = await connectInMemory();
    await connection.call('upload_file', { path: 'sales.csv', content: 'a,b\n', description: 'sales of May' });
    const result = await connection.call('list_files');
    expect(textOf(result)).toContain('sales.csv');
    expect(result._meta?.[FACTS_KEY]).toMatchObject({ entries: expect.arrayContaining([expect.objectContaining({ name: 'sales.csv', kind: 'file' })]) as unknown });
    await connection.call('delete_files', { paths: ['sales.csv'] });
    expect(textOf(await connection.call('list_files'))).not.toContain('sales.csv');
  });
});

describe('commands', () => {
  test('one that fails is an error with its exit code and output', async () => {
    const { connection } = await connectInMemory();
    const result = await connection.call('execute_command', { command: 'echo before; echo oops >&2; exit 3' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/exit code:? 3/i);
    expect(textOf(result)).toContain('oops');
    expect(result._meta?.[FACTS_KEY]).toMatchObject({ exitCode: 3, sessionId: expect.any(String) as string });
  });

  test('a long one is started, looked at and stopped', async () => {
    const { connection } = await connectInMemory();
    const started = await connection.call('start_command_execution', { command: 'sleep 600' });
    const { taskId } = started._meta?.[FACTS_KEY] as { taskId: string };
    expect(textOf(started)).toContain(taskId);
    expect((await connection.call('get_task', { task_id: taskId }))._meta?.[FACTS_KEY]).toMatchObject({ taskStatus: expect.stringMatching(/submitted|working/) as string });
    expect((await connection.call('stop_task', { task_id: taskId })).isError).toBe(false);
    expect((await connection.call('get_task', { task_id: taskId }))._meta?.[FACTS_KEY]).toMatchObject({ taskStatus: 'canceled' });
  });

  test('output beyond the limit is cut, with a note of how much', async () => {
    const { connection } = await connectInMemory({ maxOutputCharacters: 1_000 });
    const result = await connection.call('execute_code', { code: 'print("x" * 500_000)' });
    expect(textOf(result).length).toBeLessThan(1_500);
    expect(JSON.stringify(result).length).toBeLessThan(3_000);
    const { truncatedCharacters } = result._meta?.[FACTS_KEY] as { truncatedCharacters: number };
    expect(truncatedCharacters).toBeGreaterThan(498_000);
    expect(textOf(result).replace(/\D/g, '')).toContain(String(truncatedCharacters));
  });

  test('results have no structured content, which some clients would show instead of text and images', async () => {
    const { connection } = await connectInMemory();
    expect(await connection.call('execute_code', { code: 'print(1)' })).not.toHaveProperty('structuredContent');
  });
});

describe('progress', () => {
  test('is told from the start of the session to the end of the call, in order, before the result', async () => {
    const { connection } = await connectInMemory();
    const told: Progress[] = [];
    await connection.call('execute_code', { code: 'print(1)' }, { onprogress: (progress) => { told.push(progress); } });
    expect(told[0]?.message).toBe('starting a session');
    expect(told[1]?.message).toMatch(/^session \w+ started in \d+\.\d s$/);
    expect(told.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^running in session \w+$/));
    expect(told.at(-1)?.message).toMatch(/^finished after/);
    expect(told.map(({ progress }) => progress)).toEqual(told.map((_, index) => index + 1));
  });

  test('is told of a throttled call', async () => {
    service.faults.add({ fault: 'throttle', operation: 'InvokeCodeInterpreter', times: 1 });
    const { connection } = await connectInMemory();
    const told: (string | undefined)[] = [];
    const result = await connection.call('execute_code', { code: 'print(1)' }, { onprogress: ({ message }) => { told.push(message); } });
    expect(result.isError).toBe(false);
    expect(told).toContainEqual(expect.stringMatching(/^throttled by the service; attempt \d in /));
  });
});

test('a call that the client cancels is cut off, and the session goes on', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const watched = new BedrockAgentCoreClient({});
  const send = watched.send.bind(watched) as (command: unknown, how?: { abortSignal?: AbortSignal }) => Promise<unknown>;
  Object.assign(watched, {
    send: (command: unknown, how?: { abortSignal?: AbortSignal }) => {
      signals.push(how?.abortSignal);
      return send(command, how);
    },
  });
  const { connection, warnings } = await connectInMemory({ client: watched });
  await connection.call('execute_code', { code: 'x = 100' });
  const cancelling = new AbortController();
  await expect(connection.call('execute_command', { command: 'sleep 600' }, {
    signal: cancelling.signal,
    onprogress: ({ message = '' }) => { if (message.startsWith('running')) { cancelling.abort('enough'); } },
  })).rejects.toThrow('enough');
  expect(textOf(await connection.call('execute_code', { code: 'print(x)' }))).toContain('100');
  expect(signals.map((signal) => signal?.aborted ?? false)).toContain(true);
  expect(warnings).toEqual([]);
});

describe('fails', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['read_files', { paths: [] }, /^paths must not be empty\. Got: \[\]\./],
    ['upload_file', { path: '/etc/passwd', content: '' }, /relative, not absolute.*\/etc\/passwd/i],
    ['install_packages', { packages: ['numpy; rm -rf /'] }, /package name.*numpy; rm -rf \//i],
    ['execute_code', { code: 1 }, /code/],
    ['execute_code', {}, /code/],
  ])('%s with %j: a message that names what is wrong', async (name, args, message) => {
    const { connection } = await connectInMemory();
    const result = await connection.call(name, args);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(message);
  });

  test('a tool that does not exist: an error of the protocol that lists those that do', async () => {
    const { connection } = await connectInMemory();
    await expect(connection.call('__proto__')).rejects.toMatchObject({
      code: -32602, message: expect.stringContaining('there is no tool "__proto__"; there are execute_code, execute_command, read_files') as string,
    });
  });

  test('a service that denies: the model learns it, and so does whoever reads the log', async () => {
    service.faults.add({ fault: 'deny', operation: 'StartCodeInterpreterSession', times: 1 });
    const { connection, warnings } = await connectInMemory();
    const result = await connection.call('execute_code', { code: '1' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/^starting a session of aws\.codeinterpreter\.v1 failed: AccessDeniedException: .*Check the credentials/);
    expect(warnings).toEqual([`execute_code: ${textOf(result)}`]);
    expect((await connection.call('execute_code', { code: '1' })).isError).toBe(false);
  });

  test('no service at all: the next step, not a stack', async () => {
    const { connection } = await connectInMemory({
      client: new BedrockAgentCoreClient({ endpoint: 'http://127.0.0.1:1', maxAttempts: 1 }),
    });
    const result = await connection.call('execute_code', { code: '1' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('ECONNREFUSED');
    expect(textOf(result)).not.toMatch(/\n\s+at /);
  });

  test.each([
    [{ maxAttachmentBytes: -1 }, 'maxAttachmentBytes is -1; allowed is a whole number of bytes, 0 or more'],
    [{ maxAttachmentBytes: 1.5 }, 'maxAttachmentBytes is 1.5; allowed'],
    [{ tools: [] }, 'tools is empty; allowed are one or more of execute_code, execute_command'],
    [{ tools: ['run' as 'execute_code'] }, 'tools has no tool "run" to offer; allowed are one or more of execute_code'],
  ])('options %j', (options, message) => {
    expect(() => createMcpServer(options)).toThrow(message);
  });
});
