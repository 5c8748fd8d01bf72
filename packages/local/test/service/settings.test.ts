import { afterEach, expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/config/limit-ranges.js';
import { settingsOf } from '../../src/service/settings.js';

afterEach(() => { vi.unstubAllEnvs(); });

test('defaults', () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', undefined);
  expect(settingsOf({}, 8787)).toEqual({
    port: 8787, host: '127.0.0.1', token: undefined, region: 'us-east-1', accountId: '123456789012', limits: DEFAULT_LIMITS, pool: 4, page: true,
  });
});

test('the region is that of the SDKs', () => {
  vi.stubEnv('AWS_DEFAULT_REGION', 'eu-west-1');
  vi.stubEnv('AWS_REGION', '');
  expect(settingsOf({}, 0).region).toBe('eu-west-1');
  vi.stubEnv('AWS_REGION', 'us-gov-west-1');
  expect(settingsOf({}, 0).region).toBe('us-gov-west-1');
  expect(settingsOf({ region: 'ap-south-2' }, 0).region).toBe('ap-south-2');
});

test.each([
  [{ port: 0 }, { port: 65_535 }, { port: 65_536 }, '--port: 65536'],
  [{ pool: 0 }, { pool: 64 }, { pool: 65 }, '--pool: 65'],
  [{ pool: 1 }, { pool: 2 }, { pool: 1.5 }, '--pool: 1.5'],
  [{ accountId: '000000000000' }, { accountId: '999999999999' }, { accountId: '99999999999' }, '--account-id: "99999999999"'],
  [{ region: 'us-east-1' }, { region: 'us-iso-east-1' }, { region: 'us-east-1/../x' }, '--region: "us-east-1/../x"'],
] as const)('%j and %j are allowed, %j is not', (one, other, refused, message) => {
  expect(settingsOf(one, 0)).toMatchObject(one);
  expect(settingsOf(other, 0)).toMatchObject(other);
  expect(() => settingsOf(refused, 0)).toThrow(`${message} is not allowed`);
});
