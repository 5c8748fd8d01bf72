import { existsSync, lstatSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, ROOT } from './root.mjs';

/** Lets the examples import this package by its name, as in a project that has installed it. */
export function linkSelf() {
  const link = inRoot('node_modules', 'cdk-agentcore-code-interpreter');
  if (existsSync(join(link, 'package.json'))) { return; }
  if (lstatSync(link, { throwIfNoEntry: false })) { unlinkSync(link); }
  symlinkSync(process.platform === 'win32' ? ROOT : '..', link, 'junction');
}
