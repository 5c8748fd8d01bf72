import { AfterToolCallEvent, Agent, AgentStreamEvent, ToolStreamUpdateEvent } from '@strands-agents/sdk';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { Call, PlayedStrandsModel, toldToModel } from './played-strands-model.js';
import { DRAW_CHART, PNG_SIGNATURE, ServiceForAdapters } from './service-for-adapters.js';
import { CodeInterpreterProgress, CodeInterpreterToolError, TOOL_NAMES, ToolRunner } from '../../src/core.js';
import { CodeInterpreterArtifactUpdate, CodeInterpreterTools, CodeInterpreterToolsOptions, createCodeInterpreterTools } from '../../src/strands.js';

const local = new ServiceForAdapters();

function opened(options: CodeInterpreterToolsOptions = {}): CodeInterpreterTools {
  const made = createCodeInterpreterTools({ client: local.client, ...options });
  onTestFinished(() => made.runner.cleanup());
  return made;
}

const code = (text: string): Call => ({ tool: 'execute_code', input: { code: text } });

/** An agent whose model calls tools, one step after another. */
function agentThat(tools: CodeInterpreterTools['tools'], ...calls: readonly Call[]): Agent {
  return new Agent({ model: new PlayedStrandsModel(calls.map((call) => [call])), tools, printer: false });
}

type Update = CodeInterpreterProgress | CodeInterpreterArtifactUpdate;

/** What the tools streamed, while the agent ran. */
async function streamed(agent: Agent): Promise<Update[]> {
  const events: AgentStreamEvent[] = [];
  for await (const event of agent.stream('go')) { events.push(event); }
  return events.filter((event) => event instanceof ToolStreamUpdateEvent).map(({ event }) => event.data as Update);
}

test('has the eleven tools under their names, with a prefix if there is one', () => {
  const { tools, runner } = opened();

  expect(tools.map(({ name }) => name)).toEqual(TOOL_NAMES);
  expect(opened({ toolNamePrefix: 'analyzer_' }).tools.map(({ name }) => name)).toEqual(TOOL_NAMES.map((name) => `analyzer_${name}`));
  expectTypeOf(runner).toEqualTypeOf<ToolRunner>();
});

test('the model is told which arguments there are, and which it may leave out', async () => {
  const model = new PlayedStrandsModel([]);
  const { tools, runner } = opened();
  await new Agent({ model, tools, printer: false }).invoke('go');

  expect(model.toolSpecs[0]).toMatchObject({
    name: 'execute_code',
    description: runner.tools[0]?.description,
    inputSchema: {
      type: 'object',
      properties: { code: { type: 'string' }, language: { enum: ['python', 'javascript', 'typescript'] }, clear_context: { type: 'boolean' } },
      required: ['code'],
    },
  });
});

test('the model reads what its code prints, and the next call finds the variables of the last', async () => {
  const agent = agentThat(opened().tools, code('x = 6'), code('print(x * 7)'));
  const { stopReason } = await agent.invoke('go');

  expect(toldToModel(agent.messages)).toEqual([{ status: 'success', text: '(no output)' }, { status: 'success', text: '42' }]);
  expect(stopReason).toBe('endTurn');
});

test('a command that fails is an error to the model', async () => {
  const agent = agentThat(opened().tools, { tool: 'execute_command', input: { command: 'echo broken >&2; exit 3' } });
  await agent.invoke('go');

  expect(toldToModel(agent.messages)).toEqual([{ status: 'error', text: 'broken\nexit code 3' }]);
});

test('wrong arguments come back with our message, and start no session', async () => {
  const agent = agentThat(
    opened({ sessionName: 'never-started' }).tools,
    { tool: 'read_files', input: { paths: 'chart.png' } }, { tool: 'upload_file', input: { path: '/etc/hosts', content: '' } },
  );
  await agent.invoke('go');

  expect(toldToModel(agent.messages)).toEqual([
    { status: 'error', text: expect.stringMatching(/^The arguments of read_files are wrong:\n[^]*expected array/) },
    { status: 'error', text: expect.stringContaining('Path must be relative, not absolute. Got: /etc/hosts') },
  ]);
  expect(await local.sessionNames()).not.toContain('never-started');
});

test('progress is streamed while a call runs, and its artifact at the end', async () => {
  const agent = agentThat(opened({ threadId: 'user-1' }).tools, { tool: 'execute_command', input: { command: 'echo broken >&2; exit 3' } });
  const updates = await streamed(agent);

  expect(updates.map((update) => update.type === 'code_interpreter' ? update.event : update.type)).toEqual([
    'session_starting', 'session_started', 'running', 'output', 'finished', 'code_interpreter_artifact',
  ]);
  expect(updates[0]).toMatchObject({ type: 'code_interpreter', tool: 'execute_command', threadId: 'user-1' });
  expect(updates.at(-1)).toMatchObject({ tool: 'execute_command', toolUseId: 'call-1-1', artifact: { exitCode: 3, stderr: 'broken' } });
});

test('an image is for the program; the model reads its path', async () => {
  const agent = agentThat(opened().tools, code(DRAW_CHART), { tool: 'read_files', input: { paths: ['chart.png'] } });
  const [artifact] = (await streamed(agent)).flatMap((update) => update.type === 'code_interpreter_artifact' ? [update.artifact] : []).slice(-1);

  expect(toldToModel(agent.messages)[1]).toEqual({ status: 'success', text: expect.stringMatching(/^==== Binary File: .*chart\.png ====/) });
  expect(artifact?.images).toMatchObject([{ path: 'chart.png', mimeType: 'image/png' }]);
  expect(artifact?.images[0]?.bytes.subarray(0, 8)).toEqual(PNG_SIGNATURE);
});

test('what the model cannot mend is an error result of Strands, of which a hook gets the error itself', async () => {
  const fault = local.service.faults.add({ fault: 'deny', operation: 'StartCodeInterpreterSession' });
  onTestFinished(() => fault.remove());
  const agent = agentThat(opened().tools, code('1'));
  const errors: unknown[] = [];
  agent.addHook(AfterToolCallEvent, ({ error }) => { errors.push(error); });
  await agent.invoke('go');

  expect(toldToModel(agent.messages)).toEqual([{ status: 'error', text: expect.stringContaining('Check the credentials') }]);
  expect(errors.map((error) => CodeInterpreterToolError.isInstance(error) ? error.code : error)).toEqual(['AccessDenied']);
});

test('agents that a function tells apart do not see each other', async () => {
  const { tools } = opened({ threadId: ({ invocationState }) => String(invocationState.user) });
  const [first, second] = [agentThat(tools, code('x = 100'), code('print(x * 2)')), agentThat(tools, code('print(x)'))];
  await first.invoke('go', { invocationState: { user: 'user-1' } });
  await second.invoke('go', { invocationState: { user: 'user-2' } });

  expect(toldToModel(first.messages)).toEqual([{ status: 'success', text: '(no output)' }, { status: 'success', text: '200' }]);
  expect(toldToModel(second.messages)).toEqual([{ status: 'error', text: expect.stringContaining("NameError: name 'x' is not defined") }]);
});

test('a thread that is given is the thread of all calls, and the default one otherwise', async () => {
  const given = opened({ threadId: 'chat-7' });
  const leftOut = opened();
  await agentThat(given.tools, code('x = 1')).invoke('go');
  await agentThat(leftOut.tools, code('x = 2')).invoke('go');

  expect(await given.runner.run('execute_code', { code: 'print(x)' }, { threadId: 'chat-7' })).toMatchObject({ text: '1' });
  expect(await leftOut.runner.run('execute_code', { code: 'print(x)' }, { threadId: 'default' })).toMatchObject({ text: '2' });
});

test('calls that the model makes at once share one session', async () => {
  const model = new PlayedStrandsModel([[code('print(1)'), { tool: 'execute_command', input: { command: 'echo 2' } }]]);
  const agent = new Agent({ model, tools: opened().tools, printer: false });
  const sessions = (await streamed(agent)).flatMap((update) => update.type === 'code_interpreter_artifact' ? [update.artifact.sessionId] : []);

  expect(toldToModel(agent.messages).map(({ text }) => text)).toEqual(['1', '2']);
  expect(sessions).toHaveLength(2);
  expect(new Set(sessions).size).toBe(1);
});

test('cancelling the agent ends the wait for the call that runs', async () => {
  const model = new PlayedStrandsModel([[{ tool: 'execute_command', input: { command: 'sleep 600' } }]]);
  const agent = new Agent({ model, tools: opened().tools, printer: false });
  agent.addHook(ToolStreamUpdateEvent, ({ event }) => { if ((event.data as Update).type === 'code_interpreter') { agent.cancel(); } });
  const { stopReason } = await agent.invoke('go');

  expect(stopReason).toBe('cancelled');
  expect(model.asked).toBe(1);
});

test('an agent that stops listening while a call runs does no harm', async () => {
  const fault = local.service.faults.add({ fault: 'deny', operation: 'StartCodeInterpreterSession' });
  onTestFinished(() => fault.remove());
  const { tools: [tool], runner } = opened();
  const agent = agentThat([]);
  for await (const _ of tool!.stream({
    toolUse: { name: 'execute_code', toolUseId: 'call-1', input: { code: '1' } },
    agent,
    invocationState: {},
    cancelSignal: agent.cancelSignal,
    interrupt: () => { throw new Error('not used'); },
  })) { break; }

  // It settles after the same request, whose rejection nobody awaits.
  await expect(runner.run('execute_code', { code: '1' })).rejects.toThrow('Check the credentials');
});
