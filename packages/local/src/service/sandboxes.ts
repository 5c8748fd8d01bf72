import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClosingOrder } from './closing-order.js';
import { LocalServiceOptions } from './options.js';
import { Settings } from './settings.js';
import { certificateFiles } from '../network/certificates.js';
import { startFilteringProxy } from '../network/proxy.js';
import { WarmPool } from '../sandbox/pool.js';
import { findPython } from '../sandbox/python.js';
import { makeRuntimeFolder } from '../sandbox/runtime-folder.js';
import { EngineReport } from '../sandbox/sandbox.js';
import { findScriptRuntimes } from '../sandbox/script-runtimes.js';
import { chooseEngine } from '../sandbox/tiers/choose.js';

const REFILL_DELAY_MS = 50;

/** Whatever it takes to open sandboxes: the interpreters, the way to the internet, the engine and the pool. */
export async function openSandboxes(
  options: LocalServiceOptions,
  { limits, pool: size }: Settings,
  closing: ClosingOrder,
  warn: (message: string) => void,
): Promise<{ readonly pool: WarmPool; readonly report: EngineReport }> {
  const [python, scripts] = await Promise.all([findPython({ path: options.python, preload: options.preload }), findScriptRuntimes()]);
  const certificates = certificateFiles();
  for (const withheld of certificates.withheld) { warn(`sessions do not get ${withheld}`); }
  const folder = await makeRuntimeFolder();
  closing.add('the folder of the proxy', () => rm(folder, { recursive: true, force: true }));
  const proxy = await startFilteringProxy({
    socketPath: join(folder, 'proxy'),
    allow: options.allowHosts,
    onRefused: (message) => warn(`refused to a session: ${message}`),
  });
  closing.add('the proxy', () => proxy.close());
  for (const url of proxy.upstream) { warn(`sessions reach the internet through ${url}: it resolves names itself, so private addresses behind them are not refused here`); }
  const engine = await chooseEngine({
    limits,
    ...(python && { python }),
    ...scripts,
    proxySocket: proxy.socketPath,
    readOnly: certificates.readOnly,
    environment: certificates.environment,
    warn,
    tier: options.tier,
    unsafeNoSandbox: options.unsafeNoSandbox,
  });
  closing.add('the engine', () => engine.close());
  const pool = new WarmPool(engine, { size, refillDelayMs: REFILL_DELAY_MS, warn });
  closing.add('the pool', () => pool.close());
  return { pool, report: engine.report };
}
