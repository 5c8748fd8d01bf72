import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findPython } from '../../src/sandbox/python.js';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'python-')); });
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('reports version, place, prefixes and packages of a real Python', async () => {
  const python = await findPython();
  expect(python).toMatchObject({ version: expect.stringMatching(/^3\.\d+\.\d+$/), path: expect.stringMatching(/python/) });
  expect(python!.readOnly.length).toBeGreaterThan(0);
  for (const name of ['numpy', 'pandas', 'ipython']) { expect(python!.packages[name]).toMatch(/^\d/); }
  expect(python!.preloaded).toEqual(['numpy', 'pandas', 'matplotlib.pyplot', 'IPython']);
});

test('preloads only what is there, unless it was asked for', async () => {
  const path = '/usr/bin/python3';
  expect((await findPython({ path, preload: ['json'] }))!.preloaded).toEqual(['json']);
  await expect(findPython({ path, preload: ['json', 'no_such_module'] })).rejects.toThrow(
    /cannot preload no_such_module: not installed there; install it, or leave it out of --preload/,
  );
});

test('prefers the variable to what is on the path', async () => {
  vi.stubEnv('AGENTCORE_LOCAL_PYTHON', '/usr/bin/python3');
  expect((await findPython())!.path).toBe('/usr/bin/python3');
});

test('finds none where there is none', async () => {
  vi.stubEnv('AGENTCORE_LOCAL_PYTHON', undefined);
  vi.stubEnv('XDG_DATA_HOME', folder);
  vi.stubEnv('PATH', folder);
  expect(await findPython()).toBeUndefined();
});

test('fails for one that was asked for and is not there, or does not run', async () => {
  await expect(findPython({ path: join(folder, 'python') })).rejects.toThrow(/does not run: .*ENOENT.*--python, or make one with `agentcore-local setup`/);
  const broken = fakePython('echo broken >&2; exit 3');
  await expect(findPython({ path: broken })).rejects.toThrow(/Python at .* does not run/);
});

test('fails for one that is too old', async () => {
  const old = fakePython('echo \'{"version":[3,8,20],"executable":"/old/python","prefixes":[],"packages":{},"preload":[]}\'');
  await expect(findPython({ path: old })).rejects.toThrow(/Python at \/old\/python is 3\.8\.20; sessions need 3\.9 or newer/);
});

function fakePython(script: string): string {
  const path = join(folder, 'python');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
