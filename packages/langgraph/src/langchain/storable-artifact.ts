import { BaseMessage, ToolMessage } from '@langchain/core/messages';
import { CodeInterpreterArtifact, CodeInterpreterFile, CodeInterpreterImage } from '../artifact.js';
import { imagesAmong } from '../output/result-artifact.js';

interface StoredFile extends Omit<CodeInterpreterFile, 'bytes'> {
  readonly base64?: string;
}

interface StoredImage extends Omit<CodeInterpreterImage, 'bytes'> {
  readonly base64: string;
}

/** What is left of an artifact after JSON. Images that are files are not in it twice. */
interface StoredArtifact extends Omit<CodeInterpreterArtifact, 'files' | 'images'> {
  readonly files: readonly StoredFile[];
  readonly imageBlocks: readonly StoredImage[];
}

/**
 * The same artifact, which can be stored: its bytes are members that no copy and no JSON has, with base64 beside them.
 * LangChain copies artifacts before it writes JSON, so that neither bytes nor a `toJSON` would outlive a checkpoint.
 */
export function storableArtifact(artifact: CodeInterpreterArtifact): CodeInterpreterArtifact {
  const { files, images, ...others } = artifact;
  const imageBlocks = images.slice(0, images.length - imagesAmong(files).length);
  const stored: StoredArtifact = {
    ...others,
    files: files.map(({ bytes, ...file }) => (bytes ? hiding({ ...file, base64: toBase64(bytes) }, { bytes }) : file)),
    imageBlocks: imageBlocks.map(({ bytes, ...image }) => ({ ...image, base64: toBase64(bytes) })),
  };
  return hiding(stored, { images });
}

/**
 * The artifact of a tool message: also of one out of a checkpoint or out of JSON, where `message.artifact` has no bytes.
 *
 * @returns undefined for a message that is not of one of these tools, or whose call failed before there was an artifact
 */
export function codeInterpreterArtifactOf(message: BaseMessage): CodeInterpreterArtifact | undefined {
  const artifact: unknown = ToolMessage.isInstance(message) ? message.artifact : undefined;
  return isStored(artifact) ? restored(artifact) : undefined;
}

function restored(stored: StoredArtifact): CodeInterpreterArtifact {
  const { files: storedFiles, imageBlocks, ...others } = stored;
  const files = storedFiles.map(({ base64, ...file }) => ({ ...file, ...(base64 !== undefined && { bytes: fromBase64(base64) }) }));
  const images = imageBlocks.map(({ base64, ...image }) => ({ ...image, bytes: fromBase64(base64) }));
  return { ...others, files, images: [...images, ...imagesAmong(files)] };
}

function isStored(value: unknown): value is StoredArtifact {
  return typeof value === 'object' && value !== null
    && ['files', 'imageBlocks', 'entries'].every((name) => Array.isArray((value as Record<string, unknown>)[name]));
}

function hiding<Shown extends object, Hidden extends object>(shown: Shown, hidden: Hidden): Shown & Hidden {
  for (const [name, value] of Object.entries(hidden)) { Object.defineProperty(shown, name, { value }); }
  return shown as Shown & Hidden;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function fromBase64(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
