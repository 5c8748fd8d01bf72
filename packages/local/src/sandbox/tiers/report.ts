import { EngineReport, Tier } from '../sandbox.js';
import { WORKING_DIRECTORY } from '../working-directory.js';
import { TierSetup } from './tier-setup.js';

interface TierText {
  readonly title: string;
  readonly limitedBy: string;
  readonly notIsolated: readonly string[];
}

const SHARED_KERNEL = 'the kernel is shared with this machine: an exploit of it gets out';
const ON_DISK = `sessions work in a folder on the disk of this machine, not at ${WORKING_DIRECTORY}`;
const UNTRIED = 'this tier was written without a Mac at hand and is untried';

/** What a tier always keeps apart and does not. An engine adds what it finds out on the machine. */
const TEXTS: Readonly<Record<Exclude<Tier, 'namespaces'>, TierText>> = {
  bubblewrap: {
    title: 'bubblewrap (user, mount, pid, network, ipc, uts and cgroup namespaces, seccomp)',
    limitedBy: 'rlimits and a watchdog',
    notIsolated: [
      SHARED_KERNEL,
      'processors: a session can use all of them, and more than its share',
      'memory is looked at once a second: until then a session can use more than it is allowed',
      'the number of files is not bounded, only their size',
    ],
  },
  landlock: {
    title: 'Landlock and seccomp, without namespaces',
    limitedBy: 'rlimits and a watchdog',
    notIsolated: [
      SHARED_KERNEL,
      'processors: a session can use all of them, and more than its share',
      'memory and disk are looked at once a second: until then a session can use more than it is allowed',
      'process numbers and system settings are those of this machine; other processes cannot be looked into',
      'chmod, chown and utime by path do nothing, and say that they did',
      ON_DISK,
    ],
  },
  seatbelt: {
    title: 'Seatbelt, by @anthropic-ai/sandbox-runtime',
    limitedBy: 'rlimits',
    notIsolated: [
      UNTRIED,
      SHARED_KERNEL,
      'processors: a session can use all of them, and more than its share',
      'memory and disk are looked at once a second, and without /proc only that of the first process: the rest is not bounded together',
      'what a session starts in the background may outlive it',
      'sessions are processes of one user: signals between them are up to Seatbelt',
      'files outside of the home directories and the temporary folders can be read',
      ON_DISK,
    ],
  },
  reduced: {
    title: 'reduced: Python by Pyodide, JavaScript and TypeScript by Deno, kept in by Deno\'s permissions',
    limitedBy: 'a watchdog',
    notIsolated: [
      'no shell, no tasks, no subprocesses, no threads, no network, no packages besides Python\'s own library',
      'a bug of V8 or Deno gets out: nothing of the operating system is behind their permissions',
      'processors: a session can use all of them',
      'memory and disk are looked at every 0.25 s: until then a session can use more than it is allowed',
      'a cell that is stopped takes all variables of its runtime with it; files stay',
    ],
  },
  none: {
    title: 'none: code runs as you, on this machine',
    limitedBy: 'rlimits and a watchdog',
    notIsolated: ['everything: code can read, change and delete whatever you can, reach every network that you can, and stop this service'],
  },
};

export interface TierFindings {
  /** Found out on this machine. Nothing when left out. */
  readonly notIsolated?: readonly string[];
}

/** The report of a tier other than the first, which writes its own. */
export function tierReport(tier: Exclude<Tier, 'namespaces'>, setup: TierSetup, findings: TierFindings = {}): EngineReport {
  const { python, nodejs, deno } = setup;
  const text = TEXTS[tier];
  return {
    tier,
    title: text.title,
    limitedBy: text.limitedBy,
    notIsolated: [...text.notIsolated, ...findings.notIsolated ?? []],
    limits: setup.limits,
    ...(python && { python: { version: python.version, path: python.path, packages: python.packages, preloaded: python.preloaded } }),
    ...(nodejs && { nodejs: { version: nodejs.version, path: nodejs.path } }),
    ...(deno && { deno: { version: deno.version, path: deno.path } }),
    refused: [],
  };
}
