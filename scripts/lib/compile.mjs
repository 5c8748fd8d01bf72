import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { inRoot, ROOT } from './root.mjs';
import { commandsOfTask, tool } from './task.mjs';

/** The constructs. With an error in the types jsii still writes the second, with an error in the API still the first. */
export const LIBRARY = {
  title: 'lib/',
  products: ['lib/index.js', '.jsii'],
  sources: ['src', 'package.json', 'tsconfig.json'],
  commands: () => commandsOfTask('compile'),
};

export const LOCAL_SERVICE = {
  title: 'packages/local/lib/',
  products: ['packages/local/lib/index.js'],
  sources: ['packages/local/src', 'packages/local/package.json', 'packages/local/tsconfig.json', 'packages/local/tsconfig.build.json'],
  commands: () => [tool('tsc', ['-p', 'packages/local/tsconfig.build.json'])],
};

export function isCompiled({ products, sources } = LIBRARY) {
  if (!products.every((file) => existsSync(inRoot(file)))) { return false; }
  const compiled = Math.min(...products.map((file) => statSync(inRoot(file)).mtimeMs));
  return Math.max(...sources.map((file) => newestChange(inRoot(file)))) <= compiled;
}

export function compile({ title, commands } = LIBRARY) {
  console.log(`setup: compiling ${title}`);
  for (const { command, args, env, shell } of commands()) {
    const result = spawnSync(command, args, { cwd: ROOT, env, shell, stdio: 'inherit' });
    if (result.status !== 0) { throw new Error(`${title} does not compile: see the messages above`); }
  }
}

/** Folders count too: theirs is the date that changes when a file goes. */
function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) { return stat.mtimeMs; }
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(`${path}/${name}`)));
}
