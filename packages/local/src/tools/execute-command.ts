import { processResult } from './process-result.js';
import { defineTool } from './tool.js';

export const executeCommand = defineTool(['command'], async ({ command }, { sandbox, signal, report }) => {
  return processResult(await sandbox.executeCommand(command, { signal }), report.limits);
});
