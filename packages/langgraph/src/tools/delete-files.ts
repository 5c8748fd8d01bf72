import { z } from 'zod';
import { defineTool } from './define-tool.js';
import { atLeastOne } from '../arguments/at-least-one.js';

export const deleteFiles = defineTool({
  tool: 'delete_files',
  description: 'Remove files that are no longer needed from the sandbox of this conversation. They cannot be brought back.',
  schema: z.object({
    paths: z.array(z.string().min(1)).describe("Paths in the working directory, for instance ['old.csv']"),
  }),
  destructive: true,
  invocation: ({ paths }) => ({ name: 'removeFiles', arguments: { paths: [...atLeastOne('paths', paths, "['old.csv']")] } }),
});
