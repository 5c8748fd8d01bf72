import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inRoot, ROOT } from './root.mjs';

/** Whether node_modules holds what package-lock.json asks for, by version rather than by date. */
export function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  if (!wanted || !present) { return false; }
  const isPresent = ([path, entry]) => path === '' || (present[path] ? same(entry, present[path]) : isLeftOut(entry));
  return Object.entries(wanted).every(isPresent) && Object.keys(present).every((path) => path in wanted);
}

export function install() {
  console.log('setup: installing dependencies with `npm ci` (about a minute)');
  if (npmCi()) { return; }
  console.log('setup: `npm ci` failed, trying once more');
  if (npmCi()) { return; }
  throw new Error('`npm ci` failed twice: see its messages above, then run `npm ci` by hand');
}

function npmCi() {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm says where it is, which spares a search on the path (and a shell on Windows).
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...first] = npm;
  const result = spawnSync(command, [...first, ...args], { cwd: ROOT, stdio: 'inherit', shell: npm.length === 1 && process.platform === 'win32' });
  return result.status === 0;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(inRoot(file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) { return undefined; }
    throw error;
  }
}

function same(a, b) {
  return a.version === b.version && a.resolved === b.resolved && a.integrity === b.integrity;
}

/** npm leaves out optional packages made for other platforms. */
function isLeftOut(entry) {
  return entry.optional === true;
}
