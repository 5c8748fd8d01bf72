import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, frameStreams, message } from './frame-bytes.js';
import { fuzz } from './fuzzing.js';
import { FrameType } from '../../src/sandbox/frames.js';

/** Nothing that runs, changes or removes anything: these agents are in no sandbox. */
const HARMLESS = [
  '{"op":"ping"}', '{"op":"stats"}', '{"op":"list","path":"."}', '{"op":"read","paths":["a","b"],"maxBytes":100}',
  '{"op":"task_get","id":"1"}', '{"op":"task_stop","id":"1"}',
  '{"op":"cancel","call":1}', '{"op":"cancel"}',
];
const WRONG = [
  '{"op":"write"}', '{"op":"write","files":7}', '{"op":"write","files":[{"path":"a","size":-1}]}',
  '{"op":"write","files":[{"path":"a","size":1e18}]}', '{"op":"write","files":[{"path":[],"size":0}]}',
  '{"op":"read"}', '{"op":"read","paths":[null],"maxBytes":"x"}', '{"op":"read","paths":{},"maxBytes":1}', '{"op":"remove"}',
  '{"op":"remove","paths":[7]}', '{"op":"remove","paths":"x"}',
  '{"op":"list"}', '{"op":"list","path":[]}', '{"op":"exec"}', '{"op":"exec","runtime":[]}', '{"op":"exec","runtime":"python"}',
  '{"op":"exec","runtime":"python","code":1,"timeout":"x"}',
  '{"op":"command"}', '{"op":"command","command":7}', '{"op":"task_start"}', '{"op":"task_start","command":null}',
  '{"op":"task_get","id":{}}', '{"op":"task_stop"}', '{"op":"cancel","call":[]}',
  '{"op":{}}', '{"op":null}', '{"op":"__class__"}', '{}', '[]', 'null', '', '{', '"ping"', 'NaN', '{"op":"ping","op":7}', '{"op":"\ud800"}',
];

const python = process.env.AGENTCORE_LOCAL_PYTHON ?? 'python3';

test('an agent ends with its stream, whatever came by it', async () => {
  const agents = spawn(python, [fileURLToPath(new URL('agents.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: agents.stdout })[Symbol.asyncIterator]();
  const endOf = async (bytes: Buffer): Promise<unknown> => {
    agents.stdin.write(`${bytes.toString('hex')}\n`);
    return JSON.parse((await lines.next()).value ?? '"gone"');
  };
  const request = (text: string, call: number) => frame(FrameType.request, call, message(text));
  const requests = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...HARMLESS, ...WRONG)), fc.nat({ max: 20 })), {
    minLength: 1, maxLength: 10,
  })
    .map((given) => Buffer.concat(given.map(([text, call]) => request(text, call))));
  const streams = fc.oneof(requests, frameStreams(fc.nat({ max: 3 }), fc.oneof(fc.constantFrom(...HARMLESS), fc.json())));
  try {
    expect(await endOf(request('{"op":"ping"}', 1))).toBe(0);
    expect(await endOf(request('{"op":"fly"}', 1))).toBe(1);
    await fuzz('agents', [streams], async (bytes) => { expect([0, 1]).toContain(await endOf(bytes)); });
  } finally {
    agents.stdin.end();
    await once(agents, 'exit');
  }
}, 60_000);
