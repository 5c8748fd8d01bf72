/** PROTOCOL.md: `u32 length | u8 type | u32 call | payload`. */
export const FrameType = { hello: 0, request: 1, reply: 2, stdout: 3, stderr: 4 } as const;

export interface Frame {
  readonly type: number;
  readonly call: number;
  readonly payload: Buffer;
}

/** A JSON object and the bytes that came with it. */
export interface Message {
  readonly json: Readonly<Record<string, unknown>>;
  readonly attached: Buffer;
}

/** What came is not what the protocol allows. */
export class ProtocolError extends Error {
  public override readonly name = 'ProtocolError';
}

export const MOST_PAYLOAD_BYTES = 192 * 1024 * 1024;
const HEADER_BYTES = 9;
const JSON_LENGTH_BYTES = 4;

/** The chunks of a request, to be written one after the other: attached bytes are not copied. */
export function encodeRequest(call: number, json: object, attached: readonly Uint8Array[]): Uint8Array[] {
  const text = Buffer.from(JSON.stringify(json));
  const attachedBytes = attached.reduce((sum, part) => sum + part.byteLength, 0);
  const payloadBytes = JSON_LENGTH_BYTES + text.length + attachedBytes;
  if (payloadBytes > MOST_PAYLOAD_BYTES) {
    throw new RangeError(`a request of ${payloadBytes} bytes is too large for a sandbox; at most ${MOST_PAYLOAD_BYTES} are allowed`);
  }
  const head = Buffer.allocUnsafe(HEADER_BYTES + JSON_LENGTH_BYTES);
  head.writeUInt32BE(payloadBytes, 0);
  head.writeUInt8(FrameType.request, 4);
  head.writeUInt32BE(call, 5);
  head.writeUInt32BE(text.length, HEADER_BYTES);
  return [Buffer.concat([head, text]), ...attached];
}

export function decodeMessage(payload: Buffer): Message {
  const jsonBytes = payload.length >= JSON_LENGTH_BYTES ? payload.readUInt32BE(0) : Infinity;
  const end = JSON_LENGTH_BYTES + jsonBytes;
  if (end > payload.length) { throw new ProtocolError(`a message of ${payload.length} bytes is cut short`); }
  return { json: decodeJson(payload.subarray(JSON_LENGTH_BYTES, end)), attached: payload.subarray(end) };
}

function decodeJson(bytes: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ProtocolError('a message is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) { throw new ProtocolError('a message is not a JSON object'); }
  return value as Record<string, unknown>;
}

/** Puts chunks of a stream together to frames. */
export class FrameDecoder {
  private chunks: Buffer[] = [];
  private bytes = 0;
  private needed = HEADER_BYTES;

  /** @throws ProtocolError for a frame that is too large. Nothing may be pushed afterwards. */
  public push(chunk: Buffer): Frame[] {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    const frames: Frame[] = [];
    // Chunks are joined only when a whole frame is there, so that a large one is copied once.
    while (this.bytes >= this.needed) {
      const frame = this.next(this.joined());
      if (frame) { frames.push(frame); }
    }
    return frames;
  }

  private next(buffer: Buffer): Frame | undefined {
    const length = buffer.readUInt32BE(0);
    if (length > MOST_PAYLOAD_BYTES) { throw new ProtocolError(`a frame of ${length} bytes; at most ${MOST_PAYLOAD_BYTES} are allowed`); }
    const end = HEADER_BYTES + length;
    if (buffer.length < end) {
      this.needed = end;
      return undefined;
    }
    this.keep(buffer.subarray(end));
    return { type: buffer.readUInt8(4), call: buffer.readUInt32BE(5), payload: buffer.subarray(HEADER_BYTES, end) };
  }

  private joined(): Buffer {
    const [only] = this.chunks;
    const buffer = this.chunks.length === 1 && only ? only : Buffer.concat(this.chunks);
    this.chunks = [buffer];
    return buffer;
  }

  private keep(rest: Buffer): void {
    this.chunks = rest.length > 0 ? [rest] : [];
    this.bytes = rest.length;
    this.needed = HEADER_BYTES;
  }
}
