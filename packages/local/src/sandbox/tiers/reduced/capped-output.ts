import { GrowingBuffer } from '../../growing-buffer.js';

/** What a stream said, up to a size. The rest is counted and dropped, so that memory does not grow with it. */
export class CappedOutput {
  public dropped = 0;
  private readonly kept: GrowingBuffer;

  public constructor(private readonly mostBytes: number) {
    this.kept = new GrowingBuffer(mostBytes);
  }

  public add(chunk: Buffer): void {
    const part = chunk.subarray(0, this.mostBytes - this.kept.length);
    this.kept.append(part);
    this.dropped += chunk.length - part.length;
  }

  public toString(): string {
    return this.kept.bytes.toString('utf8');
  }
}
