import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PYTHON, pythonEnvironment } from './python-environment.mjs';
import { failed } from './result.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { tool } from './task.mjs';
import { withTempFolder } from './temp.mjs';

export const LOCAL = inRoot('packages', 'local');
const REQUIREMENTS = join(LOCAL, 'test', 'requirements.txt');

/** Runs vitest in packages/local, on a Python of its own, and counts its tests one by one. */
export async function testLocalService() {
  const missing = ensureSystemPackages();
  if (missing) { return failed(missing, 'system packages are missing'); }
  const { python, output } = await sandboxPython();
  if (!python) { return failed(output, 'pip failed'); }

  return withTempFolder(async (folder) => {
    const file = join(folder, 'results.json');
    const command = tool('vitest', ['run', '--root', LOCAL, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { AGENTCORE_LOCAL_PYTHON: python });
    const { code, output: shown } = await run(command);
    const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    return { ...countOf(results, code), output: shown };
  });
}

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

function countOf(results, code) {
  if (!results || results.numPassedTests === 0) { return { passed: 0, failed: 1, note: 'vitest ended without results' }; }
  const { numPassedTests, numFailedTests, numPendingTests, numTotalTestSuites, testResults } = results;
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length;
  const notes = [`${testResults.length} files, ${numTotalTestSuites} groups`];
  if (numPendingTests > 0) { notes.push(`${numPendingTests} not run`); }
  const failures = numFailedTests + broken;
  return { passed: numPassedTests, failed: failures === 0 && code !== 0 ? 1 : failures, note: notes.join(', ') };
}
