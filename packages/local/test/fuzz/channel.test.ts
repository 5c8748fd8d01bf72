import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, frameStreams, HEADER_BYTES, message } from './frame-bytes.js';
import { fuzz } from './fuzzing.js';
import { Channel } from '../../src/sandbox/channel.js';
import { FrameDecoder, FrameType, ProtocolError } from '../../src/sandbox/frames.js';
import { RemoteSandbox } from '../../src/sandbox/remote-sandbox.js';
import { SandboxError, SandboxGoneError } from '../../src/sandbox/sandbox.js';

const LIMITS = { outputBytes: 1000, callSeconds: 1, taskSeconds: 1 };
const TIMEOUT = 30_000;

/** A stream whose other end is played by the test. */
function stream(onRequest: (call: number) => void): Duplex {
  return new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      if (chunk.length > HEADER_BYTES && chunk.readUInt8(4) === FrameType.request) { onRequest(chunk.readUInt32BE(5)); }
      done();
    },
  });
}

/** What agents answer with, and what they had better not. */
const REPLIES = [
  '{}', '{"error":"refused"}', '{"error":1}', '[]', 'null', '1', '', '{', '"x"',
  '{"exitCode":0,"seconds":1,"stdoutDropped":0,"stderrDropped":0}',
  '{"exitCode":"0","seconds":1,"stdoutDropped":0,"stderrDropped":0}',
  '{"exitCode":0,"seconds":-1,"stdoutDropped":0,"stderrDropped":0,"end":"never"}',
  '{"files":[{"path":"a","size":3}]}', '{"files":[{"path":"a","size":1e9}]}', '{"files":[{"path":"a","size":-1}]}',
  '{"files":[{"path":"a","problem":{}}]}', '{"files":{}}',
  '{"files":[null]}', '{"files":[]}', '{"entries":[{"name":"a","directory":true,"bytes":1}]}', '{"entries":[{"name":1}]}',
  '{"entries":[[]]}', '{"problems":[{"path":"a"}]}', '{"problems":[]}',
  '{"task":{"id":"1","status":"working","seconds":1,"stdoutDropped":0,"stderrDropped":0,"stdoutSize":0}}',
  '{"task":{"id":"1","status":"flying"}}', '{"task":null}',
  '{"task":{"id":"1","status":"failed","exitCode":"x","seconds":1,"stdoutDropped":0,"stderrDropped":0,"stdoutSize":4000000000}}',
  '{"processes":1,"memoryBytes":1,"diskBytes":1}', '{"processes":1e400}', '{"__proto__":{"error":"x"}}',
];

const CALLS: readonly ((sandbox: RemoteSandbox) => Promise<unknown>)[] = [
  (sandbox) => sandbox.executeCode({ code: '1', language: 'python', runtime: 'python', clearContext: false }),
  (sandbox) => sandbox.executeCommand('true'),
  (sandbox) => sandbox.writeFiles([{ path: 'a', data: Buffer.of(1) }]),
  (sandbox) => sandbox.readFiles(['a'], 1000),
  (sandbox) => sandbox.listFiles('.'),
  (sandbox) => sandbox.removeFiles(['a']),
  (sandbox) => sandbox.startTask('true'),
  (sandbox) => sandbox.getTask('1'),
  (sandbox) => sandbox.stopTask('1'),
  (sandbox) => sandbox.stats(),
];

/** A call has an answer, or is refused, or ends with its sandbox. Nothing else is thrown, and nothing is left waiting. */
async function settle(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof SandboxError || error instanceof SandboxGoneError)) { throw error; }
  });
}

test('whatever an agent sends before it says who it is', async () => {
  const texts = fc.oneof(fc.constant('{"token":"t","pid":1}'), fc.constantFrom(...REPLIES));
  await fuzz('first frames', [frameStreams(fc.constant(0), texts)], async (bytes) => {
    const duplex = stream(() => undefined);
    const channel = new Channel(duplex, LIMITS);
    duplex.push(bytes);
    duplex.push(null);
    await channel.closed;
    await settle(channel.hello);
  });
}, TIMEOUT);

test('whatever an agent answers', async () => {
  const calls = fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 32 - 1 }) });
  const answers = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...REPLIES), fc.uint8Array({ maxLength: 20 })).map(([json, attached]) => frame(
        FrameType.reply, 0, message(json, attached),
      )),
    },
    { weight: 1, arbitrary: frameStreams(calls, fc.oneof(fc.constantFrom(...REPLIES), fc.json())) },
  );
  await fuzz('answers', [answers, fc.constantFrom(...CALLS), fc.nat({ max: 5 })], async (bytes, call, pieces) => {
    let sandbox: RemoteSandbox | undefined;
    const duplex = stream((number) => {
      // Call 0 stands for the one that is open, whose number is known only now.
      const answer = withCall(bytes, number);
      const size = Math.ceil(answer.length / (pieces + 1));
      for (let at = 0; at < answer.length; at += size) { duplex.push(answer.subarray(at, at + size)); }
      duplex.push(null);
    });
    duplex.push(frame(FrameType.hello, 0, message('{"token":"t"}')));
    sandbox = new RemoteSandbox(new Channel(duplex, LIMITS), LIMITS, async () => undefined);
    await settle(call(sandbox));
    await sandbox.ended;
  });
}, TIMEOUT);

test('frames are the same however they are cut, and what is no frame is refused', async () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
  await fuzz('pieces', [frameStreams(fc.nat(), fc.json()), pieces], async (bytes, sizes) => {
    const decode = (chunks: readonly Buffer[]) => {
      const decoder = new FrameDecoder();
      try {
        return chunks.flatMap((chunk) => decoder.push(chunk)).map(({ type, call, payload }) => [type, call, payload.toString('hex')]);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
        return 'refused';
      }
    };
    const cut: Buffer[] = [];
    for (let at = 0, index = 0; at < bytes.length; index++) {
      const size = sizes[index % sizes.length] ?? 1;
      cut.push(bytes.subarray(at, at + size));
      at += size;
    }
    expect(decode(cut)).toEqual(decode([bytes]));
  });
}, TIMEOUT);

function withCall(bytes: Buffer, call: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at + HEADER_BYTES <= copy.length; at += HEADER_BYTES + copy.readUInt32BE(at)) {
    if (copy.readUInt32BE(at + 5) === 0) { copy.writeUInt32BE(call, at + 5); }
  }
  return copy;
}
