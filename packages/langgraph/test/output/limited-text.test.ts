import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitedText } from '../../src/output/limited-text.js';

test('text of just the limit stays as it is', () => {
  const text = 'x'.repeat(1_000);
  expect(limitedText(text, 1_000)).toEqual({ text, leftOut: 0 });
});

test('of text one longer than the limit, beginning and end stay, and a note says how much is missing', () => {
  const { text, leftOut } = limitedText(`first${'x'.repeat(991)}last!`, 1_000);

  expect(text.length).toBeLessThanOrEqual(1_000);
  expect(text).toMatch(/^first/);
  expect(text).toMatch(/last!$/);
  expect(text).toContain(`\n[… ${leftOut} of 1001 characters left out here. Print less, or write the output to a file and look at parts of it. …]\n`);
  expect(leftOut).toBeGreaterThan(100);
});

test('whatever the text, the limit holds, no character is cut in half, and what is left out adds up', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '😀', '\n', 'é'), minLength: 1_500, maxLength: 3_000 }), (long) => {
    const { text, leftOut } = limitedText(long, 1_000);
    const [head = '', note = '', tail = ''] = text.split(/(\n\[… .* …\]\n)/);
    expect(text.length).toBeLessThanOrEqual(1_000);
    expect(text).not.toMatch(/\p{Surrogate}/u);
    expect(long.startsWith(head) && long.endsWith(tail)).toBe(true);
    expect(head.length + tail.length + leftOut).toBe(long.length);
    expect(note).toContain(String(leftOut));
  }));
});
