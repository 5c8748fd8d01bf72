import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ProjectWatch } from '../../src/dev/project-watch.js';
import { folderWith } from '../assembly/written-assembly.js';

/** A watch on a folder, and what it tells next. */
async function watched(folder: string, output?: string): Promise<{ next: () => Promise<string[]>; told: string[][]; watch: ProjectWatch }> {
  const told: string[][] = [];
  let wake = (): void => undefined;
  const watch = new ProjectWatch((paths) => {
    told.push(paths.map((path) => relative(folder, path)).sort());
    wake();
  }, (message) => { throw new Error(message); }, join(folder, 'dist'));
  onTestFinished(() => watch.close());
  if (output === undefined) { await watch.add(folder); } else { watch.addOutput(folder, output); }
  return {
    watch,
    told,
    next: async () => {
      while (told.length === 0) { await new Promise<void>((resolve) => { wake = resolve; }); }
      return told.shift() ?? [];
    },
  };
}

test('tells at once what changes together, in folders within too', async () => {
  const folder = folderWith({ 'a.py': '1', 'deep/er/b.py': '1' });
  const { next } = await watched(folder);
  writeFileSync(join(folder, 'a.py'), '2');
  writeFileSync(join(folder, 'deep/er/b.py'), '2');
  expect(await next()).toEqual(['a.py', 'deep/er/b.py']);
});

test('sees files in folders that are new, moved, or in the place of others', async () => {
  const folder = folderWith({ 'a/x.py': '1' });
  const { next } = await watched(folder);
  mkdirSync(join(folder, 'new/er'), { recursive: true });
  expect(await next()).toContain('new');
  writeFileSync(join(folder, 'new/er/b.py'), '1');
  expect(await next()).toEqual(['new/er/b.py']);
  renameSync(join(folder, 'new'), join(folder, 'moved'));
  expect(await next()).toEqual(expect.arrayContaining(['moved', 'new']));
  writeFileSync(join(folder, 'moved/er/b.py'), '2');
  expect(await next()).toEqual(['moved/er/b.py']);
  rmSync(join(folder, 'a'), { recursive: true });
  mkdirSync(join(folder, 'a'));
  expect(await next()).toContain('a');
  writeFileSync(join(folder, 'a/y.py'), '1');
  expect(await next()).toEqual(['a/y.py']);
});

test('what is removed is a change', async () => {
  const folder = folderWith({ 'a.py': '1' });
  const { next } = await watched(folder);
  rmSync(join(folder, 'a.py'));
  expect(await next()).toEqual(['a.py']);
});

test('dependencies, outputs and what git ignores are none', async () => {
  const folder = folderWith({ 'node_modules/a.js': '1', 'cdk.out/b': '1', 'other-output/cdk.out': '', '.hidden/c': '1', '.gitignore': '*.log\nbuilt/\n', 'built/d': '1', 'dist/g': '1' });
  execFileSync('git', ['init', '--quiet', folder]);
  const { next } = await watched(folder);
  for (const file of ['node_modules/a.js', 'cdk.out/b', 'other-output/e', '.hidden/c', 'f.log', 'built/d', 'dist/g', 'dist/cdk.out']) { writeFileSync(join(folder, file), '2'); }
  writeFileSync(join(folder, 'seen.py'), '1');
  expect(await next()).toEqual(['seen.py']);
});

test('one output can be watched, and nothing beside it', async () => {
  const folder = folderWith({ 'cdk.out': '', 'manifest.json': '1', '.gitignore': '*' });
  execFileSync('git', ['init', '--quiet', folder]);
  const { next } = await watched(folder, 'manifest.json');
  writeFileSync(join(folder, 'Box.template.json'), '1');
  writeFileSync(join(folder, 'manifest.json'), '2');
  expect(await next()).toEqual(['manifest.json']);
});

test('tells nothing when it is closed', async () => {
  const folder = folderWith({ 'a.py': '1' });
  const [closed, open] = [await watched(folder), await watched(folder)];
  writeFileSync(join(folder, 'a.py'), '2');
  closed.watch.close();
  await closed.watch.add(folder);
  writeFileSync(join(folder, 'b.py'), '2');
  await open.next();
  expect(closed.told).toEqual([]);
});
