import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';

/** The proxy's unix socket on a port of this machine's loopback, for sessions that have no network of their own. */
export class LoopbackBridge {
  public static async start(socketPath: string): Promise<LoopbackBridge> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const bridge = new LoopbackBridge(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => bridge.join(client, socketPath));
    return bridge;
  }

  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server, public readonly port: number) {}

  public async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) { socket.destroy(); }
    await closed;
  }

  private join(client: Socket, socketPath: string): void {
    const proxy = connect({ path: socketPath, allowHalfOpen: true });
    for (const [one, other] of [[client, proxy], [proxy, client]] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => { this.sockets.delete(one); other.destroy(); });
      one.pipe(other);
    }
  }
}
