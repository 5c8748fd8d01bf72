import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergedOptions } from '../../src/service/merged-options.js';
import { folderWith } from '../assembly/written-assembly.js';

test('what is given comes before the file; lists and limits of both count', async () => {
  const file = join(folderWith({
    'x.json': { port: 1, region: 'eu-west-1', limits: { cpus: 1, files: 100 }, faults: ['a'], allowHosts: ['h'], interpreters: [{ name: 'a' }], preload: ['numpy'] },
  }), 'x.json');
  expect(await mergedOptions({ config: file, port: 2, region: undefined, limits: { cpus: 3 }, faults: ['b'], interpreters: [{ name: 'b' }], preload: [] })).toEqual({
    config: file, port: 2, region: 'eu-west-1', limits: { cpus: 3, files: 100 }, faults: ['a', 'b'], hostNames: [], allowHosts: ['h'], interpreters: [{ name: 'a' }, { name: 'b' }], preload: [],
  });
});

test('without a file nothing changes', async () => {
  expect(await mergedOptions({ port: 2 })).toEqual({ port: 2 });
});
