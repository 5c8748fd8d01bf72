import { z } from 'zod';
import { defineTool } from './define-tool.js';
import { atLeastOne } from '../arguments/at-least-one.js';

export const readFiles = defineTool({
  tool: 'read_files',
  description: `Get the content of files in the sandbox of this conversation.

Text files come as text. Of images and other binary files you see the name, and the user gets the content: read a chart
that you saved to show it.`,
  schema: z.object({
    paths: z.array(z.string().min(1)).describe("Paths in the working directory, for instance ['data.csv', 'results/output.json']"),
  }),
  readOnly: true,
  invocation: ({ paths }) => ({ name: 'readFiles', arguments: { paths: [...atLeastOne('paths', paths, "['data.csv']")] } }),
});
