/** What a stream said, up to a size. The rest is counted and dropped, so that memory does not grow with it. */
export class CappedOutput {
  private readonly chunks: Buffer[] = [];
  private kept = 0;
  public dropped = 0;

  public constructor(private readonly bytes: number) {}

  public add(chunk: Buffer): void {
    const part = chunk.subarray(0, this.bytes - this.kept);
    if (part.length > 0) {
      // A copy: a small part would keep the whole of what was read alive.
      this.chunks.push(part.length < chunk.length ? Buffer.from(part) : chunk);
      this.kept += part.length;
    }
    this.dropped += chunk.length - part.length;
  }

  public toString(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}
