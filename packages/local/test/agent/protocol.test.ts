import { afterEach, beforeEach, expect, test } from 'vitest';
import { RunningAgent } from './running-agent.js';

let agent: RunningAgent;
beforeEach(async () => { agent = await RunningAgent.start(); });
afterEach(() => agent.stop());

function frame(type: number, call: number, payload: Buffer, length = payload.length): Buffer {
  const header = Buffer.alloc(9);
  header.writeUInt32BE(length, 0);
  header.writeUInt8(type, 4);
  header.writeUInt32BE(call, 5);
  return Buffer.concat([header, payload]);
}

function message(json: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(json));
  return Buffer.concat([length, Buffer.from(json)]);
}

test('the first message proves who is calling', async () => {
  expect(await agent.channel.hello).toEqual({ token: 'the token', pid: agent.pid });
});

test('frames cut anywhere are put together', async () => {
  const answered = agent.channel.request({ op: 'ping' });
  await answered;
  const bytes = frame(1, 7, message('{"op":"task_get","id":"none"}'));
  for (const byte of bytes) { agent.stream.write(Buffer.of(byte)); }
  // The answer is to a call that this end did not make, so that it ends the channel.
  await agent.channel.closed;
});

test.each([
  ['a type that is not the service\'s', frame(2, 1, message('{}'))],
  ['an unknown type', frame(9, 1, message('{}'))],
  ['a giant payload', frame(1, 1, Buffer.alloc(0), (192 << 20) + 1)],
  ['no message', frame(1, 1, Buffer.alloc(2))],
  ['no JSON', frame(1, 1, message('nonsense'))],
  ['no object', frame(1, 1, message('[]'))],
  ['an unknown operation', frame(1, 1, message('{"op":"fly"}'))],
  ['a call that is open already', Buffer.concat(Array(2).fill(frame(1, 1, message('{"op":"command","command":"sleep 9"}'))))],
])('the agent ends on %s', async (_case, bytes) => {
  agent.stream.write(bytes);
  await agent.channel.closed;
});

test('stats count processes, memory and disk', async () => {
  const before = await agent.sandbox.stats();
  await agent.sandbox.writeFiles([{ path: 'file', data: Buffer.alloc(1_000_000, 1) }]);
  await agent.sandbox.executeCommand('sleep 5 > /dev/null &');
  const after = await agent.sandbox.stats();
  expect(after.processes).toBeGreaterThanOrEqual(before.processes + 1);
  expect(after.memoryBytes).toBeGreaterThan(before.memoryBytes);
  expect(after.diskBytes - before.diskBytes).toBeGreaterThanOrEqual(1_000_000);
});

test('a runtime that is not there', async () => {
  const cell = { op: 'exec', code: '1', language: 'javascript', runtime: 'ruby' };
  expect((await agent.channel.request(cell)).json.error).toMatch(/Runtime 'ruby' is not available here, only python/);
});

test('closing the channel ends the agent', async () => {
  const running = agent.python('while True: pass').catch((error: Error) => error.name);
  agent.stream.destroy();
  expect(await running).toBe('SandboxGoneError');
});

test.each(['nodejs', 'deno'] as const)('cells in %s last, and are killed when they take too long', async (runtime) => {
  const run = (code: string) => agent.sandbox.executeCode({ code, language: 'javascript', runtime, clearContext: false });
  expect(await run('let x = 1; console.log("out"); console.error("err")')).toMatchObject({ stdout: 'out\n', stderr: 'err\n', exitCode: 0 });
  expect(await run('console.log(x + 1)')).toMatchObject({ stdout: '2\n' });
  const { json, stderr } = await agent.within(0.5, { op: 'exec', code: 'for (;;) {}', language: 'javascript', runtime });
  expect(json).toMatchObject({ exitCode: 124, end: 'timeout' });
  expect(`${stderr}`).toContain('variables are lost');
  expect(await run('console.log(typeof x)')).toMatchObject({ stdout: 'undefined\n' });
});
