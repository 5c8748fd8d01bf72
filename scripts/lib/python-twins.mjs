import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRoot } from './root.mjs';

const TESTS = 'test/bindings/python';
const EXAMPLES = 'examples/python';
const TYPESCRIPT_EXAMPLES = 'examples/typescript';
/** With both languages in the folder of each. */
const SERVERLESS_EXAMPLES = 'examples/serverless';

/** Apps in Python, each with its twin of the same name in JavaScript or TypeScript. */
export function pythonTwins() {
  const tests = readdirSync(inRoot(TESTS)).filter((file) => file.endsWith('.py')).map((file) => basename(file, '.py'));
  const examplesIn = (folder) => readdirSync(inRoot(folder)).filter((name) => existsSync(inRoot(folder, name, 'app.py')));
  return [
    ...tests.map((name) => ({ python: inRoot(TESTS, `${name}.py`), twin: nodeCommand(inRoot(TESTS, `${name}.cjs`)) })),
    ...examplesIn(EXAMPLES).map((name) => exampleTwins(inRoot(EXAMPLES, name), inRoot(TYPESCRIPT_EXAMPLES, name))),
    ...examplesIn(SERVERLESS_EXAMPLES).map((name) => exampleTwins(inRoot(SERVERLESS_EXAMPLES, name), inRoot(SERVERLESS_EXAMPLES, name))),
  ];
}

function exampleTwins(python, typescript) {
  return { python: join(python, 'app.py'), twin: nodeCommand(join(typescript, 'app.ts'), '-r', 'ts-node/register/transpile-only') };
}

/** Runs a file where it is, because ts-node looks for its settings there. */
function nodeCommand(file, ...options) {
  return { command: process.execPath, args: [...options, file], cwd: dirname(file) };
}
