import { expect, test } from 'vitest';
import { plainAgent, writtenAssembly } from './agent-project.js';
import { started } from './started-agent.js';
import { AgentAnswer } from '../../src/dev/index.js';
import { Lines } from '../../src/dev/lines.js';

async function answered(handler: string): Promise<AgentAnswer> {
  return (await started({ assembly: writtenAssembly({ 'agent.js': plainAgent(handler) }) })).invoke({ prompt: 'hi' });
}

test('the agent is called as the service calls it', async () => {
  const { body, sessionId } = await answered('answer.end(JSON.stringify([request.method, request.url, body, request.headers]))');
  expect(body).toEqual(['POST', '/invocations', '{"prompt":"hi"}', expect.objectContaining({
    'content-type': 'application/json',
    'accept': 'text/event-stream, application/json',
    'content-length': '15',
    'x-amzn-bedrock-agentcore-runtime-session-id': sessionId,
  })]);
});

test('events come whole, however they are cut on the way', async () => {
  const cut = `answer.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    const bytes = Buffer.from(': a comment\\r\\n\\r\\nevent: step\\r\\nid: 7\\r\\ndata: {"a":\\r\\ndata: "é"}\\r\\n\\r\\ndata: not JSON\\n\\ndata: cut off');
    let at = 0;
    const next = () => (at < bytes.length ? answer.write(bytes.subarray(at++, at), () => setImmediate(next)) : answer.end());
    next();`;
  expect(await answered(cut)).toMatchObject({ contentType: 'text/event-stream; charset=utf-8', events: [{ event: 'step', data: { a: 'é' } }, { data: 'not JSON' }], body: 'not JSON' });
});

test('an answer that is no JSON is text', async () => {
  expect(await answered("answer.writeHead(200, { 'content-type': 'text/plain' }).end('just text')")).toMatchObject({ contentType: 'text/plain', body: 'just text', events: [] });
  expect((await answered('answer.end()')).body).toBe('');
});

test.each([300, 404, 500, 600])('fails for the status %i', async (status) => {
  await expect(answered(`answer.writeHead(${status}).end('why \\u001b[1m')`)).rejects.toThrow(`the agent answered ${status}: why \\x1b[1m`);
  await expect(answered(`answer.writeHead(${status}).end()`)).rejects.toThrow(`the agent answered ${status}: without a body`);
});

test.each([200, 299])('takes the status %i', async (status) => {
  expect((await answered(`answer.writeHead(${status}).end('1')`)).body).toBe(1);
});

test('fails when the stream breaks off', async () => {
  await expect(answered("answer.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\\n\\n', () => request.socket.destroy())"))
    .rejects.toThrow(/^the agent at http:\S+ does not answer: aborted; see what it printed$/);
});

test('lines come without their ends, the last one too, and in pieces when they are very long', () => {
  const seen: string[] = [];
  const lines = new Lines((line) => seen.push(line.length > 10 ? `${line.length}` : line));
  lines.add('one\r\ntw');
  lines.add('o\n\nthree');
  expect(seen).toEqual(['one', 'two', '']);
  lines.end();
  lines.end();
  expect(seen.splice(0)).toEqual(['one', 'two', '', 'three']);
  lines.add('x'.repeat(65_535));
  expect(seen).toEqual([]);
  lines.add('x');
  expect(seen.splice(0)).toEqual(['65536']);
  lines.add(`${'x'.repeat(65_537)}\n`);
  expect(seen).toEqual(['65536', 'x']);
});
