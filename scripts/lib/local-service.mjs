import { readFileSync } from 'node:fs';
import { PYTHON, pythonEnvironment } from './python-environment.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';

const REQUIREMENTS = inRoot('packages', 'local', 'test', 'requirements.txt');

/** The Python of the tests and benchmarks: what sessions usually have, and the Python clients. */
export async function sandboxPython() {
  const version = await run({ command: PYTHON, args: ['--version'] });
  if (version.code !== 0) { return { output: `${PYTHON} was not found: install Python 3.11 or newer` }; }
  return pythonEnvironment({
    name: 'sandbox-venv',
    key: [version.output, readFileSync(REQUIREMENTS, 'utf8')],
    pipArguments: () => ['--requirement', REQUIREMENTS],
  });
}
