import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { AddressInfo, createServer, Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a session would find of the host if it got out: a file, and servers that count who comes. */
export class HostBait {
  public static async set(): Promise<HostBait> {
    const bait = new HostBait(await mkdtemp(join(tmpdir(), 'attacks-bait-')));
    await writeFile(bait.file, 'secret', { mode: 0o644 });
    // On all addresses, as an incautious developer's database is.
    await Promise.all([bait.serve({ port: 0, host: '0.0.0.0' }), bait.serve({ port: 0, host: '::1' })]);
    await Promise.all([bait.serve(`\0${bait.abstract}`), bait.serve(bait.socketFile)]);
    await bait.bind();
    return bait;
  }

  public connections = 0;
  public readonly abstract = `attacks-bait-${process.pid}`;
  private readonly servers: Server[] = [];
  private readonly sockets: Socket[] = [];

  private constructor(private readonly folder: string) {}

  public get file(): string { return join(this.folder, 'file'); }
  public get socketFile(): string { return join(this.folder, 'socket'); }
  public get tcp(): number { return portOf(this.servers[0]); }
  public get tcp6(): number { return portOf(this.servers[1]); }
  public get udp(): number { return portOf(this.sockets[0]); }

  /** Of this machine among others; loopback where it has none. */
  public get lanAddress(): string {
    const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
    return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.2';
  }

  public async remove(): Promise<void> {
    for (const server of [...this.servers, ...this.sockets]) { server.close(); }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async serve(at: string | { readonly port: number; readonly host: string }): Promise<void> {
    const server = createServer((socket) => {
      this.connections += 1;
      socket.end('HTTP/1.0 200 OK\r\n\r\nreached the host');
    });
    this.servers.push(server);
    server.listen(at);
    await once(server, 'listening');
  }

  private async bind(): Promise<void> {
    const socket = createSocket({ type: 'udp6', ipv6Only: false });
    socket.on('message', () => { this.connections += 1; });
    this.sockets.push(socket);
    socket.bind(0, '::');
    await once(socket, 'listening');
  }
}

function portOf(server: Server | Socket | undefined): number {
  return (server?.address() as AddressInfo).port;
}
