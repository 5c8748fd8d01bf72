import { z } from 'zod';
import { defineTool } from './define-tool.js';

export const getTask = defineTool({
  tool: 'get_task',
  description: 'Ask how a task of start_command_execution is doing: its status, its output so far, and in the end its exit code.',
  schema: z.object({ task_id: z.string().min(1).describe('The id that start_command_execution gave') }),
  readOnly: true,
  invocation: ({ task_id: taskId }) => ({ name: 'getTask', arguments: { taskId }, taskId }),
});
