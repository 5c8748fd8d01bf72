import { isUtf8 } from 'node:buffer';
import { LARGEST_ANSWER_BYTES } from './answer-size.js';
import { mediaType } from './media-types.js';
import { ResourceBlock, TextBlock } from './result.js';
import { fileUri } from './session-path.js';
import { defineTool } from './tool.js';
import { FileProblem, FileRead } from '../sandbox/sandbox.js';

/** What is found is answered, also when something else is not. */
export const readFiles = defineTool(['paths'], async ({ paths }, { sandbox }) => {
  const resources: ResourceBlock[] = [];
  const problems: FileProblem[] = [];
  for (const file of await sandbox.readFiles(paths, LARGEST_ANSWER_BYTES)) {
    if ('problem' in file) { problems.push(file); } else { resources.push(resource(file)); }
  }
  if (problems.length === 0) { return { content: resources, isError: false }; }
  const text = problems.map(({ path, problem }) => `Error reading file ${path}: ${problem}`).join('\n');
  const note: TextBlock = { type: 'text', text };
  return { content: [...resources, note], isError: true };
});

function resource({ path, data }: Exclude<FileRead, FileProblem>): ResourceBlock {
  const uri = fileUri(path);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const known = mediaType(path);
  return isUtf8(bytes)
    ? { type: 'resource', resource: { type: 'text', uri, mimeType: known ?? 'text/plain', text: bytes.toString('utf8') } }
    : { type: 'resource', resource: { type: 'blob', uri, mimeType: known ?? 'application/octet-stream', blob: bytes.toString('base64') } };
}
