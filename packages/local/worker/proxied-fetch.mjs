import process from 'node:process';

/** Where undici, which is behind Node's fetch, keeps the dispatcher in use. */
const dispatcherKey = Symbol.for('undici.globalDispatcher.1');

/**
 * Node's `fetch` takes no notice of HTTP_PROXY unless started with an option that older releases do not have. With
 * this, the first `fetch` sends all connections through the proxy.
 */
export function installProxiedFetch() {
  const { env } = process;
  const proxies = {
    'http:': env.http_proxy ?? env.HTTP_PROXY,
    'https:': env.https_proxy ?? env.HTTPS_PROXY,
  };
  if (!proxies['http:'] && !proxies['https:']) {
    return;
  }
  const direct = globalThis.fetch;
  /** @type {Promise<void> | undefined} */
  let ready;
  const fetch = async (...parameters) => {
    ready ??= useProxies(direct, proxies);
    await ready;
    return direct(...parameters);
  };
  Object.defineProperty(globalThis, 'fetch', { configurable: true, writable: true, enumerable: true, value: fetch });
}

async function useProxies(direct, proxies) {
  // Any fetch makes undici load, and set its dispatcher.
  await direct('data:,');
  const Agent = globalThis[dispatcherKey]?.constructor;
  if (!Agent) {
    return;
  }
  const { connectThroughProxy } = await import('./proxy-tunnel.mjs');
  globalThis[dispatcherKey] = new Agent({ connect: connectThroughProxy(proxies) });
}
