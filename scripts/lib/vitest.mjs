import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxPython } from './local-service.mjs';
import { failed } from './result.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { tool } from './task.mjs';
import { withTempFolder } from './temp.mjs';

/**
 * Runs vitest in a package of the workspace, with what real sandboxes need, and counts its tests one by one. `only` and
 * `without` are folders in that of its tests.
 */
export async function vitest(folder, { only = [], without = [] } = {}) {
  const missing = ensureSystemPackages();
  if (missing) { return failed(missing, 'system packages are missing'); }
  const { python, output } = await sandboxPython();
  if (!python) { return failed(output, 'pip failed'); }

  return withTempFolder(async (results) => {
    const file = join(results, 'results.json');
    const args = [
      'run', ...only.map((name) => `test/${name}/`), ...without.map((name) => `--exclude=test/${name}/**`),
      '--root', inRoot(folder), '--reporter=default', '--reporter=json', `--outputFile.json=${file}`,
    ];
    const { code, output: shown } = await run(tool('vitest', args, { AGENTCORE_LOCAL_PYTHON: python }));
    return { ...countOf(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined, code), output: shown };
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
