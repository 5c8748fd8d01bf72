import { once } from 'node:events';
import { createConnection, createServer, Socket } from 'node:net';
import { FrameDecoder, FrameType, decodeMessage } from '../../src/sandbox/frames.js';

/** A request as the agent gets it. */
export interface Received {
  readonly call: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly attached: Buffer;
}

/** The other end of a channel, that says what a test wants said. */
export class FakeAgent {
  public static async connect(): Promise<FakeAgent> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const service = createConnection(port, '127.0.0.1');
    const [socket] = await once(server, 'connection') as [Socket];
    server.close();
    return new FakeAgent(service, socket);
  }

  private readonly waiting: ((request: Received) => void)[] = [];
  private readonly received: Received[] = [];

  private constructor(public readonly service: Socket, private readonly socket: Socket) {
    const decoder = new FrameDecoder();
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const frame of decoder.push(chunk)) {
        const request = { call: frame.call, ...decodeMessage(frame.payload) };
        const take = this.waiting.shift();
        if (take) { take(request); } else { this.received.push(request); }
      }
    });
  }

  public request(): Promise<Received> {
    const ready = this.received.shift();
    return ready ? Promise.resolve(ready) : new Promise((resolve) => this.waiting.push(resolve));
  }

  public hello(): void {
    this.frame(FrameType.hello, 0, message({ token: 't', pid: 1 }));
  }

  public reply(call: number, json: object, attached: Uint8Array = Buffer.alloc(0)): void {
    this.frame(FrameType.reply, call, message(json, attached));
  }

  public frame(type: number, call: number, payload: Uint8Array, length = payload.byteLength): void {
    const header = Buffer.alloc(9);
    header.writeUInt32BE(length, 0);
    header.writeUInt8(type, 4);
    header.writeUInt32BE(call, 5);
    this.raw(Buffer.concat([header, payload]));
  }

  public raw(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  public end(): void {
    this.socket.destroy();
  }
}

export function message(json: object, attached: Uint8Array = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(JSON.stringify(json));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length, 0);
  return Buffer.concat([length, text, attached]);
}
