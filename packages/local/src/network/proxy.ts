import { chmod } from 'node:fs/promises';
import { Interfaces } from './addresses.js';
import { FilteringServer } from './filtering-server.js';
import { Gate } from './gate.js';
import { Outbound, OutboundLimits } from './outbound.js';
import { BoundedResolver, Resolve, resolveBySystem } from './resolver.js';
import { Upstream } from './upstream.js';

export interface ProxyLimits extends OutboundLimits {
  /** Without a byte in either direction. */
  readonly idleSeconds: number;
}

export interface FilteringProxyOptions {
  /** Where to listen: in a folder that only the service may enter. */
  readonly socketPath: string;
  /**
   * Reached although they are private: `db.example.com:5432`, `10.0.0.5:5432`, `10.1.0.0/16:443`, `[fd00::5]:5432`; every port
   * when none is given. None when left out.
   */
  readonly allow?: readonly string[];
  /** Where HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY are looked for. Those of the process when left out. */
  readonly environment?: NodeJS.ProcessEnv;
  /** By default 1024 connections, 600 s without a byte, 60 s once one end is done or stuck, 30 s to connect. */
  readonly limits?: Partial<ProxyLimits>;
  /** Told of each refusal. Must not throw. */
  readonly onRefused?: (message: string) => void;
  /** The system's resolver when left out. */
  readonly resolve?: Resolve;
  /** Those of the machine when left out. */
  readonly interfaces?: Interfaces;
}

export interface FilteringProxy {
  readonly socketPath: string;
  /** Proxies of the operator's that all goes through, without their passwords. Names are then resolved there, not checked here. */
  readonly upstream: readonly string[];
  /** Connections to destinations that are open now. */
  readonly open: number;
  /** Ends every connection. May be called more than once. */
  close(): Promise<void>;
}

const LIMITS: ProxyLimits = { connections: 1024, idleSeconds: 600, stalledSeconds: 60, connectSeconds: 30 };

/** The way of PUBLIC and VPC sessions to the internet: an HTTP proxy that connects to nothing else. */
export async function startFilteringProxy(options: FilteringProxyOptions): Promise<FilteringProxy> {
  const limits = { ...LIMITS, ...options.limits };
  const upstream = new Upstream(options.environment ?? process.env);
  const outbound = new Outbound(limits);
  const gate = new Gate({
    allow: options.allow ?? [],
    resolver: new BoundedResolver(options.resolve ?? resolveBySystem),
    upstream,
    interfaces: options.interfaces,
  });
  const proxy = new FilteringServer({
    gate, outbound, connections: limits.connections, onRefused: options.onRefused ?? (() => undefined),
  });
  const server = proxy.server;
  server.setTimeout(limits.idleSeconds * 1000);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.socketPath, resolve);
  });
  await chmod(options.socketPath, 0o600);
  let closing: Promise<void> | undefined;
  return {
    socketPath: options.socketPath,
    upstream: upstream.describe(),
    get open() {
      return outbound.size;
    },
    close: () => closing ??= closeAll(proxy, outbound),
  };
}

async function closeAll(proxy: FilteringServer, outbound: Outbound): Promise<void> {
  outbound.close();
  await proxy.close(true);
  outbound.close();
}
