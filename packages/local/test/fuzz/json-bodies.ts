import fc from 'fast-check';

const ODD_TEXTS = [
  '', ' ', 'null', '[]', '{}', '"text"', '0', '-', '1e999', '{"a":1e400}', '{"sessionTimeoutSeconds":1e2}',
  '{"sessionTimeoutSeconds":9007199254740993}',
  '{"name":"a","name":1,"name":null}', '{"name":"\\ud800"}', '{"name":"\\u0000"}', '{"__proto__":{"name":"x"}}',
  '{"constructor":{"prototype":{}}}',
  '{"name":"executeCode","arguments":{"code":"\\udc00\\ud800","language":"python"}}', '{"arguments":{"__proto__":{"code":"1"}}}',
  '\ufeff{}', '{"a":1}}', '{"a":1', '{"a":undefined}', '{a:1}', '{"a":\'1\'}', '/**/{}', '{"toString":1,"hasOwnProperty":2}', 'NaN', 'tru',
];

/** Deep, wide, and long ones. */
const largeTexts = fc.oneof(
  fc.integer({ min: 1, max: 200_000 }).map((depth) => '['.repeat(depth)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => '{"arguments":'.repeat(depth) + '1' + '}'.repeat(depth)),
  fc.integer({ min: 1, max: 100_000 }).map((count) => `{"name":"readFiles","arguments":{"paths":[${'"",'.repeat(count)}""]}}`),
  fc.integer({ min: 1, max: 4_000_000 }).map((length) => `{"name":"${'x'.repeat(length)}"}`),
  fc.integer({ min: 1, max: 400 }).map((digits) => `{"maxResults":${'9'.repeat(digits)}}`),
);

/** Of an operation or of none, right or spoilt. */
export const jsonBodies: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD_TEXTS).map((text) => Buffer.from(text)) },
  { weight: 4, arbitrary: fc.json({ maxDepth: 4, stringUnit: 'binary' }).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: largeTexts.map((text) => Buffer.from(text)) },
);

const SPOILINGS: readonly ((text: Buffer, at: number) => Buffer)[] = [
  (text) => text,
  (text, at) => text.subarray(0, at),
  (text, at) => Buffer.concat([text.subarray(0, at), Buffer.of(0xff), text.subarray(at)]),
  (text, at) => Buffer.concat([text.subarray(0, at), text.subarray(at + 1)]),
  (text, at) => Buffer.from(text.map((byte, index) => (index === at ? 1 + byte % 127 : byte))),
  (text) => Buffer.concat([text.subarray(0, -1), Buffer.from(',"name":{},"arguments":[]}')]),
];

/** What is written of a value: mostly as it is. */
export function spoilt(values: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> {
  const spoilings = fc.oneof({ weight: 8, arbitrary: fc.constant(SPOILINGS[0]) }, { weight: 1, arbitrary: fc.constantFrom(...SPOILINGS) });
  return fc.tuple(values, spoilings, fc.nat()).map(([value, spoil, at]) => {
    const text = Buffer.from(JSON.stringify(value) ?? '');
    return spoil && text.length > 0 ? spoil(text, at % text.length) : text;
  });
}
