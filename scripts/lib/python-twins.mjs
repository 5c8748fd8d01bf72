import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { inRoot } from './root.mjs';

const TESTS = 'test/bindings/python';
const EXAMPLES = 'examples/python';
const TYPESCRIPT_EXAMPLES = 'examples/typescript';

/** Apps in Python, each with its twin of the same name in JavaScript or TypeScript. */
export function pythonTwins() {
  const tests = readdirSync(inRoot(TESTS)).filter((file) => file.endsWith('.py')).map((file) => basename(file, '.py'));
  const examples = readdirSync(inRoot(EXAMPLES)).filter((name) => existsSync(inRoot(EXAMPLES, name, 'app.py')));
  return [
    ...tests.map((name) => ({ python: inRoot(TESTS, `${name}.py`), twin: nodeCommand(inRoot(TESTS, `${name}.cjs`)) })),
    ...examples.map((name) => ({
      python: inRoot(EXAMPLES, name, 'app.py'),
      twin: nodeCommand(inRoot(TYPESCRIPT_EXAMPLES, name, 'app.ts'), '-r', 'ts-node/register/transpile-only'),
    })),
  ];
}

/** Runs a file where it is, because ts-node looks for its settings there. */
function nodeCommand(file, ...options) {
  return { command: process.execPath, args: [...options, file], cwd: dirname(file) };
}
