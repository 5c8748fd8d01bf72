import { readFileSync } from 'node:fs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { PYTHON, pythonEnvironment } from './python-environment.mjs';

/** What the code of the conversations imports, and what makes tracebacks look as they do in the service. */
const PACKAGES = ['ipython', 'matplotlib', 'numpy', 'pandas'];
/** With versions. */
const CONSTRAINTS = inRoot('packages', 'local', 'test', 'requirements.txt');

/** The Python that sessions run: that of AGENTCORE_LOCAL_PYTHON, else one of the demo's own, made when it is missing. */
export async function demoPython() {
  const { AGENTCORE_LOCAL_PYTHON: given } = process.env;
  if (given) { return given; }
  const version = await run({ command: PYTHON, args: ['--version'] });
  if (version.code !== 0) { throw new Error(`${PYTHON} was not found: install Python 3.11 or newer`); }
  const { python, output } = await pythonEnvironment({
    name: 'demo-venv',
    key: [version.output, PACKAGES, readFileSync(CONSTRAINTS, 'utf8')],
    pipArguments: () => ['--constraint', CONSTRAINTS, ...PACKAGES],
  });
  if (!python) { throw new Error(`Python packages could not be installed:\n${output}`); }
  return python;
}
