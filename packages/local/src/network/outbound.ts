import { connect, isIPv6, LookupFunction, Socket } from 'node:net';
import { RequestError } from 'proxy-chain';
import { authorityOf, Destination } from './destination.js';
import { DirectRoute } from './gate.js';
import { refusal } from './refusal.js';

export interface OutboundLimits {
  /** Connections to destinations at once. */
  readonly connections: number;
  /** Without a byte in either direction, when one end has said all or the destination does not take what it is sent. */
  readonly stalledSeconds: number;
  readonly connectSeconds: number;
}

/** For one client's connection: what pipelined requests could open without waiting for an answer. */
const PER_SOURCE = 8;
/** After the client has gone, for what it sent last. Without an end to it, a server that never closes would keep its socket. */
const LINGER_SECONDS = 10;
/** Before the next address of a name is tried. */
const NEXT_ADDRESS_MILLISECONDS = 1000;

/** The connections to destinations: counted, timed, and gone when the client that wanted them is. */
export class Outbound {
  private readonly sockets = new Set<Socket>();
  private readonly perSource = new WeakMap<Socket, number>();

  public constructor(private readonly limits: OutboundLimits) {}

  public get size(): number {
    return this.sockets.size;
  }

  /** To one of these addresses, without asking any resolver again: what was checked is what is connected to. */
  public async open(destination: Destination, { addresses, allowed }: DirectRoute, source: Socket): Promise<Socket> {
    const authority = authorityOf(destination);
    if (source.destroyed || source.writableEnded) throw new RequestError('The client is gone.', 400);
    if (this.sockets.size >= this.limits.connections || (this.perSource.get(source) ?? 0) >= PER_SOURCE) {
      throw new RequestError(`Too many connections are open, so none was made to ${authority}. Close some, or try again later.`, 503);
    }
    const pinned: LookupFunction = (_name, _options, callback) =>
      callback(null, addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })));
    const socket = connect({
      host: destination.host,
      port: destination.port,
      lookup: pinned,
      noDelay: true,
      allowHalfOpen: true,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MILLISECONDS,
    });
    this.adopt(socket, source);
    await this.connected(socket, authority);
    // Also an address of an interface that is down, or one that only a route makes local: no list of interfaces has those.
    if (socket.localAddress === socket.remoteAddress && !allowed) {
      socket.destroy();
      throw refusal(destination, 'an address of the machine that runs the service');
    }
    return socket;
  }

  /** Takes charge of a connection that was made elsewhere. */
  public adopt(socket: Socket, source: Socket): void {
    this.sockets.add(socket);
    this.perSource.set(source, (this.perSource.get(source) ?? 0) + 1);
    let halfClosed = false;
    const ended = (): void => {
      halfClosed = true;
    };
    const sourceClosed = (): void => {
      if (socket.connecting) socket.destroy();
      socket.end();
      setTimeout(() => socket.destroy(), LINGER_SECONDS * 1000).unref();
    };
    source.once('end', ended);
    source.once('close', sourceClosed);
    socket.once('end', ended);
    socket.once('close', () => {
      source.off('end', ended);
      source.off('close', sourceClosed);
      this.sockets.delete(socket);
      this.perSource.set(source, (this.perSource.get(source) ?? 1) - 1);
    });
    // A client that is gone looks like one that only has no more to say; one whose bytes are not taken is not heard leaving.
    socket.on('timeout', () => {
      if (halfClosed || socket.writableLength > 0) socket.destroy();
      else socket.setTimeout(this.limits.stalledSeconds * 1000);
    });
    socket.setTimeout(this.limits.stalledSeconds * 1000);
  }

  public close(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private connected(socket: Socket, authority: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new RequestError(`${authority} did not answer within ${this.limits.connectSeconds} seconds.`, 504));
        socket.destroy();
      }, this.limits.connectSeconds * 1000);
      socket.once('connect', resolve);
      socket.once('close', () => {
        clearTimeout(late);
        reject(new RequestError(`The connection to ${authority} was closed.`, 502));
      });
      socket.once('connect', () => clearTimeout(late));
      // Stays for good: an error must not end the service, and `close` follows.
      socket.on('error', (error: NodeJS.ErrnoException) => {
        reject(new RequestError(`No connection to ${authority}: ${error.code ?? error.message}.`, 502));
      });
    });
  }
}
