import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { commandsOfTask } from './task.mjs';
import { inRoot, ROOT } from './root.mjs';

/** With an error in the types jsii still writes the second, with an error in the API still the first. */
const PRODUCTS = ['lib/index.js', '.jsii'];
const SOURCES = ['src', 'package.json', 'tsconfig.json'];

export function isCompiled() {
  if (!PRODUCTS.every((file) => existsSync(inRoot(file)))) { return false; }
  const compiled = Math.min(...PRODUCTS.map((file) => statSync(inRoot(file)).mtimeMs));
  return Math.max(...SOURCES.map((file) => newestChange(inRoot(file)))) <= compiled;
}

export function compile() {
  console.log('setup: compiling lib/');
  for (const { command, args, env, shell } of commandsOfTask('compile')) {
    const result = spawnSync(command, args, { cwd: ROOT, env, shell, stdio: 'inherit' });
    if (result.status !== 0) { throw new Error('lib/ does not compile: see the messages above'); }
  }
}

/** Folders count too: theirs is the date that changes when a file goes. */
function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) { return stat.mtimeMs; }
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(`${path}/${name}`)));
}
