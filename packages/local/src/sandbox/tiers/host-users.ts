import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const COUNT = 4096;
/** Of the range that systemd leaves to containers, next to the one of the namespaces tier. */
const PREFERRED = 0x50000000;

/** Of all engines in this process: two sessions of one user would share limits. Begins anywhere, since services may share ids. */
let used = randomInt(COUNT);

/** When the service runs as root: users of this machine that nobody else is, one for each session. */
export class HostUsers {
  /** Undefined for an ordinary user, whose sessions run as the same user. */
  public static async find(): Promise<HostUsers | undefined> {
    return process.getuid?.() === 0 ? new HostUsers(firstHostUser(await readFile('/proc/self/uid_map', 'utf8'), process.pid)) : undefined;
  }

  private constructor(private readonly first: number) {}

  public next(): number {
    return this.first + used++ % COUNT;
  }
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Within a container, few users may exist. @throws Error when too few do */
export function firstHostUser(uidMap: string, pid: number): number {
  const extents = uidMap.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number))
    .map(([start, , count]) => ({ start: start ?? 0, end: (start ?? 0) + (count ?? 0) }));
  const preferred = PREFERRED + (pid & 0xFFFF) * COUNT;
  if (extents.some(({ start, end }) => start <= preferred && preferred + COUNT <= end)) { return preferred; }
  const larger = (one: Extent, other: Extent): Extent => (other.end - other.start > one.end - one.start ? other : one);
  const { start, end } = extents.reduce(larger, { start: 0, end: 0 });
  if (end - start < 4 * COUNT) {
    throw new Error(`only ${end - start} user ids exist here (/proc/self/uid_map); root needs ${4 * COUNT} to give each session one of `
      + 'its own: run the service as an ordinary user');
  }
  // The namespaces tier takes those above, people and services those below.
  return Math.min(end, 65534) - 2 * COUNT;
}
