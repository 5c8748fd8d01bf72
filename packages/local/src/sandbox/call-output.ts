import { ProtocolError } from './frames.js';

/** What a call has written to one of its streams. Copied into one piece: code that writes byte by byte would fill the heap with pieces. */
export class CallOutput {
  private buffer = Buffer.alloc(0);
  private length = 0;

  public constructor(private readonly mostBytes: number) {}

  public get bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  /** @throws ProtocolError when it is too much: an agent that sends more is not to be trusted */
  public append(bytes: Buffer): void {
    const total = this.length + bytes.length;
    if (total > this.mostBytes) { throw new ProtocolError(`${total} bytes of output in one call; at most ${this.mostBytes} are allowed`); }
    if (total > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(total, Math.min(this.mostBytes, this.buffer.length * 2)));
      this.bytes.copy(larger);
      this.buffer = larger;
    }
    bytes.copy(this.buffer, this.length);
    this.length = total;
  }
}
