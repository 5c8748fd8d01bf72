import { z } from 'zod';
import { defineTool } from './define-tool.js';

export const startCommandExecution = defineTool({
  tool: 'start_command_execution',
  description: `Start a bash command that takes long in the sandbox of this conversation, and go on without waiting. You get the id
of a task: ask for it with get_task, end it with stop_task.`,
  schema: z.object({ command: z.string().describe("The command line, for instance 'python train.py'") }),
  destructive: true,
  invocation: ({ command }) => ({ name: 'startCommandExecution', arguments: { command } }),
});
