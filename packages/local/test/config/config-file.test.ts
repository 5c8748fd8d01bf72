import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config-file.js';
import { DEFAULT_LIMITS, LIMIT_RANGES } from '../../src/config/limit-ranges.js';
import { completeLimits } from '../../src/config/limits.js';
import { folderWith } from '../assembly/written-assembly.js';

function written(content: unknown): string {
  return join(folderWith({ 'agentcore-local.json': content }), 'agentcore-local.json');
}

async function problems(content: unknown): Promise<string[]> {
  const file = written(content);
  const message = await readConfig(file).then(() => 'read', (error: Error) => error.message);
  expect(message.startsWith(file)).toBe(true);
  return message.split('\n').slice(1).map((line) => line.trim());
}

test('every setting', async () => {
  const all = {
    port: 0,
    host: '0.0.0.0',
    token: 'sixteen-or-more!',
    region: 'eu-west-1',
    accountId: '123456789012',
    assembly: '/a/cdk.out',
    interpreters: [{ name: 'box', id: 'box-0123456789', description: 'd', networkMode: 'VPC', executionRoleArn: 'arn', tags: { a: 'b' } }],
    limits: { cpus: 0.5, files: 100 },
    python: '/usr/bin/python3',
    preload: ['numpy'],
    pool: 0,
    tier: 'bubblewrap',
    unsafeNoSandbox: false,
    limitRequestRates: true,
    faults: ['throttle'],
    allowHosts: ['10.0.0.5:5432'],
    page: false,
  };
  expect(await readConfig(written({ $schema: 'x', ...all }))).toEqual(all);
  expect(await readConfig(written({}))).toEqual({});
});

test('limits with units', async () => {
  const { limits } = await readConfig(written({ limits: { memoryBytes: '2 GiB', diskBytes: 1_048_576, callSeconds: '90s', taskSeconds: '8h' } }));
  expect(limits).toEqual({ memoryBytes: 2 ** 31, diskBytes: 2 ** 20, callSeconds: 90, taskSeconds: 28_800 });
});

test('paths are relative to the file', async () => {
  const file = written({ assembly: '../cdk.out', python: 'venv/bin/python' });
  expect(await readConfig(file)).toEqual({ assembly: join(file, '../../cdk.out'), python: join(file, '../venv/bin/python') });
  expect((await readConfig(written({ python: 'python3.12' }))).python).toBe('python3.12');
});

test('all problems at once, each with its path', async () => {
  expect(await problems({
    prot: 1, port: 65_536, limits: { cpus: 'two', memory: 1 }, interpreters: [{ name: '1' }, {}, { name: 'a', mode: 'x' }], tier: 'docker', pool: -1, preload: 'numpy',
  })).toEqual(expect.arrayContaining([
    expect.stringMatching(/^the file: there is no setting "prot"; allowed are port, host, .*page$/),
    'port: must be <= 65535',
    'limits.cpus: must be number',
    expect.stringMatching(/^limits: there is no setting "memory"; allowed are cpus, memoryBytes/),
    expect.stringMatching(/^interpreters\.0\.name: must match pattern/),
    "interpreters.1: must have required property 'name'",
    expect.stringMatching(/^interpreters\.2: there is no setting "mode"; allowed are name, id/),
    'tier: must be equal to one of the allowed values: namespaces, bubblewrap, landlock, seatbelt, reduced, none',
    'pool: must be >= 0',
    'preload: must be array',
  ]));
});

test('limits out of range, and not understood, are said together', async () => {
  expect(await problems({ limits: { memoryBytes: '63 MiB', callSeconds: '16 min', taskSeconds: 'long', outputBytes: '1023' } })).toEqual([
    'limits.memoryBytes: "63 MiB" is out of range; allowed is from 64 MiB to 4 TiB',
    'limits.callSeconds: "16 min" is out of range; allowed is from 0.1 s to 15 min',
    expect.stringMatching(/^limits\.taskSeconds: "long" is not understood; allowed is a number of seconds/),
    'limits.outputBytes: "1023" is out of range; allowed is from 1 KiB to 16 MiB',
  ]);
});

test.each([['[]', 'must be object'], ['null', 'must be object'], ['7', 'must be object']])('%s is no configuration', async (content, problem) => {
  expect(await problems(content)).toEqual([`the file: ${problem}`]);
});

test('no file, no JSON', async () => {
  await expect(readConfig('/nowhere/x.json')).rejects.toThrow('/nowhere/x.json: no such file');
  await expect(readConfig(written('{\n  "port": 1,\n}'))).rejects.toThrow(/agentcore-local\.json:3:1: not JSON/);
  await expect(readConfig(written("{\n 'port': 1 }"))).rejects.toThrow(/agentcore-local\.json:2:2: not JSON/);
  expect(await readConfig(written('\uFEFF{"port": 1}'))).toEqual({ port: 1 });
});

describe('limits', () => {
  test('are the service\'s when left out', () => {
    expect(completeLimits()).toEqual(DEFAULT_LIMITS);
    expect(completeLimits({ cpus: undefined, files: 500 })).toEqual({ ...DEFAULT_LIMITS, files: 500 });
  });

  test.each(Object.entries(LIMIT_RANGES))('%s: both ends, and beyond them', (name, { least, most }) => {
    for (const allowed of [least, most]) { expect(completeLimits({ [name]: allowed })).toMatchObject({ [name]: allowed }); }
    for (const refused of [least * 0.99, most * 1.01, NaN, Infinity, -1, 0]) {
      expect(() => completeLimits({ [name]: refused })).toThrow(`limits.${name}: ${refused} is out of range; allowed is from`);
    }
  });

  test('are whole where they are counted, and known', () => {
    expect(() => completeLimits({ processes: 8.5 })).toThrow('limits.processes: 8.5 is not a whole number');
    expect(() => completeLimits(JSON.parse('{"memory": 1}') as object)).toThrow(/limits\.memory: 1 is no limit; allowed are cpus, memoryBytes/);
  });
});
