import { z } from 'zod';
import { defineTool } from './define-tool.js';
import { optionalArgument } from '../arguments/optional-argument.js';

export const executeCode = defineTool({
  tool: 'execute_code',
  description: `Run code in a sandbox that is kept for this conversation, and get what it prints.

Use it to calculate, to analyze and transform data (pandas and numpy are there), to draw charts (matplotlib), to read and
write files, and to try algorithms out. Python variables, imports and functions stay for the next call, files too.
Print what you want to see. Save a chart to a file, and get it with read_files.`,
  schema: z.object({
    code: z.string().describe('The source code to run'),
    language: optionalArgument(z.enum(['python', 'javascript', 'typescript']), 'python').describe('What the code is written in'),
    clear_context: optionalArgument(z.boolean(), false)
      .describe('True to forget all Python variables and imports before the code runs. Files stay'),
  }),
  destructive: true,
  invocation: ({ code, language = 'python', clear_context: clearContext = false }) => (
    { name: 'executeCode', arguments: { code, language, clearContext } }
  ),
});
