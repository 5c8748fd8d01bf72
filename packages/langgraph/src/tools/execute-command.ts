import { z } from 'zod';
import { defineTool } from './define-tool.js';

export const executeCommand = defineTool({
  tool: 'execute_command',
  description: `Run a bash command in the sandbox of this conversation, wait for it, and get its output and exit code.

Use it to look around (ls, find, wc, head), to run scripts, and to see versions and installed packages. Each command has a
shell of its own, which starts in the working directory: join steps with &&. For what takes minutes, use start_command_execution.`,
  schema: z.object({ command: z.string().describe("The command line, for instance 'ls -la' or 'python scripts/report.py'") }),
  destructive: true,
  invocation: ({ command }) => ({ name: 'executeCommand', arguments: { command } }),
});
