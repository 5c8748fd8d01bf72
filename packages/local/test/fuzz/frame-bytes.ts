import fc from 'fast-check';
import { FrameType, MOST_PAYLOAD_BYTES } from '../../src/sandbox/frames.js';

export const HEADER_BYTES = 9;

export function frame(type: number, call: number, payload: Uint8Array, length = payload.length): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(length, 0);
  header.writeUInt8(type, 4);
  header.writeUInt32BE(call, 5);
  return Buffer.concat([header, payload]);
}

export function message(json: string, attached: Uint8Array = Buffer.alloc(0), announced = Buffer.byteLength(json)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(announced);
  return Buffer.concat([length, Buffer.from(json), attached]);
}

const attached = fc.oneof(fc.constant(Buffer.alloc(0)), fc.uint8Array({ maxLength: 500 }));
const lengths = fc.oneof(fc.nat({ max: 2000 }), fc.constantFrom(MOST_PAYLOAD_BYTES, MOST_PAYLOAD_BYTES + 1, 2 ** 31, 2 ** 32 - 1));

/** Payloads around JSON texts. */
export function payloads(texts: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(texts, attached).map(([text, bytes]) => message(text, bytes)) },
    { weight: 1, arbitrary: fc.tuple(texts, lengths).map(([text, length]) => message(text, undefined, length)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  );
}

/** Some frames one after the other, with a byte changed, missing or too many now and then. */
export function frameStreams(calls: fc.Arbitrary<number>, texts: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  const types = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...Object.values(FrameType)) }, {
    weight: 1, arbitrary: fc.nat({ max: 255 }),
  });
  const frames = fc.tuple(types, calls, payloads(texts), fc.option(lengths, { freq: 12, nil: undefined })).map((parts) => frame(...parts));
  const streams = fc.array(frames, { minLength: 1, maxLength: 8 }).map((parts) => Buffer.concat(parts));
  return fc.oneof(
    { weight: 6, arbitrary: streams },
    {
      weight: 2,
      arbitrary: fc.tuple(streams, fc.nat(), fc.nat({ max: 255 })).map(([bytes, at, value]) => Buffer.concat([
        bytes.subarray(0, at % bytes.length), Buffer.of(value), bytes.subarray(at % bytes.length + 1),
      ])),
    },
    { weight: 1, arbitrary: fc.tuple(streams, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % bytes.length)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
  );
}
