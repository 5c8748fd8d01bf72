import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { descendantsOf, hostProcesses } from '../sandbox/host-processes.js';

const CGROUPS = '/sys/fs/cgroup';
const DEEPEST_GROUP = 6;
const SECONDS_TO_CLEAN_UP = 5;

/** What a service under test may leave behind on this machine. */
export class HostState {
  /** In the order they were found: those that end lose their parent, and so could not be found afterwards. */
  private readonly processes = new Map<number, string>();
  private readonly before = new Set(lasting());
  private readonly others = new Set(descendantsOf(process.pid).map(({ pid }) => pid));

  /** Remembers what runs below this process now. */
  public watchProcesses(): void {
    for (const { pid, command } of descendantsOf(process.pid)) {
      if (!this.others.has(pid)) { this.processes.set(pid, `${namespaceOf(pid)} ${command}`); }
    }
  }

  /** Settles when all is as it was; fails, naming what is left, when that takes too long. */
  public async restored(): Promise<void> {
    await vi.waitFor(() => {
      const running = new Map(hostProcesses().map(({ pid, command }) => [pid, command]));
      const left = [
        ...[...this.processes].filter(([pid, known]) => known.endsWith(running.get(pid) ?? '?')).map(([pid, known]) => `process ${pid} ${known}`),
        ...lasting().filter((name) => !this.before.has(name)),
      ];
      if (left.length > 0) { throw new Error(`left behind: ${left.join('\n')}`); }
    }, { timeout: SECONDS_TO_CLEAN_UP * 1000, interval: 20 });
  }
}

/** Mounts, control groups and folders of services; System V objects and queues of the host. Those of other services too. */
function lasting(): string[] {
  return [
    ...lines('/proc/self/mountinfo').filter((line) => line.includes('agentcore')).map((line) => `mount ${line}`),
    ...groups(CGROUPS, 0).map((path) => `control group ${path}`),
    ...readdirSync(tmpdir()).filter((name) => name.includes(`agentcore-local-${process.pid}-`)).map((name) => `folder ${join(tmpdir(), name)}`),
    ...['shm', 'sem', 'msg'].flatMap((kind) => lines(`/proc/sysvipc/${kind}`).slice(1).map((line) => `System V ${kind} ${line}`)),
    ...readdirSync('/dev/shm').map((name) => `/dev/shm/${name}`),
  ];
}

/** Only below this process's own: other services on this machine come and go. */
function groups(folder: string, depth: number): string[] {
  let names: string[];
  try {
    names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = join(folder, name);
    return path.includes(`attacks-${process.pid}`) && name.startsWith('agentcore-local-') ? [path] : depth < DEEPEST_GROUP ? groups(path, depth + 1) : [];
  });
}

function namespaceOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return 'pid:[?]';
  }
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
