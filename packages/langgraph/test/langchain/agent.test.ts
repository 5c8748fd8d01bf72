import { AIMessage, BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { StructuredToolInterface, tool } from '@langchain/core/tools';
import { MemorySaver } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { createAgent, createMiddleware } from 'langchain';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { calling, PlayedModel } from './played-model.js';
import { codeInterpreterArtifactOf, CodeInterpreterProgress, CodeInterpreterToolkit, createCodeInterpreterToolkit } from '../../src/index.js';
import { PRINTED, RAISED } from '../recorded/results.js';
import { HeldAnswer, httpError, results, StandInService } from '../recorded/stand-in-service.js';

interface Opened {
  readonly service: StandInService;
  readonly toolkit: CodeInterpreterToolkit;
  readonly tools: StructuredToolInterface[];
}

async function opened(): Promise<Opened> {
  const service = await StandInService.start();
  onTestFinished(() => service[Symbol.asyncDispose]());
  return { service, ...await createCodeInterpreterToolkit({ client: service.client() }) };
}

const GO = { messages: [new HumanMessage('go')] };
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]);
const CHART = {
  content: [{ type: 'resource', resource: { type: 'blob', uri: 'file:///chart.png', mimeType: 'image/png', blob: Buffer.from(PNG).toString('base64') } }],
  isError: false,
};

function toolMessages(messages: readonly BaseMessage[]): ToolMessage[] {
  return messages.filter((message) => message instanceof ToolMessage);
}

test('an agent gets successes and errors as such, with artifacts', async () => {
  const { service, tools } = await opened();
  service.next('invoke', results(PRINTED), results(RAISED));
  const model = new PlayedModel([
    calling({ tool: 'execute_code', args: { code: 'print(1)' } }), calling({ tool: 'execute_code', args: { code: 'import seaborn' } }), new AIMessage('done'),
  ]);

  const { messages } = await createAgent({ model, tools }).invoke(GO, { configurable: { thread_id: 'a' } });

  expect(toolMessages(messages)).toMatchObject([
    { status: 'success', content: PRINTED.structuredContent.stdout, artifact: { exitCode: 0 } },
    { status: 'error', content: `${RAISED.structuredContent.stderr}\nexit code 1`, artifact: { exitCode: 1 } },
  ]);
  expect(messages.at(-1)?.text).toBe('done');
  expect(service.count('start')).toBe(1);
});

test('arguments that are wrong come back to the model, which can try again', async () => {
  const { service, tools } = await opened();
  const model = new PlayedModel([
    calling({ tool: 'execute_code', args: { language: 'ruby' } }, { tool: 'install_packages', args: { packages: [] } }), new AIMessage('done'),
  ]);

  const { messages } = await createAgent({ model, tools }).invoke(GO);

  const [mismatch, empty] = toolMessages(messages);
  expect(mismatch).toMatchObject({ status: 'error', content: expect.stringMatching(/did not match expected schema[^]*→ at code[^]*→ at language/) as string });
  expect(empty).toMatchObject({ status: 'error', content: "packages must not be empty. Got: []. Give at least one, like ['seaborn']." });
  expect(service.requests).toEqual([]);
});

test('several first calls at once share one session', async () => {
  const { service, tools } = await opened();
  const list = { tool: 'list_files', args: {} };
  const model = new PlayedModel([calling(list, list, list), new AIMessage('done')]);

  await createAgent({ model, tools }).invoke(GO, { configurable: { thread_id: 'a' } });

  expect(service.count('invoke')).toBe(3);
  expect(service.count('start')).toBe(1);
});

test('two runs of one thread share a session, another thread has its own', async () => {
  const { service, tools } = await opened();
  for (const threadId of ['a', 'a', 'b']) {
    const model = new PlayedModel([calling({ tool: 'list_files', args: {} }), new AIMessage('done')]);
    await createAgent({ model, tools }).invoke(GO, { configurable: { thread_id: threadId } });
  }
  const [first, second, third] = service.of('invoke').map(({ sessionId }) => sessionId);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('progress is in the custom stream of the graph', async () => {
  const { tools } = await opened();
  const model = new PlayedModel([calling({ tool: 'execute_code', args: { code: 'x' } }), new AIMessage('done')]);
  const progress: CodeInterpreterProgress[] = [];

  const stream = await createAgent({ model, tools }).stream(GO, { configurable: { thread_id: 'a' }, streamMode: 'custom' });
  for await (const chunk of stream) { progress.push(chunk as CodeInterpreterProgress); }

  expect(progress.map(({ event }) => event)).toEqual(['session_starting', 'session_started', 'running', 'output', 'finished']);
  expect(progress[3]).toMatchObject({ type: 'code_interpreter', tool: 'execute_code', threadId: 'a', text: 'hi' });
});

test('images come back out of a checkpoint as bytes', async () => {
  const { service, tools } = await opened();
  service.next('invoke', results(CHART));
  const model = new PlayedModel([calling({ tool: 'read_files', args: { paths: ['chart.png'] } }), new AIMessage('done')]);
  const agent = createAgent({ model, tools, checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: 'a' } };

  await agent.invoke(GO, config);
  const { values } = await agent.graph.getState(config) as { values: { messages: BaseMessage[] } };

  const [message] = toolMessages(values.messages);
  expect(message?.artifact).not.toHaveProperty('images');
  expect(message && codeInterpreterArtifactOf(message)?.images).toEqual([{ path: 'chart.png', mimeType: 'image/png', bytes: PNG }]);
});

test('a sub-agent has a session of its own, and the cleanup of its thread stops it too', async () => {
  const { service, toolkit, tools } = await opened();
  const inner = createAgent({
    model: new PlayedModel([calling({ tool: 'list_files', args: {} }), calling({ tool: 'list_files', args: {} }), new AIMessage('found')]), tools,
  });
  const research = tool(async ({ question }, config) => (await inner.invoke({ messages: [new HumanMessage(question)] }, config)).messages.at(-1)?.text ?? '', {
    name: 'research', description: 'Asks a sub-agent', schema: z.object({ question: z.string() }),
  });
  const model = new PlayedModel([
    calling({ tool: 'execute_code', args: { code: 'x' } }), calling({ tool: 'research', args: { question: 'what?' } }), new AIMessage('done'),
  ]);

  const { messages } = await createAgent({ model, tools: [research, ...tools] }).invoke(GO, { configurable: { thread_id: 'a' } });

  expect(toolMessages(messages).at(-1)?.text).toBe('found');
  const [outer, first, second] = service.of('invoke').map(({ sessionId }) => sessionId);
  expect(first).not.toBe(outer);
  expect(second).toBe(first);

  await toolkit.cleanup('a');
  expect(service.of('stop').map(({ sessionId }) => sessionId).sort()).toEqual([outer, first].sort());
});

test('an abort of the run ends it, and the call with it', async () => {
  const { service, tools } = await opened();
  const invoke = new HeldAnswer(results(PRINTED));
  service.next('invoke', invoke.answer);
  const model = new PlayedModel([calling({ tool: 'execute_code', args: { code: 'x' } }), new AIMessage('done')]);
  const abort = new AbortController();

  const run = createAgent({ model, tools }).invoke(GO, { signal: abort.signal });
  await invoke.asked;
  abort.abort();

  await expect(run).rejects.toThrow();
  await invoke.clientGone;
  expect(model.asked).toHaveLength(1);
});

test('the ToolNode of LangGraph passes errors on as they are', async () => {
  const { service, tools } = await opened();
  service.next('invoke', results(RAISED));
  const node = new ToolNode(tools);

  const { messages } = await node.invoke({ messages: [calling({ tool: 'execute_code', args: { code: 'x' } })] }) as { messages: ToolMessage[] };

  expect(messages).toMatchObject([{ status: 'error', artifact: { exitCode: 1 } }]);
});

describe('what a model cannot mend', () => {
  const failing = (): PlayedModel => new PlayedModel([calling({ tool: 'list_files', args: {} }), new AIMessage('done')]);
  const DENIED = httpError('AccessDeniedException', 'not you');

  test('is shown to the model by an agent that is not told otherwise', async () => {
    const { service, tools } = await opened();
    service.next('start', DENIED);

    const { messages } = await createAgent({ model: failing(), tools }).invoke(GO);

    expect(toolMessages(messages)).toMatchObject([{ status: 'error', content: expect.stringContaining('AccessDeniedException: not you') as string }]);
  });

  test('ends the run of an agent with a wrapToolCall middleware', async () => {
    const { service, tools } = await opened();
    service.next('start', DENIED);
    const throwing = createMiddleware({ name: 'throwing', wrapToolCall: (request, handler) => handler(request) });

    await expect(createAgent({ model: failing(), tools, middleware: [throwing] }).invoke(GO)).rejects.toThrow('AccessDeniedException: not you');
  });

  test('is thrown by a ToolNode that does not handle errors', async () => {
    const { service, tools } = await opened();
    service.next('start', DENIED);
    const node = new ToolNode(tools, { handleToolErrors: false });

    await expect(node.invoke({ messages: [calling({ tool: 'list_files', args: {} })] })).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});
