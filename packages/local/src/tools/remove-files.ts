import { textResult } from './result.js';
import { defineTool } from './tool.js';

export const removeFiles = defineTool(['paths'], async ({ paths }, { sandbox }) => {
  const problems = await sandbox.removeFiles(paths);
  if (problems.length === 0) { return textResult(`Successfully removed all ${paths.length} files`); }
  return textResult(problems.map(({ path, problem }) => `Error removing file ${path}: ${problem}`).join('\n'), true);
});
