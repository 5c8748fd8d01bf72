import { taskResult } from './task-result.js';
import { defineTool } from './tool.js';

export const getTask = defineTool(['taskId'], async ({ taskId }, { sandbox, report }) => {
  return taskResult(await sandbox.getTask(taskId), report.limits);
});
