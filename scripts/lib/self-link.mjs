import { lstatSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './root.mjs';

/**
 * Lets the examples import this package by its name, as in a project that has installed it.
 *
 * A stub, because a symbolic link to the root would be a loop, and jsii-docgen follows it for minutes.
 */
export function linkSelf() {
  const { name } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const folder = inRoot('node_modules', name);
  const present = lstatSync(folder, { throwIfNoEntry: false });
  if (present?.isDirectory()) { return; }
  if (present) { unlinkSync(folder); }
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name, main: '../../lib/index.js', types: '../../lib/index.d.ts' }, undefined, 2)}\n`);
}
