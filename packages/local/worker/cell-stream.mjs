import { Socket } from 'node:net';

// Cells may replace them.
const { parse, stringify } = JSON;

/** The stream to the agent: `u32 length | JSON` both ways, on file descriptor 3. */
export class CellStream {
  #socket = new Socket({ fd: 3 });
  /** @type {Buffer[]} */
  #chunks = [];
  #size = 0;

  /**
   * @param {(cell: { nonce: string, code: string, number: number }) => void} onCell
   * @param {() => void} onEnd the agent is gone, or `end` has sent everything: nobody is left to run anything for
   */
  constructor(onCell, onEnd) {
    this.#socket.on('data', chunk => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      for (let cell = this.#next(); cell !== undefined; cell = this.#next()) {
        onCell(cell);
      }
    });
    this.#socket.on('error', onEnd);
    this.#socket.on('end', onEnd);
    this.#socket.on('finish', onEnd);
  }

  /** @param {object} reply */
  send(reply) {
    const json = Buffer.from(stringify(reply));
    const frame = Buffer.allocUnsafe(4 + json.length);
    frame.writeUInt32BE(json.length);
    json.copy(frame, 4);
    this.#socket.write(frame);
  }

  /** No more replies. */
  end() {
    this.#socket.end();
  }

  /** Keeps the process alive while it waits for a cell. */
  ref() {
    this.#socket.ref();
  }

  /** Lets the event loop run dry: that is how the end of a cell shows. */
  unref() {
    this.#socket.unref();
  }

  #next() {
    if (this.#size < 4) {
      return undefined;
    }
    if (this.#chunks[0].length < 4) {
      this.#join();
    }
    const length = this.#chunks[0].readUInt32BE(0);
    if (this.#size < 4 + length) {
      return undefined;
    }
    const all = this.#join();
    this.#size -= 4 + length;
    this.#chunks = this.#size > 0 ? [all.subarray(4 + length)] : [];
    return parse(all.toString('utf8', 4, 4 + length));
  }

  #join() {
    const [first] = this.#chunks;
    const all = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [all];
    return all;
  }
}
