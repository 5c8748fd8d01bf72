import { AddressInfo } from 'node:net';
import { FastifyInstance } from 'fastify';
import { App, createApp } from '../app.js';
import { agentEnvironments, clientEnvironment } from './client-environment.js';
import { ClosingOrder } from './closing-order.js';
import { clientUrl, hostHeaders, listenError } from './listen-address.js';
import { LocalService } from './local-service.js';
import { mergedOptions } from './merged-options.js';
import { LocalServiceOptions } from './options.js';
import { pageSources } from './page-sources.js';
import { openSandboxes } from './sandboxes.js';
import { servedInterpreters } from './served-interpreters.js';
import { Settings, settingsOf } from './settings.js';
import { readAssembly } from '../assembly/assembly.js';
import { parseFault } from '../faults/parse-fault.js';
import { WarmPool } from '../sandbox/pool.js';
import { EngineReport } from '../sandbox/sandbox.js';
import { createScriptTransformer } from '../script/transformer.js';
import { interpreterArn } from '../state/identity.js';
import { SeedInterpreter } from '../state/interpreter.js';
import { History } from '../watch/history.js';
import { observeTogether } from '../watch/observers.js';
import { registerPage } from '../watch/page.js';

/** Starts all parts, each on those before it. When one cannot start, those before it are closed again. */
export async function startService(given: LocalServiceOptions, defaultPort: number): Promise<LocalService> {
  const closing = new ClosingOrder();
  const warn = given.onWarning ?? ((message: string) => process.stderr.write(`agentcore-local: ${message}\n`));
  try {
    return await start(await mergedOptions(given), defaultPort, closing, warn);
  } catch (error) {
    // The reason to fail is the first error.
    await closing.close().catch(({ message }: Error) => warn(message));
    throw error;
  }
}

async function start(
  options: LocalServiceOptions, defaultPort: number, closing: ClosingOrder, warn: (message: string) => void,
): Promise<LocalService> {
  const settings = settingsOf(options, defaultPort);
  const assembly = options.assembly === undefined ? undefined : await readAssembly(options.assembly);
  for (const note of assembly?.notes ?? []) { warn(note); }
  const seeds = servedInterpreters(assembly, options.interpreters ?? [], warn);
  const { pool, report } = await openSandboxes(options, settings, closing, warn);
  const history = new History();
  const app = makeApp(options, settings, { seeds, pool, report, history, closing, warn });
  if (settings.page) { await registerPage(app.server, pageSources(app, report, history)); }
  const port = await listen(app.server, settings);
  for (const mode of new Set(['SANDBOX', ...seeds.map(({ networkMode }) => networkMode)] as const)) { void pool.warm(mode); }
  const url = clientUrl(settings.host, port);
  return {
    url,
    port,
    region: settings.region,
    environment: clientEnvironment({ ...settings, url, assembly, environment: process.env }),
    interpreters: seeds.map(({ id, name, networkMode }) => ({ id, arn: interpreterArn(settings, id), name, networkMode })),
    agents: assembly ? agentEnvironments(assembly, settings) : [],
    faults: app.faults,
    report,
    page: settings.page,
    close: () => closing.close(),
    [Symbol.asyncDispose]: () => closing.close(),
  };
}

interface Parts {
  readonly seeds: readonly SeedInterpreter[];
  readonly pool: WarmPool;
  readonly report: EngineReport;
  readonly history: History;
  readonly closing: ClosingOrder;
  readonly warn: (message: string) => void;
}

function makeApp(options: LocalServiceOptions, settings: Settings, { seeds, pool, report, history, closing, warn }: Parts): App {
  const transformer = createScriptTransformer();
  closing.add('the script transformer', () => transformer.close());
  const app = createApp({
    openSandbox: (sandbox) => pool.open(sandbox),
    report,
    transformer,
    region: settings.region,
    accountId: settings.accountId,
    interpreters: seeds,
    faults: options.faults?.map((fault) => (typeof fault === 'string' ? parseFault(fault) : fault)),
    observer: observeTogether([...(settings.page ? [history] : []), ...(options.observer ? [options.observer] : [])], warn),
    allowedHosts: [...hostHeaders(settings.host), ...options.hostNames ?? []],
    token: settings.token,
    limitRequestRates: options.limitRequestRates,
    warn,
  });
  closing.add('the server', () => app.server.close());
  return app;
}

async function listen(server: FastifyInstance, { host, port }: Settings): Promise<number> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, host, port);
  }
  return (server.server.address() as AddressInfo).port;
}
