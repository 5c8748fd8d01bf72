import { ContentBlock } from '@aws-sdk/client-bedrock-agentcore';
import { isDirectory } from './block-text.js';
import { MergedResult } from './merged-result.js';
import { workingPath } from './service-path.js';
import { CodeInterpreterArtifact, CodeInterpreterEntry, CodeInterpreterFile, CodeInterpreterImage } from '../artifact.js';

export const EMPTY_ARTIFACT: CodeInterpreterArtifact = { files: [], images: [], entries: [] };

/** What the program gets of a result. */
export function resultArtifact({ content, structured }: MergedResult): CodeInterpreterArtifact {
  const { stdout, stderr, exitCode, executionTime, taskId, taskStatus } = structured;
  const files = content.flatMap(filesOf);
  return {
    ...present({ stdout, stderr, exitCode, executionTimeSeconds: executionTime, taskId, taskStatus }),
    files,
    images: [...content.flatMap(imagesOf), ...imagesAmong(files)],
    entries: content.flatMap(entriesOf),
  };
}

function filesOf({ type, resource }: ContentBlock): CodeInterpreterFile[] {
  if (type !== 'resource' || !resource) { return []; }
  const { uri = '', mimeType, text, blob } = resource;
  return [{ path: workingPath(uri), ...present({ mimeType, text, bytes: blob && plainBytes(blob) }) }];
}

function imagesOf({ type, mimeType, data, uri }: ContentBlock): CodeInterpreterImage[] {
  if (type !== 'image' || !data) { return []; }
  return [{ mimeType: mimeType ?? 'application/octet-stream', bytes: plainBytes(data), ...present({ path: uri && workingPath(uri) }) }];
}

/** An SVG is text, and an image all the same. */
export function imagesAmong(files: readonly CodeInterpreterFile[]): CodeInterpreterImage[] {
  return files.flatMap(({ mimeType, bytes, text, path }) => {
    if (!mimeType?.startsWith('image/')) { return []; }
    const content = bytes ?? (text === undefined ? undefined : new TextEncoder().encode(text));
    return content ? [{ mimeType, bytes: content, path }] : [];
  });
}

function entriesOf(block: ContentBlock): CodeInterpreterEntry[] {
  if (block.type !== 'resource_link') { return []; }
  const { uri, name, mimeType, size } = block;
  const path = workingPath(uri ?? name ?? '');
  return [{
    path,
    name: name ?? path.slice(path.lastIndexOf('/') + 1),
    kind: isDirectory(block) ? 'directory' : 'file',
    ...present({ mimeType, sizeBytes: size }),
  }];
}

/** No Buffer: that is a view of memory which it may share with others. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function present<Members extends object>(members: Members): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null)) as Members;
}
