import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { removeByForce } from '../forced-removal.js';
import { effectiveLimits } from '../namespaces-report.js';
import { inRuntimeFolder } from '../runtime-folder.js';
import { Engine, SandboxOptions } from '../sandbox.js';
import { EngineSetup } from '../setup.js';
import { BUBBLEWRAP_FOLDERS, bubblewrapArguments } from './bubblewrap-arguments.js';
import { makeEtcFiles } from './etc-files.js';
import { HostUsers } from './host-users.js';
import { PYTHON_PACKAGES, pythonStart } from '../python-start.js';
import { RelayProcess } from './relay-process.js';
import { tierReport } from './report.js';
import { SpawnedTier, SpawnPlan } from './spawn-plan.js';
import { SpawnedEngine } from './spawned-engine.js';

/** One bubblewrap for each session: where only it may make user namespaces. @throws Error when it is not installed */
export async function createBubblewrapEngine(setup: EngineSetup): Promise<Engine> {
  if (process.platform !== 'linux') { throw new Error('bubblewrap is for Linux'); }
  const options = await bubblewrapOptions();
  const complete = { ...setup, limits: effectiveLimits(setup.limits) };
  return inRuntimeFolder(async (folder) => {
    // Sessions of root run as other users, who have to get at the files in it.
    await chmod(folder, 0o711);
    const tier = new BubblewrapTier(complete, options, folder, await makeEtcFiles(folder), await HostUsers.find());
    return new SpawnedEngine(tierReport('bubblewrap', complete), complete, tier);
  });
}

async function bubblewrapOptions(): Promise<string> {
  try {
    return (await promisify(execFile)('bwrap', ['--help'], { timeout: 10_000 })).stdout;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(missing
      ? 'bubblewrap is not installed; `apt-get install bubblewrap`'
      : `bwrap does not run: ${(error as Error).message}`);
  }
}

class BubblewrapTier implements SpawnedTier {
  private relay?: RelayProcess;

  public constructor(
    private readonly setup: EngineSetup,
    private readonly options: string,
    private readonly folder: string,
    private readonly etc: Readonly<Record<string, string>>,
    private readonly users: HostUsers | undefined,
  ) {}

  public async plan({ networkMode }: SandboxOptions): Promise<SpawnPlan> {
    const { python, nodejs, deno, limits } = this.setup;
    const readOnly = [...python.readOnly, ...nodejs?.readOnly ?? [], ...deno?.readOnly ?? [], ...this.setup.readOnly, PYTHON_PACKAGES];
    const supported = (option: string): boolean => this.options.includes(option);
    const world = { supported, diskBytes: limits.diskBytes, readOnly, etc: this.etc };
    const command = ['bwrap', ...await bubblewrapArguments(world), ...pythonStart(python.path, 'spawned')];
    const relay = networkMode === 'SANDBOX' ? undefined : await this.connectRelay();
    return {
      command,
      user: this.users?.next(),
      folders: BUBBLEWRAP_FOLDERS,
      readOnly: [],
      relay,
      // A kill would end bubblewrap before the processes in it.
      endBy: 'channel',
      clear: async () => undefined,
    };
  }

  public async close(): Promise<void> {
    await this.relay?.close();
    await removeByForce(this.folder);
  }

  private async connectRelay(): ReturnType<RelayProcess['connect']> {
    this.relay ??= new RelayProcess(this.setup.python.path, `${this.folder}/relay`, this.setup.proxySocket);
    return this.relay.connect();
  }
}
