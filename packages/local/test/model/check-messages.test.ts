import { expect, test } from 'vitest';
import { checkMessages } from '../../src/model/check-messages.js';
import { ContentBlock, Message } from '../../src/model/converse-request.js';

const toolConfig = { tools: [{ toolSpec: { name: 'tool', inputSchema: { json: {} } } }] };
const user = (...content: ContentBlock[]): Message => ({ role: 'user', content });
const assistant = (...content: ContentBlock[]): Message => ({ role: 'assistant', content });
const text = (words: string): ContentBlock => ({ text: words });
const use = (toolUseId: string): ContentBlock => ({ toolUse: { toolUseId, name: 'tool', input: {} } });
const result = (toolUseId: string): ContentBlock => ({ toolResult: { toolUseId, content: [] } });

function refusal(messages: readonly Message[], config: typeof toolConfig | undefined = toolConfig): string | undefined {
  try {
    checkMessages({ messages, toolConfig: config });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ['one prompt', [user(text('a'))]],
  ['an image alone', [user({})]],
  ['a conversation', [user(text('a')), assistant(text('b')), user(text('c'))]],
  ['two tools, answered in any order', [user(text('a')), assistant(text('b'), use('1'), use('2')), user(result('2'), result('1'))]],
])('%s is fine', (_what, messages) => {
  expect(refusal(messages)).toBeUndefined();
});

test.each([
  ['nothing', [], /^A conversation must start with a user message\./],
  ['an assistant first', [assistant(text('a')), user(text('b'))], /^A conversation must start with a user message\./],
  ['an assistant last', [user(text('a')), assistant(text('b'))], /^The conversation must end with a user message\.$/],
  ['two of the user in a row', [user(text('a')), user(text('b'))], /roles, but messages\.1 is of the user again\.$/],
  ['a blank text', [user(text('a'), text(' \n'))], /^The text field in the ContentBlock object at messages\.0\.content\.1 is blank\./],
  ['a tool use without a result', [user(text('a')), assistant(use('1'), use('2')), user(result('1'))],
    /^Expected toolResult blocks at messages\.2\.content for the following Ids: 2$/],
  ['a result that nothing asked for', [user(text('a')), assistant(use('1')), user(result('1'), result('9'))],
    /^The toolResult blocks at messages\.2\.content answer no toolUse block of the previous turn: 9$/],
  ['a result twice', [user(text('a')), assistant(use('1')), user(result('1'), result('1'))], /answer no toolUse block of the previous turn: 1$/],
  ['a result of a turn before', [user(text('a')), assistant(use('1')), user(result('1')), assistant(text('b')), user(result('1'))],
    /at messages\.4\.content answer no toolUse block of the previous turn: 1$/],
])('%s is refused, as Bedrock does', (_what, messages, reason) => {
  expect(refusal(messages)).toMatch(reason);
});

test('tools in the messages and none in toolConfig are refused', () => {
  const messages = [user(text('a')), assistant(use('1')), user(result('1'))];
  expect(() => checkMessages({ messages })).toThrow('The toolConfig field must be defined when using toolUse and toolResult content blocks.');
});
