import { Tool } from './define-tool.js';
import { deleteFiles } from './delete-files.js';
import { executeCode } from './execute-code.js';
import { executeCommand } from './execute-command.js';
import { getTask } from './get-task.js';
import { installPackages } from './install-packages.js';
import { listFiles } from './list-files.js';
import { readFiles } from './read-files.js';
import { startCommandExecution } from './start-command-execution.js';
import { stopTask } from './stop-task.js';
import { uploadFile } from './upload-file.js';
import { writeFiles } from './write-files.js';

export const TOOLS: readonly Tool[] = [
  executeCode, executeCommand, readFiles, listFiles, deleteFiles, writeFiles, uploadFile, installPackages,
  startCommandExecution, getTask, stopTask,
];
