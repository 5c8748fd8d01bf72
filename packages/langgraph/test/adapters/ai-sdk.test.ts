import { generateText, stepCountIs, Tool } from 'ai';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { Call, playedLanguageModel, toldToModel } from './played-language-model.js';
import { DRAW_CHART, PNG_SIGNATURE, ServiceForAdapters } from './service-for-adapters.js';
import { CodeInterpreterTools, CodeInterpreterToolsOptions, createCodeInterpreterTools } from '../../src/ai-sdk.js';
import { CodeInterpreterProgress, CodeInterpreterToolError, TOOL_NAMES, ToolOutcome, ToolRunner } from '../../src/core.js';

const local = new ServiceForAdapters();

function opened(options: CodeInterpreterToolsOptions<''> = {}): CodeInterpreterTools {
  const made = createCodeInterpreterTools({ client: local.client, ...options });
  onTestFinished(() => made.runner.cleanup());
  return made;
}

const code = (text: string): Call => ({ tool: 'execute_code', input: { code: text } });

/** Has a model call tools, one step after another. */
async function played(tools: CodeInterpreterTools['tools'], calls: readonly Call[], context?: unknown) {
  const model = playedLanguageModel(...calls.map((call) => [call]));
  const { steps, text } = await generateText({
    model, tools, prompt: 'go', stopWhen: stepCountIs(calls.length + 1), experimental_context: context,
  });
  return { model, text, parts: steps.flatMap(({ content }) => content), results: steps.flatMap(({ toolResults }) => toolResults) };
}

test('has the eleven tools under their names', () => {
  const { tools, runner } = opened();

  expect(Object.keys(tools)).toEqual(TOOL_NAMES);
  expect(tools.execute_code.description).toBe(runner.tools[0]?.description);
  expectTypeOf(tools.execute_code).toEqualTypeOf<Tool<Record<string, unknown>, ToolOutcome>>();
  expectTypeOf(runner).toEqualTypeOf<ToolRunner>();
});

test('a prefix is in the names, for the compiler too', () => {
  const { tools } = createCodeInterpreterTools({ client: local.client, toolNamePrefix: 'analyzer_' });

  expect(tools.analyzer_get_task.description).toBeTruthy();
  expect(Object.keys(tools)).toEqual(TOOL_NAMES.map((name) => `analyzer_${name}`));
  // @ts-expect-error without the prefix there is none
  expect(tools.get_task).toBeUndefined();
});

test('the model reads what its code prints, and the next call finds the variables of the last', async () => {
  const { model, text, results } = await played(opened().tools, [code('x = 6'), code('print(x * 7)')]);

  expect(toldToModel(model)).toEqual([{ type: 'text', value: '(no output)' }, { type: 'text', value: '42' }]);
  expect(results[1]?.output).toMatchObject({ text: '42', isError: false, artifact: { stdout: '42', exitCode: 0 } });
  expect(text).toBe('done');
});

test('a command that fails is an error to the model, with its exit code for the program', async () => {
  const { model, results } = await played(opened().tools, [{ tool: 'execute_command', input: { command: 'echo broken >&2; exit 3' } }]);

  expect(toldToModel(model)).toEqual([{ type: 'error-text', value: 'broken\nexit code 3' }]);
  expect(results[0]?.output).toMatchObject({ isError: true, artifact: { stderr: 'broken', exitCode: 3 } });
});

test('arguments that the schema refuses come back to the model, and start no session', async () => {
  const { tools } = opened({ sessionName: 'never-started' });
  const { model } = await played(tools, [{ tool: 'read_files', input: { paths: 'chart.png' } }]);

  expect(toldToModel(model)).toEqual([{ type: 'error-text', value: expect.stringMatching(/read_files[^]*expected array/) }]);
  expect(await local.sessionNames()).not.toContain('never-started');
});

test('arguments that the schema cannot refuse come back with our message, and start no session', async () => {
  const { tools } = opened({ sessionName: 'never-started' });
  const { model } = await played(tools, [{ tool: 'upload_file', input: { path: '/etc/hosts', content: '' } }]);

  expect(toldToModel(model)).toEqual([{ type: 'error-text', value: expect.stringContaining('Path must be relative, not absolute. Got: /etc/hosts') }]);
  expect(await local.sessionNames()).not.toContain('never-started');
});

test('an image is for the program; the model reads its path', async () => {
  const { model, results } = await played(opened().tools, [code(DRAW_CHART), { tool: 'read_files', input: { paths: ['chart.png'] } }]);

  expect(toldToModel(model)[1]).toEqual({ type: 'text', value: expect.stringMatching(/^==== Binary File: .*chart\.png ====/) });
  const [image] = (results[1]?.output as ToolOutcome).artifact.images;
  expect(image).toMatchObject({ path: 'chart.png', mimeType: 'image/png' });
  expect(image?.bytes.subarray(0, 8)).toEqual(PNG_SIGNATURE);
});

test('what the model cannot mend is a tool-error of the AI SDK, which has the error itself', async () => {
  const fault = local.service.faults.add({ fault: 'deny', operation: 'StartCodeInterpreterSession' });
  onTestFinished(() => fault.remove());
  const { parts } = await played(opened().tools, [code('1')]);

  const [failure] = parts.flatMap((part) => part.type === 'tool-error' ? [part.error] : []);
  expect(failure).toBeInstanceOf(CodeInterpreterToolError);
  expect(failure).toMatchObject({ code: 'AccessDenied', message: expect.stringContaining('Check the credentials') });
});

test('conversations that a function tells apart do not see each other', async () => {
  const { tools } = opened({ threadId: ({ experimental_context: context }) => (context as { user: string }).user });

  await played(tools, [code('x = 100')], { user: 'user-1' });
  const first = await played(tools, [code('print(x * 2)')], { user: 'user-1' });
  const second = await played(tools, [code('print(x)')], { user: 'user-2' });

  expect(toldToModel(first.model)).toEqual([{ type: 'text', value: '200' }]);
  expect(toldToModel(second.model)).toEqual([{ type: 'error-text', value: expect.stringContaining("NameError: name 'x' is not defined") }]);
});

test('conversations that have tools of their own do not see each other, and find their sessions with other tools of the same thread', async () => {
  const { toolsForThread } = opened();

  await played(toolsForThread('user-1'), [code('x = 100')]);
  const first = await played(toolsForThread('user-1'), [code('print(x * 2)')]);
  const second = await played(toolsForThread('user-2'), [code('print(x)')]);

  expect(toldToModel(first.model)).toEqual([{ type: 'text', value: '200' }]);
  expect(toldToModel(second.model)).toEqual([{ type: 'error-text', value: expect.stringContaining("NameError: name 'x' is not defined") }]);
});

test('a thread that is given is the thread of all calls, and the default one otherwise', async () => {
  const given = opened({ threadId: 'chat-7' });
  const leftOut = opened();
  await played(given.tools, [code('x = 1')]);
  await played(leftOut.tools, [code('x = 2')]);

  expect(await given.runner.run('execute_code', { code: 'print(x)' }, { threadId: 'chat-7' })).toMatchObject({ text: '1' });
  expect(await leftOut.runner.run('execute_code', { code: 'print(x)' }, { threadId: 'default' })).toMatchObject({ text: '2' });
});

test('calls that the model makes at once share one session', async () => {
  const { tools } = opened();
  const model = playedLanguageModel([code('print(1)'), { tool: 'execute_command', input: { command: 'echo 2' } }]);
  const { steps } = await generateText({ model, tools, prompt: 'go', stopWhen: stepCountIs(2) });

  const outcomes = steps.flatMap(({ toolResults }) => toolResults).map(({ output }) => output as ToolOutcome);
  expect(outcomes.map(({ text }) => text)).toEqual(['1', '2']);
  expect(new Set(outcomes.map(({ artifact }) => artifact.sessionId)).size).toBe(1);
});

test('an abort ends the wait for the call that runs', async () => {
  const controller = new AbortController();
  const seen: CodeInterpreterProgress[] = [];
  const { tools } = opened({
    onProgress: (progress) => {
      seen.push(progress);
      if (progress.event === 'running') { controller.abort(new Error('the user left')); }
    },
  });
  const model = playedLanguageModel([{ tool: 'execute_command', input: { command: 'sleep 600' } }]);

  await expect(generateText({ model, tools, prompt: 'go', stopWhen: stepCountIs(2), abortSignal: controller.signal })).rejects.toThrow('the user left');
  expect(seen.map(({ event }) => event)).toContain('running');
});

test('progress says which call of the model it is of', async () => {
  const seen: string[] = [];
  const { tools } = opened({ onProgress: ({ event, tool }, { toolCallId }) => { seen.push(`${toolCallId} ${tool} ${event}`); } });
  await played(tools, [code('print(1)')]);

  expect(seen.at(0)).toBe('call-1-1 execute_code session_starting');
  expect(seen.at(-1)).toBe('call-1-1 execute_code finished');
});
