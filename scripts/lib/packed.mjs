import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { tool } from './task.mjs';

/** Packs a package of the workspace as npm publishes it: the `tarball` and its `files`, or the `output` of npm if it fails. */
export async function packed(folder, destination) {
  const args = ['pack', '--ignore-scripts', '--pack-destination', destination];
  const { code, output } = await run({ command: 'npm', args, cwd: inRoot(folder) });
  if (code !== 0) { return { output }; }
  const { name, version } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
  const tarball = join(destination, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  const listed = await run({ command: 'tar', args: ['--list', '--file', tarball] });
  return { tarball, files: listed.output.split('\n').filter((line) => line.startsWith('package/')) };
}

/** What says whether Node, bundlers and TypeScript find all that package.json names. `profile`: which of them may; see attw. */
export function packageLinters(tarball, profile) {
  return [tool('publint', ['run', tarball, '--strict']), tool('attw', [tarball, '--profile', profile, '--no-color', '--no-emoji'])];
}
