import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { plainAgent, writtenAssembly } from './agent-project.js';
import { started } from './started-agent.js';
import { answerText, eventText } from '../../src/dev/answer-text.js';
import { chat } from '../../src/dev/chat.js';
import { RunningAgent } from '../../src/dev/index.js';
import { Terminal } from '../../src/dev/terminal.js';

/** A chat in which these lines are typed, each when the prompt is there. */
async function chatted(lines: readonly string[], agent: RunningAgent | undefined): Promise<string> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let text = '';
  const left = [...lines];
  output.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (!text.endsWith('> ')) { return; }
    const line = left.shift();
    if (line === undefined) { input.end(); } else { input.write(`${line}\n`); }
  });
  await chat({ input, output, terminal: new Terminal(output), agent: () => agent, onInterrupt: () => undefined });
  return text;
}

const ECHO = "answer.end(JSON.stringify({ result: `${JSON.parse(body).prompt} in ${request.headers['x-amzn-bedrock-agentcore-runtime-session-id']}` }))";

test('prompts go to the agent, in one session until a new one is asked for', async () => {
  const agent = await started({ assembly: writtenAssembly({ 'agent.js': plainAgent(ECHO) }) });
  const text = await chatted(['one', '', 'two', '/new', 'three'], agent);
  const [first, second, third] = [...text.matchAll(/^(?:> )*(one|two|three) in (\S{36})$/gm)].map(([, prompt, session]) => ({ prompt, session }));
  expect([first, second, third].map((said) => said?.prompt)).toEqual(['one', 'two', 'three']);
  expect(second?.session).toBe(first?.session);
  expect(third?.session).not.toBe(first?.session);
  expect(text).toContain(`a new session: ${third?.session}`);
});

test('a streamed answer is shown as it comes, and nothing in it drives the terminal', async () => {
  const stream = `answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.end('data: "one \\\\u001b[2J"\\n\\ndata: "two"\\n\\nevent: progress\\ndata: {"step":1}\\n\\ndata: {"result":"done"}\\n\\n')`;
  const agent = await started({ assembly: writtenAssembly({ 'agent.js': plainAgent(stream) }) });
  const text = await chatted(['go'], agent);
  expect(text).toContain('one \\x1b[2Jtwoprogress: {"step":1}\ndone\n');
  expect(text).not.toContain('\u001b[2J');
});

test('failures are told, and the chat goes on', async () => {
  const agent = await started({ assembly: writtenAssembly({ 'agent.js': plainAgent("answer.writeHead(500).end('bad \\u001b[31m')") }) });
  expect(await chatted(['go', '/help', '/nonsense'], agent)).toMatch(/error {5}the agent answered 500: bad \\x1b\[31m\n[^]*\/quit {3}end everything[^]*there is no \/nonsense; there are \/new, \/quit and \/help/);
  expect(await chatted(['go'], undefined)).toContain('the agent is not running; it starts again at the next change');
});

test('ends with /quit, whatever is typed after it', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  input.write('/quit\nmore\n');
  await chat({ input, output, terminal: new Terminal(output), agent: () => undefined, onInterrupt: () => undefined });
  expect(String(output.read())).not.toContain('not running');
});

describe('what is shown', () => {
  test.each([
    [{ result: 'text' }, 'text'],
    [{ result: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }] }, 'a\nb'],
    [{ result: 'text', files: [{}], none: [], empty: null }, 'text\n(besides: files)'],
    [{ result: { a: 1 } }, '{\n  "a": 1\n}'],
    [{ answer: 1 }, '{\n  "answer": 1\n}'],
    ['plain', 'plain'],
    [null, 'null'],
    [[], '[]'],
  ])('of the answer %j', (body, text) => {
    expect(answerText(body)).toBe(text);
  });

  test.each([
    [{ data: 'piece' }, 'piece'],
    [{ event: 'error', data: { error: 'x' } }, 'error: {"error":"x"}\n'],
    [{ event: 'result', data: { result: 'done', files: [1] } }, 'done\n(besides: files)\n'],
    [{ data: { base64: 'x'.repeat(400) } }, `{"base64":"${'x'.repeat(289)}…\n`],
    [{ data: 5 }, '5\n'],
  ])('of the event %j', (event, text) => {
    expect(eventText(event)).toBe(text);
  });
});
