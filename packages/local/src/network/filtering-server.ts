import http, { IncomingMessage } from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import { PrepareRequestFunctionOpts, PrepareRequestFunctionResult, RequestError, Server } from 'proxy-chain';
import { authorityOf, destinationOfAuthority, destinationOfUrl } from './destination.js';
import { Gate } from './gate.js';
import { Outbound } from './outbound.js';

/** A client's socket, as proxy-chain numbers it. */
type Source = Parameters<Server['onConnection']>[0];

export interface FilteringServerOptions {
  readonly gate: Gate;
  readonly outbound: Outbound;
  /** Of clients, at once. */
  readonly connections: number;
  readonly onRefused: (message: string) => void;
}

/** Methods that Node sends no `Transfer-Encoding` for. */
const WITHOUT_BODY = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'];

/** proxy-chain's server, for clients on a unix socket, with destinations that pass the gate. */
export class FilteringServer extends Server {
  /** Of its own: a connection that other code of this process left in the global agent was not checked. */
  private readonly upstreamAgents = { httpAgent: new http.Agent(), httpsAgent: new https.Agent() };

  public constructor(private readonly options: FilteringServerOptions) {
    super({ authRealm: 'agentcore-local', prepareRequestFunction: (request) => this.prepare(request) });
    // Uploads may take long, headers may not.
    this.server.requestTimeout = 0;
    this.server.headersTimeout = 30_000;
    // A few more, who are told why before they are closed.
    this.server.maxConnections = options.connections + 32;
    this.on('tunnelConnectResponded', ({ proxyChainId, socket }: { proxyChainId: number; socket: Socket }) => {
      const source = this.connections.get(proxyChainId);
      if (source === undefined) socket.destroy();
      else options.outbound.adopt(socket, source);
    });
  }

  /** proxy-chain drops clients without an IP address, as all are on a unix socket. */
  public override onConnection(socket: Source): void {
    this.registerConnection(socket);
    // Pipelined requests listen each; what they open is bounded.
    socket.setMaxListeners(0);
    socket.on('error', () => socket.destroy());
    if (this.connections.size > this.options.connections) {
      this.sendSocketResponse(socket, 503, {}, 'Too many connections to the proxy are open. Close some, or try again later.\n');
    }
  }

  /** Connects here, since proxy-chain would tell the client nothing when that fails, and leave half-closed sockets behind. */
  public override async onConnect(request: IncomingMessage, socket: Source, head: Buffer): Promise<void> {
    try {
      const destination = destinationOfAuthority(request.url ?? '');
      const route = await this.options.gate.route(destination, true);
      request.url = authorityOf(destination);
      if ('upstream' in route) return await super.onConnect(request, socket, head);
      const target = await this.options.outbound.open(destination, route, socket);
      tunnel(socket, target, head);
    } catch (error) {
      this.failRequest(request, asError(error));
    }
  }

  public override failRequest(request: IncomingMessage, error: NodeJS.ErrnoException): void {
    if (error instanceof RequestError && error.statusCode === 403) this.options.onRefused(error.message.trimEnd());
    super.failRequest(request, error);
  }

  private async prepare({ request, isHttp }: PrepareRequestFunctionOpts): Promise<PrepareRequestFunctionResult> {
    const { gate, outbound } = this.options;
    if (!isHttp) {
      const route = await gate.route(destinationOfAuthority(request.url ?? ''), true);
      return 'upstream' in route ? { upstreamProxyUrl: route.upstream, ...this.upstreamAgents } : {};
    }
    const url = new URL(request.url ?? '');
    const destination = destinationOfUrl(url);
    canonicalize(request, url);
    const route = await gate.route(destination, false);
    if ('upstream' in route) return { upstreamProxyUrl: route.upstream, ...this.upstreamAgents };
    const target = await outbound.open(destination, route, request.socket);
    return { httpAgent: Object.assign(new http.Agent(), { createConnection: () => target }) };
  }
}

/** One meaning for whoever reads the request next: another proxy may go by `Host`, or read a URL differently. */
function canonicalize(request: IncomingMessage, url: URL): void {
  if (WITHOUT_BODY.includes(request.method ?? '') && request.headers['transfer-encoding'] !== undefined) {
    // proxy-chain would send the body bare, where it reads as another request.
    throw new RequestError(`${request.method} with Transfer-Encoding is not forwarded. Send Content-Length, or use CONNECT.`, 400);
  }
  url.hash = '';
  url.username = '';
  url.password = '';
  request.url = url.href;
  const headers = request.rawHeaders;
  for (let name = headers.length - 2; name >= 0; name -= 2) {
    if (headers[name]?.toLowerCase() === 'host') headers.splice(name, 2);
  }
  headers.unshift('Host', url.host);
}

function tunnel(source: Socket, target: Socket, head: Buffer): void {
  source.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (head.length > 0) source.unshift(head);
  source.pipe(target);
  target.pipe(source);
  target.once('close', () => source.destroySoon());
}

function asError(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error(String(error));
}
