import { describe, expect, test } from 'vitest';
import { formatBytes, formatSeconds, parseBytes, parseSeconds } from '../../src/config/quantity.js';

describe('bytes', () => {
  test.each([
    ['0', 0], ['1024', 1024], ['1B', 1], ['1 KB', 1000], ['1kb', 1000], ['1KiB', 1024], ['512MiB', 536_870_912], ['0.5GiB', 536_870_912],
    ['8GiB', 8_589_934_592], ['8 gb', 8_000_000_000], ['1TiB', 1_099_511_627_776], [' 2MB ', 2_000_000],
  ])('%j is %d', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  test.each(['', 'GiB', '-1', '+1', '1e3', '0x10', '1,5GB', '1  GB', '8G', '1 PB', '٣', 'NaN', 'Infinity', '1GB 2', 'constructor', '1constructor'])('%j is refused', (text) => {
    expect(() => parseBytes(text)).toThrow(/is not understood; allowed is a number of bytes, or with a unit: 512MiB/);
  });

  test.each(['0.5', '0.0001KiB', '9999999999TiB'])('%j is no number of bytes', (text) => {
    expect(() => parseBytes(text)).toThrow(/whole number of bytes/);
  });

  test.each([[0, '0 B'], [1023, '1023 B'], [1024, '1 KiB'], [8 * 2 ** 30, '8 GiB'], [1.5 * 2 ** 20, '1.5 MiB'], [2 ** 52, '4096 TiB']])('%d is written %j', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('seconds', () => {
  test.each([['30', 30], ['0.5', 0.5], ['500ms', 0.5], ['30s', 30], ['15m', 900], ['15min', 900], ['8h', 28_800], ['1.5 H', 5400], ['1ms', 0.001]])('%j is %d', (text, seconds) => {
    expect(parseSeconds(text)).toBe(seconds);
  });

  test.each(['', 's', '-1s', '1d', '1h30m', '1 2', '1us'])('%j is refused', (text) => {
    expect(() => parseSeconds(text)).toThrow(/is not understood; allowed is a number of seconds, or with a unit: 500ms/);
  });

  test.each([[0.5, '0.5 s'], [59, '59 s'], [60, '1 min'], [900, '15 min'], [28_800, '8 h']])('%d is written %j', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});
