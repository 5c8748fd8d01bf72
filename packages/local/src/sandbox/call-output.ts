import { ProtocolError } from './frames.js';
import { GrowingBuffer } from './growing-buffer.js';

/** What a call has written to one of its streams. */
export class CallOutput {
  private readonly kept: GrowingBuffer;

  public constructor(private readonly mostBytes: number) {
    this.kept = new GrowingBuffer(mostBytes);
  }

  public get bytes(): Buffer {
    return this.kept.bytes;
  }

  /** @throws ProtocolError when it is too much: an agent that sends more is not to be trusted */
  public append(bytes: Buffer): void {
    const total = this.kept.length + bytes.length;
    if (total > this.mostBytes) { throw new ProtocolError(`${total} bytes of output in one call; at most ${this.mostBytes} are allowed`); }
    this.kept.append(bytes);
  }
}
