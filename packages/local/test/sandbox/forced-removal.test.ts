import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { becomeOrdinaryUser } from './ordinary-user.js';
import { removeByForce } from '../../src/sandbox/forced-removal.js';
import { inRuntimeFolder, makeRuntimeFolder } from '../../src/sandbox/runtime-folder.js';

// Root may do all that modes refuse.
becomeOrdinaryUser();

/** No process has it. */
const DEAD = 2 ** 22 + 1;

let parent: string;
beforeEach(async () => { parent = await mkdtemp(join(tmpdir(), 'removal-')); });
afterEach(() => removeByForce(parent));

async function lockedFolder(name: string): Promise<string> {
  const folder = join(parent, name);
  await mkdir(join(folder, 'closed/inner'), { recursive: true });
  await writeFile(join(folder, 'closed/inner/file'), '');
  await chmod(join(folder, 'closed/inner'), 0o500);
  await chmod(join(folder, 'closed'), 0o000);
  await chmod(folder, 0o500);
  return folder;
}

test('folders that nobody may enter are removed', async () => {
  const folder = await lockedFolder('locked');
  await removeByForce(folder);
  expect(existsSync(folder)).toBe(false);
});

test('folders deeper than a path can be, with names that are no text, are removed', async () => {
  execFileSync('python3', ['-c', [
    'import os',
    'for name in [b"d" * 250] * 40 + [b"\\xff"]: os.mkdir(name); os.chdir(name)',
    'open("file", "w").close(); os.chmod(".", 0)',
  ].join('\n')], { cwd: parent });
  await removeByForce(parent);
  expect(existsSync(parent)).toBe(false);
});

test('folders that links lead to keep their modes', async () => {
  const folder = await lockedFolder('locked');
  const outside = await mkdtemp(join(tmpdir(), 'outside-'));
  await chmod(outside, 0o500);
  await chmod(folder, 0o700);
  execFileSync('ln', ['-s', outside, join(folder, 'link')]);
  await removeByForce(folder);
  expect(execFileSync('stat', ['-c', '%a', outside], { encoding: 'utf8' })).toBe('500\n');
  await rm(outside, { recursive: true });
});

test('a start removes what killed services have left, however it is locked', async () => {
  await lockedFolder(`agentcore-local-${DEAD}-a`);
  await lockedFolder(`.agentcore-local-${DEAD}-probe-a`);
  const made = await makeRuntimeFolder(parent);
  expect(await readdir(parent)).toEqual([basename(made)]);
});

test('the folder of an engine that cannot be made goes', async () => {
  let folder = '';
  const failing = inRuntimeFolder(async (made) => {
    folder = made;
    await chmod(made, 0o711);
    throw new Error('not made');
  });
  await expect(failing).rejects.toThrow('not made');
  expect([folder === '', existsSync(folder)]).toEqual([false, false]);
});
