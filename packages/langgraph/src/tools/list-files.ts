import { z } from 'zod';
import { defineTool } from './define-tool.js';
import { optionalArgument } from '../arguments/optional-argument.js';

export const listFiles = defineTool({
  tool: 'list_files',
  description: `See which files and directories are in a directory of the sandbox of this conversation. One level; the names of
directories end with a slash.`,
  schema: z.object({
    directory_path: optionalArgument(z.string(), '').describe("The directory, for instance 'results'. Empty for the working directory"),
  }),
  readOnly: true,
  emptyText: '(no files)',
  invocation: ({ directory_path: directoryPath = '' }) => ({ name: 'listFiles', arguments: { directoryPath } }),
});
