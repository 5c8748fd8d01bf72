import { totalmem } from 'node:os';
import { Limits } from '../sandbox/sandbox.js';

/**
 * The service's own, where it has them: 2 vCPU, 8 GB, 10 GB of disk, 15 minutes for a call, 8 hours for a task. Of memory no
 * more than half of the machine's: one session must not bring it down.
 */
export const DEFAULT_LIMITS: Limits = {
  cpus: 2,
  memoryBytes: Math.min(8 * 2 ** 30, Math.floor(totalmem() / 2)),
  diskBytes: 10 * 2 ** 30,
  files: 200_000,
  processes: 256,
  outputBytes: 2 ** 20,
  callSeconds: 15 * 60,
  taskSeconds: 8 * 3600,
};

/** What a session can work with at least, and at most what the API or the machinery can carry. */
export const LIMIT_RANGES: Readonly<Record<keyof Limits, { readonly least: number; readonly most: number }>> = {
  cpus: { least: 0.05, most: 1024 },
  memoryBytes: { least: 64 * 2 ** 20, most: 2 ** 42 },
  diskBytes: { least: 2 ** 20, most: 2 ** 42 },
  files: { least: 100, most: 10_000_000 },
  processes: { least: 8, most: 32_768 },
  outputBytes: { least: 1024, most: 16 * 2 ** 20 },
  callSeconds: { least: 0.1, most: 15 * 60 },
  taskSeconds: { least: 0.1, most: 8 * 3600 },
};

/** Those that are counted in whole numbers. */
export const WHOLE_LIMITS: readonly (keyof Limits)[] = ['memoryBytes', 'diskBytes', 'files', 'processes', 'outputBytes'];
