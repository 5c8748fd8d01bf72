import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testSetup } from './setup.js';
import { PYTHON_PACKAGES } from '../../src/sandbox/python-start.js';
import { Engine, Sandbox } from '../../src/sandbox/sandbox.js';
import { createBubblewrapEngine } from '../../src/sandbox/tiers/bubblewrap-engine.js';

let folders: string[];
let engine: Engine;
let sandbox: Sandbox;

/** As where the package was cloned to a folder for temporary files. */
beforeAll(async () => {
  folders = await Promise.all(['/tmp', '/tmp', '/var/tmp'].map((parent) => mkdtemp(join(parent, 'clone-'))));
  for (const folder of folders) {
    await mkdir(join(folder, 'deep/shown'), { recursive: true });
    await writeFile(join(folder, 'deep/shown/file'), 'shown');
    await writeFile(join(folder, 'hidden'), 'hidden');
    await chmod(folder, 0o755);
  }
  const [nested = '', whole = '', other = ''] = folders;
  engine = await createBubblewrapEngine(await testSetup({ readOnly: [`${nested}/deep/shown`, whole, `${other}/deep/shown/file`] }));
  sandbox = await engine.open({ networkMode: 'SANDBOX' });
}, 60_000);

afterAll(async () => {
  await engine?.close();
  for (const folder of folders) { await rm(folder, { recursive: true }); }
});

async function command(text: string): Promise<string> {
  const { stdout, stderr } = await sandbox.executeCommand(text);
  return stdout + stderr;
}

it('shows read-only paths below folders for temporary files where they are, and nothing else of those', async () => {
  for (const folder of folders) { expect(await command(`cat ${folder}/deep/shown/file`)).toBe('shown'); }
  const [nested = '', whole = '', other = ''] = folders;
  expect(await command(`ls ${nested} ${other}`)).not.toContain('hidden');
  expect(await command(`cat ${whole}/hidden`)).toBe('hidden');
  const own = PYTHON_PACKAGES.startsWith('/tmp/') ? [PYTHON_PACKAGES.split('/')[2] ?? ''] : [];
  expect((await command('ls /tmp')).trim().split('\n')).toEqual([...new Set([...folders.map((folder) => basename(folder)), ...own])].sort());
});

it('keeps them, and what leads to them, from being changed', async () => {
  for (const folder of folders) {
    for (const attempt of [`echo x > ${folder}/deep/shown/file`, `mv ${folder}/deep ${folder}/away`, `mv ${folder} /tmp/away`, `touch ${folder}/x`]) {
      expect(await command(attempt)).toMatch(/Read-only file system|busy/);
    }
    expect(await readFile(join(folder, 'deep/shown/file'), 'utf8')).toBe('shown');
  }
  expect(await command('echo mine > /tmp/mine && cat /var/tmp/mine')).toBe('mine\n');
});

it.each(['/tmp', '/var/tmp/'])('refuses all of %s', async (path) => {
  const wide = await createBubblewrapEngine(await testSetup({ readOnly: [path] }));
  await expect(wide.open({ networkMode: 'SANDBOX' })).rejects.toThrow('would be readable in every sandbox');
  await wide.close();
});
