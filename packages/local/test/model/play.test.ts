import { expect, test } from 'vitest';
import { turn } from './played.js';
import { Conversation, Move } from '../../src/model/index.js';
import { play } from '../../src/model/play.js';
import { ServiceException } from '../../src/operations/service-exception.js';

const TOOLS = [{ toolSpec: { name: 'execute_code', inputSchema: {} } }];

function conversation(name: string, prompt: RegExp, move: () => Move): Conversation {
  return { name, prompt, play: move };
}

/** One that SDKs do not repeat. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ServiceException && error.status === 400) { return error.message; }
    throw error;
  }
  throw new Error('nothing was refused');
}

test('of several conversations that match, the first is played', () => {
  const conversations = [conversation('one', /a/, () => ({ say: '1' })), conversation('two', /./, () => ({ say: '2' }))];
  expect(play(turn('a'), conversations, { messages: [] })).toEqual({ conversation: 'one', move: { say: '1' } });
  expect(play(turn('b'), conversations, { messages: [] })).toEqual({ conversation: 'two', move: { say: '2' } });
});

test('an expression that remembers where it was matches every time', () => {
  const conversations = [conversation('sticky', /a/g, () => ({ say: '1' }))];
  const names = [1, 2, 3].map(() => play(turn('a'), conversations, { messages: [] }).conversation);
  expect(names).toEqual(['sticky', 'sticky', 'sticky']);
});

test('a conversation that throws is named, with its reason', () => {
  const conversations = [conversation('broken', /a/, () => { throw new Error('no idea'); })];
  expect(refusal(() => play(turn('a'), conversations, { messages: [] })))
    .toBe('The conversation "broken" of the scripted model failed: no idea');
});

test.each<[string, Move, string]>([
  ['calls a tool that is not offered', { call: [{ tool: 'nuke', input: {} }] }, 'calls "nuke", which is not among the tools of the request: execute_code, '],
  ['calls nothing', { call: [] }, 'neither says nor calls anything.'],
  ['says nothing', { say: ' \n' }, 'neither says nor calls anything.'],
])('a conversation that %s is refused', (_how, move, reason) => {
  const message = refusal(() => play(turn('a'), [conversation('odd', /a/, () => move)], { messages: [] }));
  expect(message).toContain(`The conversation "odd" of the scripted model ${reason}`);
});

test('a text beside calls, or instead of them, is fine', () => {
  const move: Move = { say: 'Look', call: [{ tool: 'execute_code', input: { code: '1' } }] };
  expect(play(turn('a'), [conversation('fine', /a/, () => move)], { messages: [] }).move).toEqual(move);
  expect(play(turn('a'), [conversation('fine', /a/, () => ({ call: [], say: 'Only this' }))], { messages: [] }).move).toEqual({ call: [], say: 'Only this' });
});

test.each([
  [{ any: {} }, 'some tool'],
  [{ tool: { name: 'execute_code' } }, 'execute_code'],
])('a tool that toolChoice demands, and nothing would call, is refused: %j', (toolChoice, wanted) => {
  const say = [conversation('talks', /a/, () => ({ say: 'Hi' }))];
  expect(refusal(() => play(turn('a'), say, { messages: [], toolConfig: { tools: TOOLS, toolChoice } }))).toBe(
    `The request's toolChoice demands a call of ${wanted}, which a scripted model cannot make up. Leave toolChoice out, or use a real model.`,
  );
  const calls = [conversation('calls', /a/, () => ({ call: [{ tool: 'execute_code', input: {} }] }))];
  expect(play(turn('a'), calls, { messages: [], toolConfig: { tools: TOOLS, toolChoice } }).conversation).toBe('calls');
});
