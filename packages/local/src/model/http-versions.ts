import { createServer, IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import { createServer as createHttp2Server, Http2Server } from 'node:http2';
import { Socket } from 'node:net';

/** How a client of HTTP/2 begins, and none of HTTP/1.1 does. */
const HTTP2_BEGINS = 'PRI';

export interface BothVersionsOptions extends ServerOptions {
  /** How long a connection may say nothing: at its begin, and, with HTTP/2, between requests. With HTTP/1.1 that is `keepAliveTimeout`. */
  readonly silenceMs: number;
}

/**
 * HTTP/1.1 and HTTP/2 without TLS on one port: the AWS SDK for JavaScript calls Bedrock Runtime in HTTP/2 whatever the endpoint, boto3 in
 * HTTP/1.1, and Node's servers know one of them each. Closing all connections includes those of HTTP/2.
 */
export function createServerOfBothVersions({ silenceMs, ...options }: BothVersionsOptions, handler: RequestListener): Server {
  const server = createServer(options, handler);
  const http2 = http2Server(handler, silenceMs);
  const asHttp1 = server.listeners('connection');
  const sockets = new Set<Socket>();
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    whenItBegins(socket, silenceMs, (head) => {
      if (head === HTTP2_BEGINS) { http2.emit('connection', socket); } else { asHttp1.forEach((listener) => listener.call(server, socket)); }
    });
  });
  const closeHttp1 = server.closeAllConnections.bind(server);
  server.closeAllConnections = (): void => {
    closeHttp1();
    for (const socket of sockets) { socket.destroy(); }
  };
  return server;
}

function http2Server(handler: RequestListener, silenceMs: number): Http2Server {
  // Of Node's compatibility layer, which fastify knows and has no types for here.
  const server = createHttp2Server((request, response) => {
    handler(request as unknown as IncomingMessage, response as unknown as ServerResponse & { req: IncomingMessage });
  });
  return server.on('session', (session) => session.setTimeout(silenceMs, () => session.destroy()));
}

/** Calls back with the first characters, which stay to be read. */
function whenItBegins(socket: Socket, silenceMs: number, begin: (head: string) => void): void {
  const giveUp = (): void => { socket.destroy(); };
  const ends = ['timeout', 'error', 'end'] as const;
  socket.setTimeout(silenceMs);
  for (const event of ends) { socket.on(event, giveUp); }
  const look = (): void => {
    const head = socket.read(HTTP2_BEGINS.length) as Buffer | null;
    if (head === null) {
      socket.once('readable', look);
      return;
    }
    socket.setTimeout(0);
    for (const event of ends) { socket.off(event, giveUp); }
    socket.unshift(head);
    begin(head.toString('latin1'));
  };
  look();
}
