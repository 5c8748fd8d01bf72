import { Socket } from 'node:net';
import { SandboxOptions } from '../sandbox.js';
import { SessionFolders } from '../session-environment.js';

/** How one session is started. */
export interface SpawnPlan {
  /** The program and its arguments, Python and what it runs among them. */
  readonly command: readonly string[];
  /** The user of this machine to run it as. The service's own when left out. */
  readonly user?: number;
  /** As code in the session sees them. */
  readonly folders: SessionFolders;
  /** Folders and files, read-only. */
  readonly readOnly: readonly string[];
  /** Becomes descriptor 4: a connection to the relay. No network by a relay when left out. */
  readonly relay?: Socket;
  /** Of the proxy on this machine's loopback. No network by such a proxy when left out. */
  readonly proxyPort?: number;
  /**
   * What takes all of the session along: a signal to the spawned process, or the end of the channel, where the spawned process stays
   * until all others have ended.
   */
  readonly endBy: 'SIGTERM' | 'channel';
  /** Removes what was made for this session alone. */
  clear(): Promise<void>;
}

/** What differs between the tiers that start processes for each session. */
export interface SpawnedTier {
  plan(options: SandboxOptions): Promise<SpawnPlan>;
  /** Removes what was made for all sessions. */
  close(): Promise<void>;
}
