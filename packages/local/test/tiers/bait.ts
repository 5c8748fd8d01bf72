import { createSocket } from 'node:dgram';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, Server, AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bait } from './hostile-python.js';

/** Files and services of this machine, made for a test, which no session may reach. */
export class HostBait implements Bait {
  public static async make(): Promise<HostBait> {
    const folder = await mkdtemp(join(tmpdir(), 'bait-'));
    const file = join(folder, 'secret');
    await writeFile(file, 'secret');
    // Open to all: what keeps a session out must not be the owner.
    await chmod(folder, 0o755);
    await chmod(file, 0o666);
    const reached: string[] = [];
    const serve = (what: string, listen: (server: Server) => void): Promise<Server> => new Promise((resolve, reject) => {
      const server = createServer((socket) => { reached.push(what); socket.destroy(); });
      server.once('error', reject).once('listening', () => resolve(server));
      listen(server);
    });
    const abstractName = `bait-${process.pid}`;
    const servers = await Promise.all([
      serve('tcp', (server) => server.listen(0, '127.0.0.1')),
      serve('path socket', (server) => server.listen({ path: join(folder, 'socket'), writableAll: true, readableAll: true })),
      serve('abstract socket', (server) => server.listen(`\0${abstractName}`)),
    ]);
    const udp = createSocket('udp4').on('message', () => reached.push('udp'));
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    const tcpPort = (servers[0]!.address() as AddressInfo).port;
    return new HostBait(reached, file, tcpPort, udp.address().port, join(folder, 'socket'), abstractName, async () => {
      udp.close();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await rm(folder, { recursive: true, force: true });
    });
  }

  private constructor(
    /** Connections and datagrams that got through. */
    public readonly reached: readonly string[],
    public readonly file: string, public readonly tcpPort: number, public readonly udpPort: number,
    public readonly socketPath: string, public readonly abstractName: string, private readonly stop: () => Promise<void>,
  ) {}

  public async text(): Promise<string> {
    return readFile(this.file, 'utf8');
  }

  public close(): Promise<void> {
    return this.stop();
  }
}
