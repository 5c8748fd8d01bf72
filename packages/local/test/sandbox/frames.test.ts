import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeRequest, FrameDecoder, FrameType, MOST_PAYLOAD_BYTES, ProtocolError } from '../../src/sandbox/frames.js';

describe('frames', () => {
  test('come out as they went in, however the stream is cut', () => {
    const anyJson = fc.dictionary(fc.string(), fc.jsonValue());
    const requests = fc.array(fc.record({ call: fc.nat(2 ** 32 - 1), json: anyJson, attached: fc.uint8Array() }));
    fc.assert(fc.property(requests, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (sent, cuts) => {
      let rest = Buffer.concat(sent.flatMap(({ call, json, attached }) => encodeRequest(call, json, [attached])));
      const decoder = new FrameDecoder();
      const frames = [];
      while (rest.length > 0) {
        const size = cuts.next().value;
        frames.push(...decoder.push(rest.subarray(0, size)));
        rest = rest.subarray(size);
      }
      expect(frames.map(({ type, call, payload }) => ({ type, call, ...decodeMessage(payload) }))).toEqual(sent.map((request) => ({
        type: FrameType.request,
        call: request.call,
        json: JSON.parse(JSON.stringify(request.json)) as unknown,
        attached: Buffer.from(request.attached),
      })));
    }), { numRuns: 200 });
  });

  test('of the largest size are taken, and none larger', () => {
    const header = (length: number) => {
      const bytes = Buffer.alloc(9);
      bytes.writeUInt32BE(length, 0);
      return bytes;
    };
    expect(new FrameDecoder().push(header(MOST_PAYLOAD_BYTES))).toEqual([]);
    expect(() => new FrameDecoder().push(header(MOST_PAYLOAD_BYTES + 1))).toThrow(ProtocolError);
  });

  test('that are too large are not made', () => {
    const third = new Uint8Array(MOST_PAYLOAD_BYTES / 3);
    expect(() => encodeRequest(1, {}, [third, third, third])).toThrow(`at most ${MOST_PAYLOAD_BYTES} are allowed`);
  });

  test.each([
    ['no length', Buffer.from([0, 0])],
    ['a length beyond the end', Buffer.from([0, 0, 0, 9, 123, 125])],
    ['no JSON', Buffer.from([0, 0, 0, 2, 123, 123])],
    ['a list', Buffer.from([0, 0, 0, 2, 91, 93])],
    ['null', Buffer.from([0, 0, 0, 4, 110, 117, 108, 108])],
  ])('refuse a message with %s', (_, payload) => {
    expect(() => decodeMessage(payload)).toThrow(ProtocolError);
  });

  test('throw nothing but a refusal, whatever comes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        for (const frame of new FrameDecoder().push(Buffer.from(bytes))) { decodeMessage(frame.payload); }
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }), { numRuns: 500 });
  });
});
