import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { tool } from './task.mjs';
import { withTempFolder } from './temp.mjs';

/** Runs jest and counts its tests one by one. */
export function jest(args) {
  return withTempFolder(async (folder) => {
    const file = join(folder, 'results.json');
    const { code, output } = await run(tool('jest', ['--ci', '--json', '--outputFile', file, ...args]));
    const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    return { ...count(results, code), output };
  });
}

function count(results, code) {
  if (!results) { return { passed: 0, failed: 1, note: 'jest ended without results' }; }
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests, numTotalTestSuites } = results;
  const broken = numFailedTests + numRuntimeErrorTestSuites;
  const notes = [`${numTotalTestSuites} files`];
  if (numPendingTests + numTodoTests > 0) { notes.push(`${numPendingTests + numTodoTests} not run`); }
  if (numPassedTests + broken === 0) { return { passed: 0, failed: 1, note: 'no tests were run' }; }
  // Nothing broken and yet a bad exit: coverage below its threshold.
  if (broken === 0 && code !== 0) {
    return { passed: numPassedTests, failed: 1, note: [...notes, 'coverage below the threshold, or an error outside the tests'].join(', ') };
  }
  return { passed: numPassedTests, failed: broken, note: notes.join(', ') };
}
