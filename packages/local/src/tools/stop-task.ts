import { taskResult } from './task-result.js';
import { defineTool } from './tool.js';

export const stopTask = defineTool(['taskId'], async ({ taskId }, { sandbox, report }) => {
  return taskResult(await sandbox.stopTask(taskId), report.limits);
});
