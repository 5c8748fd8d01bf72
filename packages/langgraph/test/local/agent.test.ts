import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { createAgent } from 'langchain';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { LocalServiceOfTests } from './local-runner.js';
import { codeInterpreterArtifactOf, CodeInterpreterProgress, createCodeInterpreterToolkit } from '../../src/index.js';
import { calling, PlayedModel } from '../langchain/played-model.js';

const local = await LocalServiceOfTests.start();
const GO = { messages: [new HumanMessage('go')] };
const THREAD = { configurable: { thread_id: 'user-1' } };

test('an agent that analyzes sales, makes a mistake, and draws a chart', async () => {
  const { toolkit, tools } = await createCodeInterpreterToolkit({ client: local.client() });
  onTestFinished(() => toolkit.cleanup());
  const draw = 'import matplotlib\nmatplotlib.use("Agg")\nimport matplotlib.pyplot as plt\nplt.bar(list(revenue), list(revenue.values()))\n'
    + 'plt.savefig("revenue.png")\nprint(sum(revenue.values()))';
  const model = new PlayedModel([
    calling({ tool: 'upload_file', args: { path: 'sales.csv', content: 'product,price\na,2\nb,3\na,5', description: 'sales' } }),
    calling({ tool: 'execute_code', args: { code: 'revenue[0]' } }),
    calling({
      tool: 'execute_code',
      args: {
        code: 'import csv\nrevenue = {}\nfor row in csv.DictReader(open("sales.csv")):\n'
        + '  revenue[row["product"]] = revenue.get(row["product"], 0) + int(row["price"])\nprint(revenue)',
      },
    }),
    calling({ tool: 'execute_code', args: { code: draw } }),
    calling({ tool: 'read_files', args: { paths: ['revenue.png'] } }),
    new AIMessage('done'),
  ]);
  const progress: CodeInterpreterProgress[] = [];

  const results: ToolMessage[] = [];
  for await (const [mode, chunk] of await createAgent({ model, tools }).stream(GO, { ...THREAD, streamMode: ['custom', 'values'] })) {
    if (mode === 'custom') { progress.push(chunk as CodeInterpreterProgress); } else {
      results.splice(0, Infinity, ...chunk.messages.filter((message) => message instanceof ToolMessage));
    }
  }

  expect(results.map(({ status }) => status)).toEqual(['success', 'error', 'success', 'success', 'success']);
  expect(results.map(({ text }) => text.split('\n').at(-1))).toEqual(['Successfully wrote all 1 files', 'exit code 1', "{'a': 7, 'b': 3}", '10', '']);
  expect(results[1]?.text).toContain("NameError: name 'revenue' is not defined");
  const [chart] = results.flatMap((message) => codeInterpreterArtifactOf(message)?.images ?? []);
  expect(chart).toMatchObject({ path: 'revenue.png', mimeType: 'image/png' });
  expect(chart?.bytes.length).toBeGreaterThan(1_000);
  expect(progress.filter(({ event }) => event === 'finished').map(({ tool: name }) => name)).toEqual(
    ['upload_file', 'execute_code', 'execute_code', 'execute_code', 'read_files'],
  );
  expect(progress.filter(({ event }) => event === 'session_started')).toHaveLength(1);
});

test('a sub-agent does not see what its agent has, and the cleanup of the thread stops both sessions', async () => {
  const { toolkit, tools } = await createCodeInterpreterToolkit({ client: local.client() });
  const inner = createAgent({ model: new PlayedModel([calling({ tool: 'execute_code', args: { code: 'print(x)' } }), new AIMessage('found')]), tools });
  const seen: ToolMessage[] = [];
  const ask = tool(async ({ question }, config) => {
    const { messages } = await inner.invoke({ messages: [new HumanMessage(question)] }, config);
    seen.push(...messages.filter((message) => message instanceof ToolMessage));
    return 'answered';
  }, { name: 'ask', description: 'Asks a sub-agent', schema: z.object({ question: z.string() }) });
  const model = new PlayedModel([
    calling({ tool: 'execute_code', args: { code: 'x = 100' } }), calling({ tool: 'ask', args: { question: 'What is x?' } }),
    calling({ tool: 'execute_code', args: { code: 'print(x)' } }), new AIMessage('done'),
  ]);

  const { messages } = await createAgent({ model, tools: [ask, ...tools] }).invoke(GO, THREAD);
  const own = messages.filter((message) => message instanceof ToolMessage);
  await toolkit.cleanup('user-1');

  expect(own.at(-1)?.text).toBe('100');
  expect(seen[0]?.text).toMatch(/NameError: name 'x' is not defined/);
  for (const message of [own[0], seen[0]]) {
    await local.happened(message && codeInterpreterArtifactOf(message)?.sessionId, 'stopped');
  }
});
