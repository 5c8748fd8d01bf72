import { textResult } from './result.js';
import { defineTool, InputContent } from './tool.js';
import { fieldInvalid } from '../operations/service-exception.js';
import { LARGEST_MEMBER } from '../operations/shapes.js';
import { FileToWrite } from '../sandbox/sandbox.js';

export const writeFiles = defineTool(['content'], async ({ content }, { sandbox }) => {
  await sandbox.writeFiles(content.map(fileToWrite));
  return textResult(`Successfully wrote all ${content.length} files`);
});

function fileToWrite({ path, text, blob }: InputContent, index: number): FileToWrite {
  const name = `arguments.content.${index + 1}.member`;
  if (text !== undefined && blob !== undefined) {
    throw fieldInvalid(name, `Value at '${name}' has both text and blob: give one of them.`);
  }
  if (text !== undefined) { return { path, data: Buffer.from(text) }; }
  if (blob !== undefined) { return { path, data: decoded(blob, `${name}.blob`) }; }
  throw fieldInvalid(name, `Value at '${name}' has neither text nor blob: give one of them.`);
}

function decoded(blob: string, name: string): Buffer {
  const data = Buffer.from(blob, 'base64');
  const padding = blob.endsWith('==') ? 2 : Number(blob.endsWith('='));
  // Node skips what is not base64, so that less comes out than the length promises.
  if (blob.length % 4 !== 0 || data.length !== blob.length / 4 * 3 - padding) {
    throw fieldInvalid(name, `Value at '${name}' is not base64.`);
  }
  if (data.length > LARGEST_MEMBER) {
    throw fieldInvalid(name, `1 validation error detected: Value of ${data.length} bytes at '${name}' failed to satisfy constraint: `
      + `Member must have length less than or equal to ${LARGEST_MEMBER}`);
  }
  return data;
}
