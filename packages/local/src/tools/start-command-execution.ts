import { startedTaskResult } from './task-result.js';
import { defineTool } from './tool.js';

export const startCommandExecution = defineTool(['command'], async ({ command }, { sandbox }) => {
  return startedTaskResult(await sandbox.startTask(command));
});
