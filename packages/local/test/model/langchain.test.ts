import { ChatBedrockConverse } from '@langchain/aws';
import { AIMessage, AIMessageChunk, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { CLIENT_SETTINGS, MODEL_ID, startForModelClients } from './aws-client.js';
import { SEED_PROMPTS } from '../../src/model/index.js';

await startForModelClients();
const executeCode = tool(({ code }) => `ran ${code}`, {
  name: 'execute_code',
  description: 'Runs code.',
  schema: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] } as const,
});
const model = new ChatBedrockConverse({ model: MODEL_ID, region: CLIENT_SETTINGS.AWS_REGION }).bindTools([executeCode]);

function toolMessage({ tool_calls: [call] = [] }: AIMessage | AIMessageChunk, content: string): ToolMessage {
  return new ToolMessage({ content, tool_call_id: call?.id ?? '' });
}

test('ChatBedrockConverse calls the bound tool and gets the answer', async () => {
  const asked = await model.invoke([new HumanMessage(SEED_PROMPTS.doubleVariable)]);
  expect(asked.tool_calls).toMatchObject([{ name: 'execute_code', args: { code: 'print(x * 2)' } }]);
  const said = await model.invoke([new HumanMessage(SEED_PROMPTS.doubleVariable), asked, toolMessage(asked, '200')]);
  expect(said.text).toBe('x * 2 is 200.');
  expect(said.usage_metadata?.total_tokens).toBeGreaterThan(0);
});

test('ChatBedrockConverse streams the tool call, and then the answer to a failed tool', async () => {
  const stream = await model.stream([new HumanMessage(SEED_PROMPTS.readVariable)]);
  let asked: AIMessageChunk | undefined;
  for await (const chunk of stream) { asked = asked?.concat(chunk) ?? chunk; }
  if (!asked) { throw new Error('nothing was streamed'); }
  expect(asked.tool_calls).toMatchObject([{ name: 'execute_code', args: { code: 'print(x)' } }]);

  // ChatBedrockConverse leaves out whether a tool failed: its text has to tell.
  const failed = toolMessage(asked, 'Traceback (most recent call last):\nNameError: name \'x\' is not defined\nexit code 1');
  const pieces: string[] = [];
  for await (const chunk of await model.stream([new HumanMessage(SEED_PROMPTS.readVariable), new AIMessage(asked), failed])) {
    pieces.push(chunk.text);
  }
  expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
  expect(pieces.join('')).toBe('Error: x is not defined in this session.');
});
