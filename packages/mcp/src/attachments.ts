import { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { CodeInterpreterArtifact } from 'agentcore-code-interpreter-langgraph/core';

type Block = CallToolResult['content'][number];

/** Those that models look at. Clients refuse a whole result for an image of another kind. */
const SHOWN_IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

interface Attachment {
  readonly path?: string;
  readonly mimeType?: string;
  readonly bytes: Uint8Array;
}

/** Images and other binary files as blocks, and a line for each that did not fit. Text files are in the text already. */
export function attachments(
  { images, files }: Pick<CodeInterpreterArtifact, 'images' | 'files'>, maxBytes: number,
): { readonly blocks: readonly Block[]; readonly notes: readonly string[] } {
  const blocks: Block[] = [];
  const notes: string[] = [];
  let left = maxBytes;
  for (const attachment of [...images, ...binaryFiles(files, images)]) {
    if (attachment.bytes.length > left) {
      notes.push(leftOut(attachment, maxBytes));
    } else {
      left -= attachment.bytes.length;
      blocks.push(block(attachment));
    }
  }
  return { blocks, notes };
}

/** An image that is a file is in both lists. */
function binaryFiles(files: CodeInterpreterArtifact['files'], images: CodeInterpreterArtifact['images']): readonly Attachment[] {
  return files.flatMap(({ path, mimeType, bytes }) => {
    return bytes === undefined || images.some((image) => image.path === path) ? [] : [{ path, mimeType, bytes }];
  });
}

function block({ path, mimeType = 'application/octet-stream', bytes }: Attachment): Block {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  if (SHOWN_IMAGES.includes(mimeType)) { return { type: 'image', mimeType, data: base64 }; }
  const uri = `file:///${encodeURI(path ?? 'image').replace(/[?#]/g, encodeURIComponent)}`;
  return { type: 'resource', resource: { uri, mimeType, blob: base64 } };
}

function leftOut({ path = 'an image', mimeType = 'of unknown kind', bytes }: Attachment, maxBytes: number): string {
  const size = `${bytes.length.toLocaleString('en-US')} bytes`;
  const limit = maxBytes.toLocaleString('en-US');
  return `[${path} (${mimeType}, ${size}) is not attached: a result carries at most ${limit} bytes of images and binary files. `
    + 'Read fewer at once, or make it smaller, for instance an image with a lower dpi.]';
}
