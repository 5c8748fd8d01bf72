import { z } from 'zod';
import { defineTool } from './define-tool.js';

export const stopTask = defineTool({
  tool: 'stop_task',
  description: 'End a task of start_command_execution that is still running.',
  schema: z.object({ task_id: z.string().min(1).describe('The id that start_command_execution gave') }),
  destructive: true,
  invocation: ({ task_id: taskId }) => ({ name: 'stopTask', arguments: { taskId }, taskId }),
});
