import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { inRoot } from './root.mjs';

const require = createRequire(import.meta.url);

/** Folders with configurations that hold no problem. */
const FOLDERS = [
  'test/config/fixtures/framework', 'test/config/fixtures/seed',
  'examples/serverless/basic', 'examples/serverless/custom-interpreter', 'examples/serverless/full',
];
const FILES = ['test/config/fixtures/every-key.yml', 'test/config/fixtures/eject/texts.yml'];

/** Configurations, each with a stack of its own; where the file names its service, with the framework's names too. */
export function configurations() {
  const found = FOLDERS.flatMap((folder) => (
    readdirSync(inRoot(folder)).filter((file) => file.endsWith('.yml')).map((file) => `${folder}/${file}`)
  ));
  return [...found, ...FILES].map((file) => inRoot(file)).flatMap((file) => {
    const stack = `Ejected-${basename(dirname(file))}-${basename(file, '.yml')}`;
    const hasService = /^service:/m.test(readFileSync(file, 'utf8'));
    return [{ file, stack }, ...(hasService ? [{ file, stack: `${stack}-framework`, names: 'framework' }] : [])];
  });
}

/**
 * Writes an app for each configuration.
 *
 * @returns what went wrong
 */
export function ejectAll(apps, language, folderOf) {
  const { command } = require(inRoot('lib', 'config', 'eject', 'command'));
  return apps.flatMap((app) => {
    let errors = '';
    const names = app.names ? ['--names', app.names] : [];
    const code = command(['eject', app.file, '--language', language, '--stack', app.stack, '--out', folderOf(app), ...names], {
      out: () => {}, error: (text) => { errors += text; },
    });
    return code === 0 ? [] : [`${app.file} was not ejected:\n${errors}`];
  });
}

/** The app that reads the files. */
export function twinOf(apps) {
  return { command: process.execPath, args: [inRoot('scripts', 'lib', 'eject-twin.cjs'), JSON.stringify(apps)] };
}

/** Ejected apps in Python. The first one has the twin of all. */
export function ejectedTwins(folder) {
  const apps = configurations();
  const folderOf = ({ stack }) => join(folder, stack);
  return {
    problems: ejectAll(apps, 'python', folderOf),
    apps: apps.map((app, index) => ({ python: join(folderOf(app), 'app.py'), twin: index === 0 ? twinOf(apps) : undefined })),
  };
}
