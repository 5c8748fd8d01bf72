import { executeCode } from './execute-code.js';
import { executeCommand } from './execute-command.js';
import { getTask } from './get-task.js';
import { listFiles } from './list-files.js';
import { ToolName } from './names.js';
import { readFiles } from './read-files.js';
import { removeFiles } from './remove-files.js';
import { startCommandExecution } from './start-command-execution.js';
import { stopTask } from './stop-task.js';
import { Tool } from './tool.js';
import { writeFiles } from './write-files.js';

export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  executeCode, executeCommand, readFiles, listFiles, removeFiles, writeFiles, startCommandExecution, getTask, stopTask,
};
