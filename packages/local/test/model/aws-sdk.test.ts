import { ConverseCommand, ConverseStreamCommand, ConverseStreamOutput, Message, ToolUseBlock } from '@aws-sdk/client-bedrock-runtime';
import { beforeEach, describe, expect, test } from 'vitest';
import { bedrockClient, prompt, startForModelClients, user } from './aws-client.js';
import { ModelCall, SEED_PROMPTS } from '../../src/model/index.js';

const calls: ModelCall[] = [];
await startForModelClients({ onCall: (call) => calls.push(call) });
const client = bedrockClient();
beforeEach(() => { calls.length = 0; });

/** What the tool says to the code that the model wrote. */
function answered(asked: Message, text: string): Message[] {
  const [use] = toolUses(asked);
  return [asked, { role: 'user', content: [{ toolResult: { toolUseId: use?.toolUseId, content: [{ text }], status: 'success' } }] }];
}

function toolUses({ content = [] }: Message): ToolUseBlock[] {
  return content.flatMap(({ toolUse }) => (toolUse ? [toolUse] : []));
}

describe('Converse', () => {
  test('asks for the tool, then answers out of what it said', async () => {
    const request = prompt(SEED_PROMPTS.fibonacci);
    const first = await client.send(new ConverseCommand(request));
    const asked = first.output?.message ?? user('nothing');
    expect(first.stopReason).toBe('tool_use');
    expect(toolUses(asked)).toEqual([{
      toolUseId: expect.stringMatching(/^tooluse_[\w-]{22}$/) as string,
      name: 'execute_code',
      input: { code: expect.stringContaining('print(fibonacci(50))') as string, language: 'python' },
    }]);

    // Not the right number: the answer has to be the tool's.
    const second = await client.send(new ConverseCommand({ ...request, messages: [...request.messages ?? [], ...answered(asked, '4711')] }));
    expect(second).toMatchObject({
      stopReason: 'end_turn',
      output: { message: { role: 'assistant', content: [{ text: 'The 50th Fibonacci number is 4711.' }] } },
    });
  });

  test('gives every tool use an id of its own', async () => {
    const ids = await Promise.all([1, 2].map(async () => {
      const { output } = await client.send(new ConverseCommand(prompt(SEED_PROMPTS.fibonacci)));
      return toolUses(output?.message ?? user('nothing'))[0]?.toolUseId;
    }));
    expect(new Set(ids).size).toBe(2);
  });

  test('estimates tokens, more for more text', async () => {
    const usageOf = async (text: string) => (await client.send(new ConverseCommand(prompt(text)))).usage;
    const [short, long] = [await usageOf('Hi'), await usageOf(`Hi${'!'.repeat(400)}`)];
    expect(long?.inputTokens).toBe((short?.inputTokens ?? 0) + 100);
    expect(short?.totalTokens).toBe((short?.inputTokens ?? 0) + (short?.outputTokens ?? 0));
  });

  test('plays the last prompt of a long conversation, and no calls of before it', async () => {
    const request = prompt(SEED_PROMPTS.setVariable);
    const first = await client.send(new ConverseCommand(request));
    const { output } = await client.send(new ConverseCommand({
      ...request,
      messages: [
        ...request.messages ?? [],
        ...answered(first.output?.message ?? user('nothing'), '100'),
        { role: 'assistant', content: [{ text: 'x is now 100.' }] },
        user(SEED_PROMPTS.doubleVariable),
      ],
    }));
    expect(toolUses(output?.message ?? user('nothing')).map(({ input }) => input)).toEqual([{ code: 'print(x * 2)', language: 'python' }]);
  });

  test.each([
    'anthropic.claude-3-haiku-20240307-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefabcdef',
  ])('takes any model id: %s', async (modelId) => {
    await client.send(new ConverseCommand({ ...prompt('Hi'), modelId }));
    expect(calls).toMatchObject([{ operation: 'Converse', modelId, prompt: 'Hi', conversation: undefined }]);
  });
});

describe('ConverseStream', () => {
  async function eventsOf(text: string): Promise<ConverseStreamOutput[]> {
    const { stream } = await client.send(new ConverseStreamCommand(prompt(text)));
    const events: ConverseStreamOutput[] = [];
    for await (const event of stream ?? []) { events.push(event); }
    return events;
  }

  test('sends the arguments of a tool in pieces', async () => {
    const events = await eventsOf(SEED_PROMPTS.fibonacci);
    expect(events.map((event) => Object.keys(event)[0]).filter((name, at, names) => name !== names[at - 1])).toEqual([
      'messageStart', 'contentBlockStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata',
    ]);
    expect(events).toContainEqual({ messageStop: { stopReason: 'tool_use' } });
    const pieces = events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta?.toolUse?.input ?? []);
    expect(pieces.length).toBeGreaterThan(1);
    expect(JSON.parse(pieces.join(''))).toEqual({ code: expect.stringContaining('fibonacci(50)') as string, language: 'python' });
    expect(calls).toMatchObject([{ operation: 'ConverseStream', conversation: 'fibonacci' }]);
  });

  test('sends a text in pieces, from the first of which it begins', async () => {
    const events = await eventsOf('Hi');
    expect(events.map((event) => Object.keys(event)[0]).filter((name, at, names) => name !== names[at - 1])).toEqual([
      'messageStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata',
    ]);
    const pieces = events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? []);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toMatch(/^I am a scripted stand-in for a model\..*What is x \* 2\?/s);
    expect(events.at(-1)).toEqual({
      metadata: {
        usage: {
          inputTokens: expect.any(Number) as number, outputTokens: expect.any(Number) as number, totalTokens: expect.any(Number) as number,
        },
        metrics: { latencyMs: expect.any(Number) as number },
      },
    });
  });
});
