import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostProcesses } from '../sandbox/host-processes.js';

const LIMITS = { memory: { 'memory.limit_in_bytes': 4 * 2 ** 30 }, pids: { 'pids.max': 600 } } as const;

let limited = false;

/**
 * Holds this process, for good, and all that it starts: an attack that gets through fails its test, and not the machine.
 * By control groups of version 1 where they can be made, else by the number of this user's processes.
 */
export function limitThisProcess(): void {
  if (limited) { return; }
  limited = true;
  const groups = Object.entries(LIMITS).flatMap(([controller, limits]) => make(controller, limits));
  if (groups.length === 0) {
    execFileSync('prlimit', ['--pid', `${process.pid}`, `--nproc=${hostProcesses().length * 4 + LIMITS.pids['pids.max']}`]);
    return;
  }
  // Outside of them, and still root when this process no longer is.
  const cleanUp = 'tail --pid="$0" -f /dev/null; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.5; rmdir "$@"; done';
  spawn('/bin/sh', ['-c', cleanUp, `${process.pid}`, ...groups], { stdio: 'ignore', detached: true }).unref();
  for (const group of groups) { writeFileSync(join(group, 'cgroup.procs'), `${process.pid}`); }
}

/** Below one's own group, so that what encloses this process still does. */
function make(controller: string, limits: Readonly<Record<string, number>>): string[] {
  const own = readFileSync('/proc/self/cgroup', 'utf8').split('\n').find((line) => line.split(':')[1]?.split(',').includes(controller));
  const group = join('/sys/fs/cgroup', controller, own?.split(':')[2] ?? '/', `attacks-${process.pid}`);
  try {
    mkdirSync(group);
  } catch {
    return [];
  }
  for (const [file, value] of Object.entries(limits)) { writeFileSync(join(group, file), `${value}`); }
  return [group];
}
