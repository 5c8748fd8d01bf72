import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentListener } from './agent-listener.js';
import { Keeper } from './keeper.js';
import { Launch } from './launches.js';
import { effectiveLimits, reportOfNamespaces } from './namespaces-report.js';
import { RemoteSandbox } from './remote-sandbox.js';
import { cacheFolder, makeRuntimeFolder } from './runtime-folder.js';
import { Engine, EngineReport, Sandbox, SandboxOptions } from './sandbox.js';
import { sessionEnvironment } from './session-environment.js';
import { EngineSetup } from './setup.js';
import { WORKING_DIRECTORY } from './working-directory.js';

const SOCKET = 'agents';
const SECONDS_TO_OPEN = 30;

/**
 * Sandboxes that are forks, in namespaces of their own, of one Python that has imported the common libraries. Linux only.
 * @throws Error that says what is missing when no session can be started here.
 */
export async function createNamespacesEngine(setup: EngineSetup): Promise<Engine> {
  const limits = effectiveLimits(setup.limits);
  const folder = await makeRuntimeFolder();
  // Where the root of the sandboxes is built, which is seen by none but them.
  await mkdir(join(folder, 'root'));
  const listener = await AgentListener.listen(join(folder, SOCKET), limits).catch(async (error: unknown) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  const keeper = new Keeper(setup.python.path, {
    folder,
    cacheFolder: cacheFolder(),
    socketName: SOCKET,
    proxySocket: setup.proxySocket,
    limits,
    environment: sessionEnvironment(setup, { home: WORKING_DIRECTORY, temporary: '/tmp' }),
    readOnly: [...setup.python.readOnly, ...setup.nodejs?.readOnly ?? [], ...setup.deno?.readOnly ?? [], ...setup.readOnly],
    preload: setup.python.preloaded,
    nodeCommand: setup.nodejs?.command,
    denoCommand: setup.deno?.command,
  });
  const machinery = { keeper, listener, folder };
  try {
    const ready = await keeper.ready;
    for (const module of ready.notPreloaded) { setup.warn(`not preloaded as it should be: ${module}`); }
    return new NamespacesEngine(machinery, reportOfNamespaces(setup, limits, ready));
  } catch (error) {
    await end(machinery);
    throw error;
  }
}

interface Machinery {
  readonly keeper: Keeper;
  readonly listener: AgentListener;
  readonly folder: string;
}

class NamespacesEngine implements Engine {
  private readonly sandboxes = new Set<Sandbox>();
  private gone?: Error;

  public constructor(private readonly machinery: Machinery, public readonly report: EngineReport) {
    void machinery.keeper.gone.then((reason) => {
      this.gone = reason;
      // All processes died with it.
      machinery.listener.close();
    });
  }

  public async open(options: SandboxOptions): Promise<Sandbox> {
    if (this.gone) { throw new Error(`No sandbox can be opened: ${this.gone.message}. Start the service again.`); }
    const { keeper, listener } = this.machinery;
    const token = randomBytes(16).toString('hex');
    const calling = listener.expect(token);
    const launch = keeper.launch({ token, network: options.networkMode, prestartPython: true });
    try {
      const channel = await within(SECONDS_TO_OPEN, Promise.race([calling, this.endBeforeStart(launch)]));
      return this.keep(new RemoteSandbox(channel, this.report.limits, async () => {
        keeper.kill(launch);
        await launch.ended;
      }));
    } catch (error) {
      keeper.kill(launch);
      throw error;
    } finally {
      listener.forget(token);
    }
  }

  public async close(): Promise<void> {
    await end(this.machinery);
    await Promise.all([...this.sandboxes].map((sandbox) => sandbox.close()));
  }

  private keep(sandbox: Sandbox): Sandbox {
    this.sandboxes.add(sandbox);
    void sandbox.ended.then(() => this.sandboxes.delete(sandbox));
    return sandbox;
  }

  private async endBeforeStart(launch: Launch): Promise<never> {
    throw await Promise.race([
      launch.failed,
      // All end with the keeper. Its own promise lives as long as the service, and would keep what waits for it.
      launch.ended.then(() => this.gone ?? new Error('the first process of a sandbox ended before it could be used')),
    ]);
  }
}

async function end({ keeper, listener, folder }: Machinery): Promise<void> {
  await keeper.close();
  listener.close();
  // The keeper's work, unless it was killed.
  await rm(folder, { recursive: true, force: true });
}

async function within<T>(seconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a sandbox did not start within ${seconds} s: the machine is too busy`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
