import { randomInt } from 'node:crypto';
import { Duplex } from 'node:stream';
import { CallOutput } from './call-output.js';
import { decodeMessage, encodeRequest, Frame, FrameDecoder, FrameType, Message, ProtocolError } from './frames.js';
import { SandboxGoneError } from './sandbox.js';

/** A reply, and what was written before it. */
export interface Answer extends Message {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

export interface ChannelOptions {
  /** Kept of each of stdout and stderr, per call: an agent that sends more is not to be trusted. */
  readonly outputBytes: number;
}

interface Call {
  readonly stdout: CallOutput;
  readonly stderr: CallOutput;
  readonly settle: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

const CALLS = 2 ** 32;

/** The service's end of the stream to an agent. Whatever comes from there ends at worst this stream. */
export class Channel {
  /** The first message: who is there. Rejects when the channel closes before. */
  public readonly hello: Promise<Readonly<Record<string, unknown>>>;
  /** Settles when the stream has closed, from whichever end. Never rejects. */
  public readonly closed: Promise<void>;

  private readonly calls = new Map<number, Call>();
  private readonly decoder = new FrameDecoder();
  private greet!: (message: Readonly<Record<string, unknown>>) => void;
  private greeted = false;
  private failure?: Error;

  public constructor(private readonly stream: Duplex, private readonly options: ChannelOptions) {
    this.closed = new Promise((resolve) => stream.once('close', resolve));
    this.hello = new Promise((resolve, reject) => {
      this.greet = resolve;
      void this.closed.then(() => reject(this.gone()));
    });
    // Whoever does not wait for it learns of the end by `closed`.
    this.hello.catch(() => undefined);
    stream.on('error', (error) => { this.failure ??= error; });
    stream.on('data', (chunk: Buffer) => this.receive(chunk));
    stream.on('end', () => stream.destroy());
    void this.closed.then(() => this.failAll());
  }

  /** The random number of a call that is being made, to cancel it by, comes with `onStart`. */
  public request(json: object, attached: readonly Uint8Array[] = [], onStart?: (call: number) => void): Promise<Answer> {
    return new Promise((settle, fail) => {
      if (this.stream.destroyed) { throw this.gone(); }
      const call = this.unused();
      const chunks = encodeRequest(call, json, attached);
      const { outputBytes } = this.options;
      this.calls.set(call, { stdout: new CallOutput(outputBytes), stderr: new CallOutput(outputBytes), settle, fail });
      this.stream.cork();
      for (const chunk of chunks) { this.stream.write(chunk); }
      this.stream.uncork();
      onStart?.(call);
    });
  }

  /** Ends the stream, and with it every call. */
  public destroy(reason?: Error): void {
    this.failure ??= reason;
    this.stream.destroy();
  }

  private receive(chunk: Buffer): void {
    if (this.stream.destroyed) { return; }
    try {
      for (const frame of this.decoder.push(chunk)) { this.take(frame); }
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  private take(frame: Frame): void {
    if (!this.greeted) {
      if (frame.type !== FrameType.hello) { throw new ProtocolError(`a frame of type ${frame.type} before the first message`); }
      this.greeted = true;
      this.greet(decodeMessage(frame.payload).json);
      return;
    }
    const call = this.calls.get(frame.call);
    if (!call) { throw new ProtocolError(`a frame for call ${frame.call}, which is not open`); }
    switch (frame.type) {
      case FrameType.stdout: return call.stdout.append(frame.payload);
      case FrameType.stderr: return call.stderr.append(frame.payload);
      case FrameType.reply:
        this.calls.delete(frame.call);
        return call.settle({ ...decodeMessageFor(call, frame), stdout: call.stdout.bytes, stderr: call.stderr.bytes });
      default: throw new ProtocolError(`a frame of type ${frame.type}`);
    }
  }

  private unused(): number {
    let call: number;
    do { call = randomInt(CALLS); } while (this.calls.has(call));
    return call;
  }

  private failAll(): void {
    const calls = [...this.calls.values()];
    this.calls.clear();
    for (const call of calls) { call.fail(this.gone()); }
  }

  private gone(): SandboxGoneError {
    return new SandboxGoneError(`the sandbox is gone${this.failure ? `: ${this.failure.message}` : ''}`, { cause: this.failure });
  }
}

/** A reply that cannot be read fails its call, too: it is no longer in the table. */
function decodeMessageFor(call: Call, frame: Frame): Message {
  try {
    return decodeMessage(frame.payload);
  } catch (error) {
    call.fail(new SandboxGoneError(`the sandbox is gone: ${(error as Error).message}`, { cause: error }));
    throw error;
  }
}
