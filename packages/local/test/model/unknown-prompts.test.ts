import { expect, test } from 'vitest';
import { nextMove, TOOLKIT, turn } from './played.js';
import { play } from '../../src/model/play.js';

test('an unknown prompt gets told what this is, what it knows, and how to get a real model', () => {
  expect(nextMove('How are you?')).toEqual({
    say: expect.stringMatching(new RegExp('^I am a scripted stand-in for a model\\. I do not understand prompts; '
      + 'credentials for Amazon Bedrock get you a real model\\. I run Python code that a prompt holds between ``` lines\\.\n\n'
      + 'I also know these:\n- Calculate the 50th Fibonacci number\n')) as string,
  });
});

test('without conversations that have examples, none are listed', () => {
  const { move } = play(turn('How are you?'), [{ name: 'quiet', prompt: /^quiet$/, play: () => ({ say: '…' }) }], { messages: [] });
  expect(move).toEqual({ say: expect.stringMatching(/between ``` lines\.$/) as string });
});

test.each([
  ['```python\nprint(1)\n```', 'print(1)\n'],
  ['Please run this:\r\n```py\r\nprint(1)\r\nprint(2)\r\n```\r\nThanks', 'print(1)\r\nprint(2)\r\n'],
  ['```\nx\n```\n```python\ny\n```', 'x\n'],
])('code in a prompt is run: %j', (prompt, code) => {
  expect(nextMove(prompt)).toEqual({ call: [{ tool: 'execute_code', input: { code, language: 'python' } }] });
});

test.each([
  [{ text: '1\n' }, 'The code ran:\n\n1'],
  [{ text: '' }, 'The code ran, and printed nothing.'],
  [{ text: 'ValueError: no', isError: true }, 'The code failed:\n\nValueError: no'],
  [{ text: 'Traceback (most recent call last)\nValueError: no' }, 'The code failed:\n\nTraceback (most recent call last)\nValueError: no'],
])('what the code printed is said, case %#', (call, say) => {
  expect(nextMove('```python\nprint(1)\n```', [call])).toEqual({ say });
});

test('code for an agent without a tool for it is not passed over in silence', () => {
  expect(nextMove('```python\nprint(1)\n```', [], TOOLKIT.slice(1))).toEqual({
    say: expect.stringContaining('but this agent offers me no tool with an argument "code".') as string,
  });
});

test('code in another language is not run as Python', () => {
  expect(nextMove('```sql\nselect 1\n```')).toMatchObject({ say: expect.stringContaining('scripted stand-in') as string });
});
