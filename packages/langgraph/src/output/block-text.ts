import { ContentBlock } from '@aws-sdk/client-bedrock-agentcore';
import { shownPath, workingPath } from './service-path.js';

/** What the model reads of one block. Texts and files as langchain-aws shows them; that leaves out listings and images. */
export function blockText(block: ContentBlock): string {
  switch (block.type) {
    case 'text': return block.text ?? '';
    case 'resource': return fileText(block);
    case 'resource_link': return entryLine(block);
    case 'image': return `==== Image: ${block.mimeType ?? 'of unknown type'}, ${block.data?.byteLength ?? 0} bytes ====\n`;
    default: return block.text ?? `[a block of type ${JSON.stringify(block.type)}, which this version does not know]`;
  }
}

export function isDirectory({ description, mimeType }: ContentBlock): boolean {
  return mimeType === undefined && description?.toLowerCase() === 'directory';
}

function fileText({ resource }: ContentBlock): string {
  const path = shownPath(resource?.uri ?? '');
  if (resource?.text !== undefined) { return `==== File: ${path} ====\n${resource.text}\n`; }
  return `==== ${resource?.blob === undefined ? '' : 'Binary '}File: ${path} ====\n`;
}

function entryLine(block: ContentBlock): string {
  const path = workingPath(block.uri ?? block.name ?? '');
  return `${path}${isDirectory(block) ? '/' : ''}${block.size === undefined ? '' : ` (${block.size} bytes)`}`;
}
