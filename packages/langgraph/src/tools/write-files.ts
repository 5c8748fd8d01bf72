import { z } from 'zod';
import { defineTool } from './define-tool.js';
import { atLeastOne } from '../arguments/at-least-one.js';
import { relativePath } from '../arguments/relative-path.js';

export const writeFiles = defineTool({
  tool: 'write_files',
  description: `Write text files into the sandbox of this conversation: data, scripts, configuration. A file that is there already
is replaced. Paths are relative to the working directory, such as 'output.csv' or 'scripts/analyze.py'; none may start with '/'.`,
  schema: z.object({
    files: z.array(z.object({
      path: z.string().min(1).describe("Relative path, for instance 'data.csv'"),
      text: z.string().describe('The whole content'),
    })).describe('The files'),
  }),
  destructive: true,
  invocation: ({ files }) => ({
    name: 'writeFiles',
    arguments: { content: atLeastOne('files', files, "[{ path: 'data.csv', text: 'a,b' }]").map(({ path, text }) => ({ path: relativePath(path), text })) },
  }),
});
