import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './root.mjs';
import { runAll } from './run.mjs';

export const PYTHON = process.platform === 'win32' ? 'python' : 'python3';

/** By name: two steps may ask for one at the same time. */
const asked = new Map();

/** A virtual environment for what `key` says, kept for as long as that stays the same. One for each `name`. */
export function pythonEnvironment({ name, key, pipArguments }) {
  if (!asked.has(name)) { asked.set(name, prepared({ name, key, pipArguments })); }
  return asked.get(name);
}

async function prepared({ name, key, pipArguments }) {
  const folder = inRoot('node_modules', '.cache', name);
  const venv = join(folder, createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 12));
  const python = process.platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
  const complete = join(venv, 'complete');
  if (existsSync(complete)) { return { python }; }

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(venv, { recursive: true });
  const { code, output } = await runAll([
    { command: PYTHON, args: ['-m', 'venv', venv] },
    { command: python, args: ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...pipArguments(venv)] },
  ]);
  if (code !== 0) { return { output }; }
  writeFileSync(complete, '');
  return { python };
}
