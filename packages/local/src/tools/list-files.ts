import { mediaType } from './media-types.js';
import { ResourceLinkBlock } from './result.js';
import { entryUri } from './session-path.js';
import { defineTool } from './tool.js';

export const listFiles = defineTool([], async ({ directoryPath, path }, { sandbox }) => {
  // Older clients say `path`. Some ask for the root and mean the working directory.
  const asked = directoryPath ?? path ?? '';
  const directory = /^\/*$/.test(asked) ? '.' : asked;
  const entries = await sandbox.listFiles(directory);
  const content = entries.map((entry): ResourceLinkBlock => {
    const uri = entryUri(directory, entry.name);
    if (entry.directory) { return { type: 'resource_link', uri, name: entry.name, description: 'Directory' }; }
    const mimeType = mediaType(entry.name);
    return { type: 'resource_link', ...(mimeType !== undefined && { mimeType }), uri, name: entry.name, description: 'File' };
  });
  return { content, isError: false };
});
