import { expect, test } from 'vitest';
import { GrowingBuffer } from '../../src/sandbox/growing-buffer.js';
import { CappedOutput } from '../../src/sandbox/tiers/reduced/capped-output.js';

test('bytes that come one by one take about the memory that they are', () => {
  const most = 2 ** 20;
  const buffer = new GrowingBuffer(most);
  for (let n = 0; n < most; n++) { buffer.append(Buffer.of(n & 255)); }
  expect([buffer.length, buffer.bytes.length, buffer.bytes.buffer.byteLength]).toEqual([most, most, most]);
  expect([buffer.bytes[0], buffer.bytes[257], buffer.bytes[most - 1]]).toEqual([0, 1, 255]);
});

test('capped output keeps no more than it may, and counts the rest', () => {
  const output = new CappedOutput(5);
  for (const text of ['abc', 'def', 'g']) { output.add(Buffer.from(text)); }
  expect([output.toString(), output.dropped]).toEqual(['abcde', 2]);
});
