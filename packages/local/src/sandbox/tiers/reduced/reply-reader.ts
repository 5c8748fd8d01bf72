/** Nothing that a cell process has to say is longer. */
const longest = 4096;

export interface CellReply {
  readonly nonce: string;
  readonly exitCode: number;
  /** The process ends with this cell, and runs no other. */
  readonly last: boolean;
}

/** Takes the replies out of what a cell process sends. All of it is untrusted. */
export class ReplyReader {
  private rest = Buffer.alloc(0);

  /** @throws Error when it is no reply: the process must not go on. */
  public add(chunk: Buffer): CellReply[] {
    const replies: CellReply[] = [];
    this.rest = Buffer.concat([this.rest, chunk]);
    while (this.rest.length >= 4) {
      const length = this.rest.readUInt32BE(0);
      if (length > longest) {
        throw new Error(`a reply of ${length} bytes; allowed are ${longest}`);
      }
      if (this.rest.length < 4 + length) {
        break;
      }
      replies.push(parseReply(this.rest.toString('utf8', 4, 4 + length)));
      this.rest = this.rest.subarray(4 + length);
    }
    return replies;
  }
}

function parseReply(text: string): CellReply {
  const reply = JSON.parse(text) as Partial<Record<string, unknown>> | null;
  const { nonce, exitCode, last } = reply ?? {};
  if (typeof nonce !== 'string' || typeof exitCode !== 'number' || !Number.isInteger(exitCode)) {
    throw new Error('a reply without nonce and exitCode');
  }
  return { nonce, exitCode: exitCode & 255, last: last === true };
}
