import { ToolMessage } from '@langchain/core/messages';
import { StructuredToolInterface } from '@langchain/core/tools';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { expect, onTestFinished, test } from 'vitest';
import { CodeInterpreterOptions, CodeInterpreterProgress, CodeInterpreterToolkit, createCodeInterpreterToolkit, TOOL_NAMES } from '../../src/index.js';
import { LISTED, PRINTED, RAISED } from '../recorded/results.js';
import { HeldAnswer, httpError, results, StandInService } from '../recorded/stand-in-service.js';

interface Opened {
  readonly service: StandInService;
  readonly toolkit: CodeInterpreterToolkit;
  readonly tool: (name: string) => StructuredToolInterface;
}

async function opened(options: CodeInterpreterOptions = {}): Promise<Opened> {
  const service = await StandInService.start();
  onTestFinished(() => service[Symbol.asyncDispose]());
  const { toolkit } = await createCodeInterpreterToolkit({ client: service.client(), ...options });
  const tool = (name: string): StructuredToolInterface => {
    const found = toolkit.getToolsByName()[name];
    if (!found) { throw new Error(`no tool ${name}`); }
    return found;
  };
  return { service, toolkit, tool };
}

function toolCall(name: string, args: Record<string, unknown>): { id: string; name: string; args: Record<string, unknown>; type: 'tool_call' } {
  return { id: 'call-1', name, args, type: 'tool_call' };
}

test('the factory gives the toolkit and its eleven tools, by order and by name', async () => {
  const { toolkit, tools } = await createCodeInterpreterToolkit({ region: 'us-east-1' });

  expect(tools.map(({ name }) => name)).toEqual(TOOL_NAMES);
  expect(toolkit.getTools()).toEqual(tools);
  expect(Object.keys(toolkit.getToolsByName())).toEqual(TOOL_NAMES);
});

test('fails for an option that is out of its range', async () => {
  await expect(createCodeInterpreterToolkit({ maxAttempts: 0 })).rejects.toThrow('maxAttempts must be a whole number from 1 to 100, got: 0');
});

test('a call of a model gets a message with text and artifact', async () => {
  const { service, tool } = await opened();
  service.next('invoke', results(PRINTED));

  const message: unknown = await tool('execute_code').invoke(toolCall('execute_code', { code: 'x' }));

  expect(message).toBeInstanceOf(ToolMessage);
  expect(message).toMatchObject({
    status: 'success', content: PRINTED.structuredContent.stdout, tool_call_id: 'call-1', name: 'execute_code', artifact: { exitCode: 0 },
  });
});

test('what failed is a message with the status error, and has its artifact too', async () => {
  const { service, tool } = await opened();
  service.next('invoke', results(RAISED));

  const message: unknown = await tool('execute_code').invoke(toolCall('execute_code', { code: 'x' }));

  expect(message).toBeInstanceOf(ToolMessage);
  expect(message).toMatchObject({
    status: 'error', content: `${RAISED.structuredContent.stderr}\nexit code 1`, tool_call_id: 'call-1', name: 'execute_code', artifact: { exitCode: 1 },
  });
});

test('an argument that the tool checks itself is a message with the status error', async () => {
  const { service, tool } = await opened();

  const message: unknown = await tool('upload_file').invoke(toolCall('upload_file', { path: '/a', content: '' }));

  expect(message).toMatchObject({ status: 'error', content: expect.stringContaining('Path must be relative') as string });
  expect(service.requests).toEqual([]);
});

test('arguments of the wrong type fail before anything is sent, as LangChain has it', async () => {
  const { service, tool } = await opened();

  await expect(tool('read_files').invoke(toolCall('read_files', { paths: 'a' }))).rejects.toThrow(/did not match expected schema[^]*→ at paths/);
  expect(service.requests).toEqual([]);
});

test('a call of a program gets the text', async () => {
  const { service, tool } = await opened();
  service.next('invoke', results(LISTED), results(RAISED));

  expect(await tool('list_files').invoke({})).toBe('log/\ndata.csv\nstats.py\n.ipython/');
  expect(await tool('execute_code').invoke({ code: 'x' })).toBe(`${RAISED.structuredContent.stderr}\nexit code 1`);
});

test('a program can call a tool for its outcome, in the session of a thread', async () => {
  const { service, toolkit, tool } = await opened();
  await tool('execute_code').invoke({ code: 'x' }, { configurable: { thread_id: 'a' } });

  const { text } = await toolkit.run('list_files', {}, { threadId: 'a' });

  expect(text).toBe('hi');
  expect(service.count('start')).toBe(1);
});

test('thread_id and the scope of checkpoint_ns choose the session', async () => {
  const { service, tool } = await opened();
  const configurables = [
    { thread_id: 'a' }, { thread_id: 'a', checkpoint_ns: 'tools:1' }, { thread_id: 'a', checkpoint_ns: 'tools:2' },
    { thread_id: 'a', checkpoint_ns: 'sub:1|tools:3' }, { thread_id: 'a', checkpoint_ns: 'sub:1|tools:4' }, { thread_id: 'a', checkpoint_ns: 'sub:2|tools:5' },
    { thread_id: 7 }, { thread_id: '7' }, {}, { thread_id: undefined }, { thread_id: 'default' },
  ];

  for (const configurable of configurables) { await tool('execute_code').invoke({ code: 'x' }, { configurable }); }

  const sessions = service.of('invoke').map(({ sessionId }) => sessionId);
  expect(sessions.map((session) => sessions.indexOf(session))).toEqual([0, 0, 0, 3, 3, 5, 6, 6, 8, 8, 8]);
});

test('the signal of the run aborts the call', async () => {
  const { service, tool } = await opened();
  const invoke = new HeldAnswer(results(PRINTED));
  service.next('invoke', invoke.answer);
  const abort = new AbortController();

  const call = tool('execute_code').invoke({ code: 'x' }, { signal: abort.signal });
  await invoke.asked;
  abort.abort();

  await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
  await invoke.clientGone;
});

test('progress goes to the writer of the run', async () => {
  const { tool } = await opened();
  const written: CodeInterpreterProgress[] = [];
  const config = { configurable: { thread_id: 'a' }, writer: (chunk: CodeInterpreterProgress) => { written.push(chunk); } };

  await tool('execute_code').invoke({ code: 'x' }, config);

  expect(written.map(({ event, tool: name, threadId }) => [event, name, threadId])).toEqual(
    ['session_starting', 'session_started', 'running', 'output', 'finished'].map((event) => [event, 'execute_code', 'a']),
  );
});

test('what a model cannot mend is thrown', async () => {
  const { service, tool } = await opened();
  service.next('invoke', httpError('AccessDeniedException', 'not you'));

  await expect(tool('execute_code').invoke(toolCall('execute_code', { code: 'x' }))).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('models are told which arguments a tool needs', async () => {
  const { tool } = await opened();

  expect(convertToOpenAITool(tool('execute_code'))).toMatchObject({
    type: 'function',
    function: {
      name: 'execute_code',
      parameters: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          language: { type: 'string', enum: ['python', 'javascript', 'typescript'], default: 'python' },
          clear_context: { type: 'boolean', default: false },
        },
        required: ['code'],
      },
    },
  });
});

test('await using stops the sessions', async () => {
  const { service } = await opened();
  {
    await using toolkit = (await createCodeInterpreterToolkit({ client: service.client() })).toolkit;
    await toolkit.run('list_files', {});
  }
  expect(service.count('stop')).toBe(1);
});
