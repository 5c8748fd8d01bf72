import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { makeWheels } from './wheels.js';
import { setupPython } from '../../src/setup-python/setup-python.js';

const root = mkdtempSync(join(tmpdir(), 'acl-setup-'));
const wheels = join(root, 'wheels');
const folder = join(root, 'data', 'python');

beforeAll(() => {
  mkdirSync(wheels);
  makeWheels(wheels);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeEach(() => {
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', wheels);
  // Both would send the packages elsewhere.
  vi.stubEnv('PIP_TARGET', join(root, 'elsewhere'));
  vi.stubEnv('PYTHONPATH', join(root, 'elsewhere'));
});
afterEach(() => { vi.unstubAllEnvs(); });

function fakePython(name: string, script: string): string {
  const path = join(root, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const beside = () => readdirSync(join(root, 'data')).filter((name) => name !== 'python');

test('makes an environment that works where it is, keeps it, and changes it whole', async () => {
  const lines: string[] = [];
  const first = await setupPython({ folder, onLine: (line) => lines.push(line) });
  expect(first).toMatchObject({ folder, python: join(folder, 'bin/python3'), changed: true });
  expect(Object.keys(first.packages)).toEqual(expect.arrayContaining(['numpy', 'pandas', 'PyYAML', 'ipython', 'scikit-learn']));
  expect(lines[0]).toMatch(/^making a virtual environment with python3 \(Python 3\.\d+\.\d+\)$/);
  expect(lines.join('\n')).toContain('Successfully installed');
  // Installed scripts run the Python of the final place, not of the one it was built at.
  expect(execFileSync(join(folder, 'bin/numpy-script'), { encoding: 'utf8' }).trim()).toBe(folder);
  expect(execFileSync(join(folder, 'bin/pip'), ['--version'], { encoding: 'utf8' })).toContain(folder);
  expect(beside()).toEqual([]);
  expect(existsSync(join(root, 'elsewhere'))).toBe(false);

  const { ino } = statSync(folder);
  expect(await setupPython({ folder })).toMatchObject({ changed: false, packages: first.packages });
  expect(statSync(folder).ino).toBe(ino);

  const wider = await setupPython({ folder, packages: ['polars>=1'] });
  expect(wider).toMatchObject({ changed: true, packages: { polars: '1.0' } });
  expect(statSync(folder).ino).not.toBe(ino);
  expect(beside()).toEqual([]);

  const failure = setupPython({ folder, packages: ['no-such-package'] });
  await expect(failure).rejects.toThrow(/pip could not install the packages: exit code 1[^]*No matching distribution found for no-such-package[^]*Nothing was changed; check the network/);
  expect(execFileSync(join(folder, 'bin/polars-script'), { encoding: 'utf8' }).trim()).toBe(folder);
  expect(beside()).toEqual([]);

  const abort = new AbortController();
  const aborted = setupPython({ folder, force: true, signal: abort.signal, onLine: () => abort.abort() });
  await expect(aborted).rejects.toThrow(/abort/i);
  expect(beside()).toEqual([]);
}, 120_000);

test('replaces nothing that it did not make', async () => {
  const foreign = join(root, 'foreign');
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'thesis.txt'), 'x');
  await expect(setupPython({ folder: foreign })).rejects.toThrow(`${foreign} holds files that this command did not make`);
  await expect(setupPython({ folder: join(foreign, 'thesis.txt') })).rejects.toThrow(/cannot be used: .*; give another one with --folder/);
  expect(readdirSync(foreign)).toEqual(['thesis.txt']);
});

test('no Python', async () => {
  await expect(setupPython({ folder, python: '/nowhere/python3' })).rejects.toThrow(/no Python at \/nowhere\/python3; install one .*--python/);
});

test.each([
  ['too old', 'echo 3.8.10 venv ensurepip', /is Python 3\.8\.10; 3\.9 or newer is needed/],
  ['Python 2', 'echo 2.7.18 venv ensurepip', /is Python 2\.7\.18/],
  ['no venv, as on Debian', 'echo 3.11.2 venv', /cannot make virtual environments: .*`apt-get install python3-venv`/],
  ['not Python', 'echo "what?" >&2; exit 3', /does not run Python: it ended with 3:\nwhat\?/],
])('%s', async (name, script, message) => {
  await expect(setupPython({ folder: join(root, 'other'), python: fakePython(`python-${name}`, script) })).rejects.toThrow(message);
});

test('just new enough, but the environment cannot be made', async () => {
  const python = fakePython('python-broken', 'case "$*" in *"-m venv"*) echo "disk full"; exit 1;; *) echo 3.9.0 venv ensurepip;; esac');
  await expect(setupPython({ folder: join(root, 'other'), python })).rejects.toThrow(/environment could not be made: exit code 1[^]*disk full/);
  expect(readdirSync(root).filter((name) => name.startsWith('other'))).toEqual([]);
});

test.each(['--index-url=http://x', '-e', '/etc', 'https://x/y.whl', 'a b', 'a;b', ''])('package %j is refused', async (name) => {
  await expect(setupPython({ folder, packages: [name] })).rejects.toThrow(`--packages: ${JSON.stringify(name)} is not a package`);
});
