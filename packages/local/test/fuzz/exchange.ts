import { connect } from 'node:net';
import { HANG_MS } from './fuzzing.js';

/** What came back. */
export interface Exchange {
  readonly answers: readonly RawAnswer[];
  /** Whether the service closed the connection while this end still sent, by which answers can get lost. */
  readonly cut: boolean;
}

/** One answer, as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ExchangeOptions {
  /** Whether this end says that nothing follows. Left out: it does. */
  readonly end?: boolean;
  /** Whether answers may come without their bodies, as those to HEAD. Left out: they may not. */
  readonly bodiless?: boolean;
}

/** Sends bytes on a connection of their own, and waits until the service closes it. @throws Error when it does not. */
export async function exchange(
  port: number, pieces: readonly Uint8Array[], { end = true, bodiless = false }: ExchangeOptions = {},
): Promise<Exchange> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.on('end', () => socket.end());
  // The service may close while this end still sends.
  socket.on('error', () => undefined);
  const timer = setTimeout(() => socket.destroy(), HANG_MS - 1000);
  try {
    for (const piece of pieces) {
      socket.write(piece);
      if (pieces.length > 1) { await new Promise((resolve) => setImmediate(resolve)); }
    }
    if (end) { socket.end(); }
    if (!socket.closed) { await new Promise((resolve) => socket.once('close', resolve)); }
  } finally {
    clearTimeout(timer);
  }
  const bytes = Buffer.concat(received);
  if (!socket.readableEnded && !socket.errored) { throw new Error(`not answered in time: ${bytes.toString('latin1').slice(0, 500)}`); }
  return { answers: answersIn(bytes, bodiless), cut: socket.errored !== null };
}

function answersIn(bytes: Buffer, bodiless: boolean): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const [first = '', ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
    if (end < 0 || Number.isNaN(status)) { throw new Error(`not HTTP: ${rest.toString('latin1').slice(0, 200)}`); }
    const headers = Object.fromEntries(lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim(),
    ]));
    const announced = status < 200 || status === 204 ? 0 : Number(headers['content-length'] ?? 0);
    const length = bodiless ? Math.min(announced, rest.length - end - 4) : announced;
    const body = rest.subarray(end + 4, end + 4 + length);
    if (body.length < length) { throw new Error(`an answer of ${length} bytes was cut after ${body.length}`); }
    rest = rest.subarray(end + 4 + length);
    if (status >= 200) { answers.push({ status, headers, body }); }
  }
  return answers;
}
