import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, Server, AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilteringProxy, FilteringProxyOptions, startFilteringProxy } from '../../src/network/proxy.js';

const toClose: (() => unknown)[] = [];

/** Ends what the functions below have started, last first. */
export async function closeAll(): Promise<void> {
  for (const close of toClose.splice(0).reverse()) await close();
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'network-'));
  toClose.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A proxy in a folder of its own, without the environment's proxies, resolving nothing unless told to. */
export async function runProxy(options: Partial<FilteringProxyOptions> = {}): Promise<FilteringProxy> {
  const proxy = await startFilteringProxy({
    socketPath: join(temporaryFolder(), 'proxy.sock'),
    environment: {},
    resolve: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
    ...options,
  });
  toClose.push(() => proxy.close());
  return proxy;
}

/** A server on the host's loopback: its port, and its connections. */
export async function runServer(server: Server = createServer((socket) => socket.pipe(socket))): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  toClose.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
