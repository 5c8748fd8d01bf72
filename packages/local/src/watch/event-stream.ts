import { ServerResponse } from 'node:http';

/** A reader that falls behind by this much is let go; it comes back by itself, and starts again from what there is then. */
const MOST_BYTES_WAITING = 4 * 2 ** 20;
const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 1000;

/** Server-sent events to one reader. */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;

  public constructor(private readonly response: ServerResponse, onEnd: () => void) {
    response.write(`retry: ${RECONNECT_MS}\n\n`);
    // Otherwise a connection that has silently gone away would stay open for ever.
    this.heartbeat = setInterval(() => this.write(': still here\n\n'), HEARTBEAT_MS);
    this.heartbeat.unref();
    response.once('close', () => {
      clearInterval(this.heartbeat);
      onEnd();
    });
  }

  public send(event: string, data: unknown): void {
    // JSON has no line breaks of its own, which would end the event.
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  public end(): void {
    this.response.end();
  }

  private write(text: string): void {
    if (this.response.writableEnded || this.response.destroyed) { return; }
    if (this.response.writableLength > MOST_BYTES_WAITING) { this.response.destroy(); return; }
    this.response.write(text);
  }
}
