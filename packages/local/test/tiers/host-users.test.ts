import { describe, expect, it } from 'vitest';
import { firstHostUser } from '../../src/sandbox/tiers/host-users.js';

describe('users for sessions of root', () => {
  it('are out of the way where all ids exist, and differ between services', () => {
    const all = '         0          0 4294967295\n';
    expect(firstHostUser(all, 1)).toBe(0x50000000 + 4096);
    expect(firstHostUser(all, 2) - firstHostUser(all, 1)).toBe(4096);
  });

  it('are below nobody in a container of 65,536', () => {
    expect(firstHostUser('0 100000 65536\n', 1)).toBe(65534 - 8192);
  });

  it('are refused where too few exist', () => {
    expect(() => firstHostUser('0 1000 1\n', 1)).toThrow('only 1 user ids exist here');
    expect(() => firstHostUser('', 1)).toThrow('only 0 user ids');
  });
});
