import { z } from 'zod';
import { defineTool } from './define-tool.js';
import { optionalArgument } from '../arguments/optional-argument.js';
import { relativePath } from '../arguments/relative-path.js';

export const uploadFile = defineTool({
  tool: 'upload_file',
  description: `Put one text file into the sandbox of this conversation, and say what it holds. A file that is there already is
replaced. For instance path 'sales.csv', content 'date,revenue\\n2024-01-01,1000', description 'Daily revenue'.`,
  schema: z.object({
    path: z.string().min(1).describe("Relative path to save it at, for instance 'data.csv' or 'data/sales.csv'"),
    content: z.string().describe('The whole content'),
    description: optionalArgument(z.string(), '')
      .describe('What the content means, such as its columns and units. It stays in the conversation, and is not stored'),
  }),
  destructive: true,
  invocation: ({ path, content }) => ({
    name: 'writeFiles',
    arguments: { content: [{ path: relativePath(path), text: content }] },
  }),
});
