import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceFolder } from '../../src/dev/source-folder.js';
import { folderWith } from '../assembly/written-assembly.js';

test('is the one with the very same file, wherever in the project', async () => {
  const project = folderWith({ 'deep/in/agent.py': 'x = 1', 'stale/agent.py': 'x = 2', 'shorter/agent.py': 'x', 'cdk.json': '{}' });
  const staged = folderWith({ 'agent.py': 'x = 1' });
  expect(await sourceFolder({ project, staged, file: 'agent.py' })).toBe(join(project, 'deep/in'));
});

test('is above a file that lies deeper', async () => {
  const project = folderWith({ 'a/src/main.py': 'x', 'b/main.py': 'x' });
  expect(await sourceFolder({ project, staged: folderWith({ 'src/main.py': 'x' }), file: 'src/main.py' })).toBe(join(project, 'a'));
});

test('is no dependency, output or hidden folder', async () => {
  const project = folderWith(Object.fromEntries([
    'node_modules/a', 'cdk.out/asset.1', '.git/a', 'venv/lib', 'build/asset.1', 'environment/lib',
  ].map((folder) => [`${folder}/agent.py`, 'x']).concat([['build/cdk.out', '{}'], ['environment/pyvenv.cfg', '']])));
  expect(await sourceFolder({ project, staged: folderWith({ 'agent.py': 'x' }), file: 'agent.py' })).toBeUndefined();
});

test('of several, the one that has more of the same files', async () => {
  const project = folderWith({ 'a/Dockerfile': 'FROM x', 'a/agent.py': '1', 'b/Dockerfile': 'FROM x', 'b/agent.py': '2' });
  expect(await sourceFolder({ project, staged: folderWith({ 'Dockerfile': 'FROM x', 'agent.py': '2' }), file: 'Dockerfile' })).toBe(join(project, 'b'));
  expect(await sourceFolder({ project, staged: folderWith({ 'Dockerfile': 'FROM x', 'agent.py': '3' }), file: 'Dockerfile' })).toBeUndefined();
});

test('is looked for in the repository when the project has none', async () => {
  const repository = folderWith({ 'agents/js/agent.js': 'x', 'apps/one/cdk.json': '{}' });
  const search = { project: join(repository, 'apps/one'), staged: folderWith({ 'agent.js': 'x' }), file: 'agent.js' };
  expect(await sourceFolder(search)).toBeUndefined();
  execFileSync('git', ['init', '--quiet', repository]);
  expect(await sourceFolder(search)).toBe(join(repository, 'agents/js'));
});
