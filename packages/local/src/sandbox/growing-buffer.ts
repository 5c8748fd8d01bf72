/** Bytes in one piece: code that writes byte by byte would fill the heap with pieces. */
export class GrowingBuffer {
  private buffer = Buffer.alloc(0);
  private used = 0;

  /** @param mostBytes what it is never asked to hold more than */
  public constructor(private readonly mostBytes: number) {}

  public get length(): number {
    return this.used;
  }

  public get bytes(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  public append(bytes: Buffer): void {
    const total = this.used + bytes.length;
    if (total > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(total, Math.min(this.mostBytes, this.buffer.length * 2)));
      this.bytes.copy(larger);
      this.buffer = larger;
    }
    bytes.copy(this.buffer, this.used);
    this.used = total;
  }
}
