import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { BedrockAgentCoreClient, ListCodeInterpreterSessionsCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkPort, programEnvironment, PYTHON, RunningAgent } from './running-agent.js';
import { CallEvent, startLocalService } from '../../src/index.js';
import { SEED_PROMPTS, startScriptedModel } from '../../src/model/index.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const calls: CallEvent[] = [];
const service = await startLocalService({
  pool: 1,
  page: false,
  onWarning: () => undefined,
  interpreters: [{ name: 'online', networkMode: 'PUBLIC' }, { name: 'analyzer', networkMode: 'SANDBOX' }],
  observer: { onCall: (call) => calls.push(call) },
});
const model = await startScriptedModel();
const client = new BedrockAgentCoreClient({ endpoint: service.url, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
const [online, analyzer] = service.interpreters;
const CUSTOM_INTERPRETER_ID = online?.id ?? '';
const ANALYZER_ID = analyzer?.id ?? '';
const environment = {
  ...service.environment, ...model.environment, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', CUSTOM_INTERPRETER_ID, ANALYZER_ID,
};

beforeEach(() => { calls.length = 0; });
afterEach(async () => {
  expect(await readySessions()).toEqual([]);
});
afterAll(async () => {
  client.destroy();
  await model.close();
  await service.close();
});

/** Of all code interpreters that the agents use. */
async function readySessions(): Promise<unknown[]> {
  const lists = await Promise.all(['aws.codeinterpreter.v1', CUSTOM_INTERPRETER_ID, ANALYZER_ID].map((codeInterpreterIdentifier) => {
    return client.send(new ListCodeInterpreterSessionsCommand({ codeInterpreterIdentifier, status: 'READY' }));
  }));
  return lists.flatMap(({ items = [] }) => items);
}

/** The code interpreter and the tool of each invocation since the test began. */
function invocations(): [string | undefined, string | undefined][] {
  return calls.filter(({ operation }) => operation === 'InvokeCodeInterpreter').map(({ codeInterpreterId, tool }) => [codeInterpreterId, tool]);
}

/** Started by the first test that needs it, since all agents listen on the same port. */
function agentOf(folder: string): () => Promise<RunningAgent> {
  let agent: Promise<RunningAgent> | undefined;
  afterAll(async () => { await (await agent)?.close(); });
  return () => agent ??= RunningAgent.start(folder, environment);
}

describe('the agent of the quick start, with the toolkit of langchain-aws', () => {
  const started = agentOf('basic');

  test('is healthy', async () => {
    expect(await (await started()).ping()).toMatchObject({ status: 'Healthy' });
  });

  test('calculates the 50th Fibonacci number with execute_code', async () => {
    expect(await (await started()).invoke(SEED_PROMPTS.fibonacci)).toEqual({ result: 'The 50th Fibonacci number is 12586269025.' });
    expect(invocations()).toEqual([['aws.codeinterpreter.v1', 'executeCode']]);
  });

  test('analyzes 100 sales records, draws a chart and reads it', async () => {
    const { result } = await (await started()).invoke(SEED_PROMPTS.salesAnalysis) as { result: string };
    expect(result).toMatch(/^Total revenue by product, of 100 sales records \(sales\.csv\):\n/);
    expect(result.match(/^- \w+: \d+\.\d\d$/gm)).toHaveLength(5);
    expect(result).toMatch(/The bar chart is in revenue_by_product\.png\.$/);
    expect(invocations().map(([, tool]) => tool)).toEqual(['executeCode', 'readFiles']);
  });

  test('starts anew for each invocation, since it cleans up: x is not defined', async () => {
    expect(await (await started()).invoke(SEED_PROMPTS.setVariable)).toEqual({ result: 'x is now 100.' });
    expect(await (await started()).invoke(SEED_PROMPTS.readVariable)).toEqual({ result: 'Error: x is not defined in this session.' });
  });

  test('starts a long command and asks about it until it is done', async () => {
    const { result } = await (await started()).invoke(SEED_PROMPTS.longCommand) as { result: string };
    expect(result).toMatch(/^Task \S+ is completed at check \d, and the last that it printed is: step 6 of 6$/);
    expect(invocations().map(([, tool]) => tool)).toEqual(expect.arrayContaining(['startCommandExecution', 'getTask', 'executeCommand']));
  });

  test('stops a long command', async () => {
    const { result } = await (await started()).invoke(SEED_PROMPTS.stoppedCommand) as { result: string };
    expect(result).toMatch(/^Task \S+ was working; I stopped it, and now it is canceled\.$/);
    expect(invocations().map(([, tool]) => tool)).toEqual(['startCommandExecution', 'getTask', 'stopTask', 'getTask']);
  });

  test('runs the code of a prompt', async () => {
    expect(await (await started()).invoke('Run this:\n```python\nimport pandas\nprint(pandas.Series([1, 2]).sum())\n```'))
      .toEqual({ result: 'The code ran:\n\n3' });
  });

  test('leaves the port when it is stopped', async () => {
    await (await started()).close();
    await checkPort();
  });
});

describe('the agent with custom code interpreters, by CodeInterpreter.start(identifier=…)', () => {
  const started = agentOf('custom-interpreter');

  test('says hello from the custom code interpreter', async () => {
    expect(await (await started()).ping()).toMatchObject({ status: 'Healthy' });
    expect(await (await started()).invoke(SEED_PROMPTS.hello)).toEqual({ result: 'The code interpreter says: Hello from custom interpreter!' });
    expect(invocations()).toEqual([[CUSTOM_INTERPRETER_ID, 'executeCode']]);
  });

  test('uses the analyzer when the prompt names its tool', async () => {
    expect(await (await started()).invoke('Call execute_isolated:\n```python\nprint(6 * 7)\n```')).toEqual({ result: 'The code ran:\n\n42' });
    expect(invocations()).toEqual([[ANALYZER_ID, 'executeCode']]);
  });

  test('tells of an error', async () => {
    expect(await (await started()).invoke(SEED_PROMPTS.readVariable)).toEqual({ result: 'Error: x is not defined in this session.' });
  });

  test('leaves the port when it is stopped', async () => {
    await (await started()).close();
    await checkPort();
  });
});

test('the snippet for custom code interpreters prints the hello, and stops its session', async () => {
  const snippet = `
import os
from bedrock_agentcore.tools.code_interpreter_client import CodeInterpreter

# Get custom interpreter ID from environment
CUSTOM_INTERPRETER_ID = os.environ.get("CUSTOM_INTERPRETER_ID")

# Create client with custom identifier
code_interpreter = CodeInterpreter(region="us-east-1")
code_interpreter.start(identifier=CUSTOM_INTERPRETER_ID)

# Execute code
response = code_interpreter.invoke(
    method="executeCode",
    params={"code": "print('Hello from custom interpreter!')", "language": "python"}
)

# Clean up
code_interpreter.stop()
`;
  const shown = `${snippet}\nprint([event["result"]["content"] for event in response["stream"]])`;
  const { stdout } = await promisify(execFile)(PYTHON, ['-c', shown], { env: programEnvironment(environment) });
  expect(stdout).toBe('[[{\'type\': \'text\', \'text\': \'Hello from custom interpreter!\'}]]\n');
  expect(invocations()).toEqual([[CUSTOM_INTERPRETER_ID, 'executeCode']]);
});

test('a port that is taken is said to be', async () => {
  const other = createServer().listen(8080, '127.0.0.1');
  try {
    await expect(RunningAgent.start('basic', environment)).rejects.toThrow('Port 8080 is in use, and the agents of examples/agents listen there');
  } finally {
    await new Promise((resolve) => { other.close(resolve); });
  }
});
