import { History } from './history.js';
import { DirectoryEntry, EngineReport, NetworkMode } from '../sandbox/sandbox.js';

/** A session as the page shows it. */
export interface WatchedSession {
  readonly codeInterpreterId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly networkMode: NetworkMode;
  readonly status: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
}

/** Where the page gets what it shows. It can change nothing. */
export interface PageSources {
  readonly report: EngineReport;
  readonly history: History;
  /** Latest first. */
  readonly sessions: () => readonly WatchedSession[];
  /** Undefined when there is no such session, or it has ended. Throws `SandboxError` for a path that is no directory. */
  readonly listFiles: (codeInterpreterId: string, sessionId: string, path: string) => Promise<readonly DirectoryEntry[] | undefined>;
}
