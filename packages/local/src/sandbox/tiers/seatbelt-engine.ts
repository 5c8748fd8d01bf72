import { realpath } from 'node:fs/promises';
import { removeByForce } from '../forced-removal.js';
import { inRuntimeFolder } from '../runtime-folder.js';
import { Engine, SandboxOptions } from '../sandbox.js';
import { SessionFolders } from '../session-environment.js';
import { EngineSetup } from '../setup.js';
import { makeDiskSession } from './disk-session.js';
import { PYTHON_PACKAGES, pythonStart } from '../python-start.js';
import { tierReport } from './report.js';
import { loadSandboxRuntime, SandboxRuntimeConfig, SandboxRuntimeModule } from './sandbox-runtime.js';
import { SpawnedTier, SpawnPlan } from './spawn-plan.js';
import { SpawnedEngine } from './spawned-engine.js';

/** Where users keep things. The rest of a Mac is the system, of which Python needs parts that differ by release. */
const PRIVATE = ['/Users', '/Volumes', '/Network', '/private/tmp', '/private/var/folders', '/private/var/root', '/private/var/tmp'];
const NO_NETWORK = { allowedDomains: [], deniedDomains: [] } as const;

/** Seatbelt, for macOS. Untried: there was no Mac. @throws Error when the package that speaks to it is not installed */
export async function createSeatbeltEngine(
  setup: EngineSetup, platform: NodeJS.Platform = process.platform, load = loadSandboxRuntime,
): Promise<Engine> {
  if (platform !== 'darwin') { throw new Error('Seatbelt is part of macOS'); }
  const { SandboxManager } = await load();
  if (!SandboxManager.isSupportedPlatform()) { throw new Error('@anthropic-ai/sandbox-runtime does not support this version of macOS'); }
  await SandboxManager.initialize({ network: NO_NETWORK, filesystem: { denyRead: PRIVATE, allowRead: [], allowWrite: [], denyWrite: [] } });
  // Profiles name files by their real path, and /tmp is a link.
  return inRuntimeFolder(async (folder) =>
    new SpawnedEngine(tierReport('seatbelt', setup), setup, new SeatbeltTier(setup, await realpath(folder), SandboxManager)));
}

/** What one session may read and write. */
export function seatbeltFiles({ home, temporary }: SessionFolders, readOnly: readonly string[]): SandboxRuntimeConfig['filesystem'] {
  return { denyRead: PRIVATE, allowRead: [...readOnly, home, temporary], allowWrite: [home, temporary], denyWrite: [] };
}

/** For a shell: the session's first process takes the shell's place, so that signals reach it. */
export function shellCommand(command: readonly string[]): string {
  return `exec ${command.map((word) => `'${word.replaceAll('\'', '\'\\\'\'')}'`).join(' ')}`;
}

class SeatbeltTier implements SpawnedTier {
  private warned = false;

  public constructor(
    private readonly setup: EngineSetup, private readonly folder: string, private readonly manager: SandboxRuntimeModule['SandboxManager'],
  ) {}

  public async plan({ networkMode }: SandboxOptions): Promise<SpawnPlan> {
    if (networkMode !== 'SANDBOX' && !this.warned) {
      this.warned = true;
      this.setup.warn(`network mode ${networkMode}: sessions of the tier "seatbelt" have no network at all`);
    }
    const session = await makeDiskSession(this.folder);
    return {
      command: await this.command(session.folders).catch(async (error: unknown) => {
        await session.remove();
        throw error;
      }),
      folders: session.folders,
      readOnly: [],
      endBy: 'SIGTERM',
      clear: () => session.remove(),
    };
  }

  public async close(): Promise<void> {
    try {
      await this.manager.reset();
    } finally {
      await removeByForce(this.folder);
    }
  }

  private async command(folders: SessionFolders): Promise<string[]> {
    const { python, nodejs, deno } = this.setup;
    const readOnly = [...python.readOnly, ...nodejs?.readOnly ?? [], ...deno?.readOnly ?? [], ...this.setup.readOnly, PYTHON_PACKAGES];
    const { argv: [shell = '', option = '', wrapped = ''] } = await this.manager.wrapWithSandboxArgv(
      shellCommand(pythonStart(python.path, 'spawned')),
      '/bin/bash',
      { network: NO_NETWORK, filesystem: seatbeltFiles(folders, readOnly) },
    );
    return [shell, option, `exec ${wrapped}`];
  }
}
