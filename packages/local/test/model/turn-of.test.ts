import { expect, test } from 'vitest';
import { Message } from '../../src/model/converse-request.js';
import { turnOf } from '../../src/model/turn-of.js';

const asks = (...ids: string[]): Message => {
  return { role: 'assistant', content: ids.map((toolUseId) => ({ toolUse: { toolUseId, name: `tool_${toolUseId}`, input: { of: toolUseId } } })) };
};
const user = (...content: Message['content']): Message => ({ role: 'user', content });

test('the prompt is the last text of the user, and the calls are those since', () => {
  const { prompt, calls } = turnOf({
    messages: [
      user({ text: 'first' }), asks('a'), user({ toolResult: { toolUseId: 'a', content: [{ text: 'of before' }] } }),
      { role: 'assistant', content: [{ text: 'done' }] }, user({ text: ' second ' }, { text: 'and more\n' }),
      asks('b', 'c'),
      user({ toolResult: { toolUseId: 'c', content: [{ text: 'C' }], status: 'error' } }, { toolResult: { toolUseId: 'b', content: [] } }),
    ],
  });
  expect(prompt).toBe('second \nand more');
  expect(calls).toEqual([
    { tool: 'tool_b', input: { of: 'b' }, text: '', isError: false },
    { tool: 'tool_c', input: { of: 'c' }, text: 'C', isError: true },
  ]);
});

test('a text beside tool results is a new prompt', () => {
  const { prompt, calls } = turnOf({
    messages: [user({ text: 'first' }), asks('a'), user({ toolResult: { toolUseId: 'a', content: [{ text: 'A' }] } }, { text: 'instead' })],
  });
  expect([prompt, calls]).toEqual(['instead', []]);
});

test('results of several parts are joined: texts as they are, JSON as text, images left out', () => {
  const { calls } = turnOf({
    messages: [user({ text: 'go' }), asks('a'), user({ toolResult: { toolUseId: 'a', content: [{ text: 'A' }, {}, { json: { b: [1, null] } }] } })],
  });
  expect(calls.map(({ text }) => text)).toEqual(['A\n{"b":[1,null]}']);
});

test('tools are known by their names and arguments; cache points and tools of the system are none', () => {
  const { tools } = turnOf({
    messages: [user({ text: 'go' })],
    toolConfig: {
      tools: [
        { toolSpec: { name: 'a', inputSchema: { json: { properties: { x: {}, y: {} } } } } },
        {},
        { toolSpec: { name: 'b', inputSchema: { json: {} } } },
      ],
    },
  });
  expect(tools).toEqual([{ name: 'a', properties: ['x', 'y'] }, { name: 'b', properties: [] }]);
});

test('without any text of the user the prompt is empty', () => {
  expect(turnOf({ messages: [user({})] })).toEqual({ prompt: '', calls: [], tools: [] });
});
