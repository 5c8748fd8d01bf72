import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { createAgent } from 'langchain';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LocalServiceOfTests } from './local-runner.js';
import { createCodeInterpreterToolkit } from '../../src/index.js';
import { calling, PlayedModel } from '../langchain/played-model.js';

const local = await LocalServiceOfTests.start();

type Run = (threadId: string, code: string) => Promise<ToolMessage>;

/** An agent that runs code in a thread, and what it got for it. */
async function agent(): Promise<{ readonly run: Run; readonly cleanup: (threadId?: string) => Promise<void> }> {
  const { toolkit, tools } = await createCodeInterpreterToolkit({ client: local.client() });
  onTestFinished(() => toolkit.cleanup());
  return {
    async run(threadId, code) {
      const model = new PlayedModel([calling({ tool: 'execute_code', args: { code } }), new AIMessage('done')]);
      const { messages } = await createAgent({ model, tools }).invoke({ messages: [new HumanMessage('go')] }, { configurable: { thread_id: threadId } });
      const message = messages.find((candidate) => candidate instanceof ToolMessage);
      if (!message) { throw new Error('no tool was called'); }
      return message;
    },
    cleanup: (threadId) => toolkit.cleanup(threadId),
  };
}

// The bullets of the section "Session Management" of the guide that this project serves.
describe('code interpreter sessions maintain state across tool calls', () => {
  test('Variables persist: Defined variables remain available', async () => {
    const { run } = await agent();
    await run('user-1', 'x = 100');
    expect((await run('user-1', 'print(x * 2)')).text).toBe('200');
  });

  test('Imports persist: Imported libraries stay loaded', async () => {
    const { run } = await agent();
    await run('user-1', 'import math');
    expect((await run('user-1', 'print(math.factorial(5))')).text).toBe('120');
  });

  test('Files persist: Created files remain accessible', async () => {
    const { run } = await agent();
    await run('user-1', 'open("notes.txt", "w").write("kept")');
    expect((await run('user-1', 'print(open("notes.txt").read())')).text).toBe('kept');
  });

  test('Session isolation: Different thread_id values create separate sessions', async () => {
    const { run } = await agent();
    await run('user-1', 'x = 100\nopen("/tmp/secret", "w").write("mine")');

    const other = await run('user-2', 'import os\nprint(os.path.exists("/tmp/secret"))\nprint(x)');

    expect(other.status).toBe('error');
    expect(other.text).toMatch(/^False\n[^]*NameError: name 'x' is not defined/);
  });
});

test('cleanup stops the sessions of a thread, and leaves those of others', async () => {
  const { run, cleanup } = await agent();
  const sessionOf = async (threadId: string): Promise<string> => ((await run(threadId, 'x = 1')).artifact as { sessionId: string }).sessionId;
  const first = await sessionOf('user-1');
  const second = await sessionOf('user-2');

  await cleanup('user-1');
  await local.happened(first, 'stopped');
  expect(local.changes(second)).toEqual(['started']);

  await cleanup();
  await local.happened(second, 'stopped');
});

test('ten parallel first calls share one session, and twenty threads have one each', async () => {
  const runner = local.runner();
  const outcomes = await Promise.all(Array.from({ length: 30 }, (_, index) => (
    runner.run('execute_code', { code: `print(${index})` }, { threadId: index < 10 ? 'shared' : `thread-${index}` })
  )));

  expect(outcomes.map(({ text }) => text)).toEqual(outcomes.map((_, index) => String(index)));
  const sessions = outcomes.map(({ artifact }) => artifact.sessionId);
  expect(new Set(sessions.slice(0, 10)).size).toBe(1);
  expect(new Set(sessions).size).toBe(21);
});

test('an idle session is stopped by itself', async () => {
  const runner = local.runner({ idleTimeoutSeconds: 0.2 });
  const { artifact } = await runner.run('execute_code', { code: 'x = 1' });

  await local.happened(artifact.sessionId, 'stopped');

  const { text } = await runner.run('execute_code', { code: 'print(x)' });
  expect(text).toMatch(/^\[Notice: the session before this one is no more \(it was not used for 0\.2 seconds\)[^]*NameError: name 'x' is not defined/);
});
