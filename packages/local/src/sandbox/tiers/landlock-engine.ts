import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { removeByForce } from '../forced-removal.js';
import { inRuntimeFolder } from '../runtime-folder.js';
import { Engine, SandboxOptions } from '../sandbox.js';
import { EngineSetup } from '../setup.js';
import { makeDiskSession } from './disk-session.js';
import { HostUsers } from './host-users.js';
import { LoopbackBridge } from './loopback-bridge.js';
import { PYTHON_PACKAGES, pythonCall, pythonStart } from '../python-start.js';
import { tierReport } from './report.js';
import { SpawnedTier, SpawnPlan } from './spawn-plan.js';
import { SpawnedEngine } from './spawned-engine.js';

/** Landlock and seccomp, where namespaces are refused. @throws Error when this kernel has no Landlock */
export async function createLandlockEngine(setup: EngineSetup): Promise<Engine> {
  if (process.platform !== 'linux') { throw new Error('Landlock is part of Linux'); }
  const { abi, lost } = await askLandlock(setup.python.path);
  if (abi === 0) {
    throw new Error('this kernel has no Landlock: it needs Linux 5.13 or newer, with `landlock` among its security modules');
  }
  const users = await HostUsers.find();
  const notIsolated = [...lost, ...users ? [] : ['all sessions run as this user: their processes count as its own']];
  return inRuntimeFolder(async (folder) => {
    // Sessions of root run as other users, who have to get at their folders in it.
    await chmod(folder, 0o711);
    return new SpawnedEngine(tierReport('landlock', setup, { notIsolated }), setup, new LandlockTier(setup, folder, users));
  });
}

async function askLandlock(python: string): Promise<{ abi: number; lost: string[] }> {
  const [file = '', ...parameters] = pythonCall(python, 'from agentcore_sandbox import landlock; import json; '
    + 'print(json.dumps({"abi": landlock.abi(), "lost": landlock.losses(landlock.abi())}))');
  const { stdout } = await promisify(execFile)(file, parameters, { timeout: 30_000 });
  return JSON.parse(stdout) as { abi: number; lost: string[] };
}

class LandlockTier implements SpawnedTier {
  private bridge?: Promise<LoopbackBridge>;

  public constructor(private readonly setup: EngineSetup, private readonly folder: string, private readonly users: HostUsers | undefined) {}

  public async plan({ networkMode }: SandboxOptions): Promise<SpawnPlan> {
    const { python, nodejs, deno } = this.setup;
    const user = this.users?.next();
    const proxyPort = networkMode === 'SANDBOX' ? undefined : (await this.startBridge()).port;
    const session = await makeDiskSession(this.folder, user);
    return {
      command: pythonStart(python.path, 'spawned'),
      user,
      folders: session.folders,
      readOnly: [...python.readOnly, ...nodejs?.readOnly ?? [], ...deno?.readOnly ?? [], ...this.setup.readOnly, PYTHON_PACKAGES],
      proxyPort,
      endBy: 'SIGTERM',
      clear: () => session.remove(),
    };
  }

  public async close(): Promise<void> {
    try {
      await (await this.bridge)?.close();
    } finally {
      await removeByForce(this.folder);
    }
  }

  private startBridge(): Promise<LoopbackBridge> {
    this.bridge ??= LoopbackBridge.start(this.setup.proxySocket);
    return this.bridge;
  }
}
