import { EventStreamCodec } from '@smithy/eventstream-codec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { converseEvents } from '../../src/model/converse-events.js';

const codec = new EventStreamCodec((bytes) => Buffer.from(bytes).toString('utf8'), (text) => Buffer.from(text, 'utf8'));

/** As one who knows the encoding only reads them. */
function decoded(text: string): { type: unknown; body: { delta?: { text: string } } }[] {
  const answer = {
    content: [{ text }], stopReason: 'end_turn' as const, usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 }, latencyMs: 0,
  };
  return [...converseEvents(answer)].map((frame) => {
    const { headers, body } = codec.decode(frame);
    return { type: headers[':event-type']?.value, body: JSON.parse(Buffer.from(body).toString('utf8')) as { delta?: { text: string } } };
  });
}

test('any text arrives whole, and no piece of it ends within a character', () => {
  const character = fc.oneof(fc.constantFrom('a', '\n', '\u{1f600}'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
  fc.assert(fc.property(fc.string({ unit: character, minLength: 1, maxLength: 200, size: 'max' }), (text) => {
    const pieces = decoded(text).flatMap(({ body }) => body.delta?.text ?? []);
    expect(pieces.join('')).toBe(text);
    expect(pieces.every((piece) => !/\p{Surrogate}/u.test(piece) && [...piece].length <= 24)).toBe(true);
  }));
});
