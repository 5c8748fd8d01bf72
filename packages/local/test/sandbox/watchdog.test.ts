import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runPython } from './python-modules.js';

const MIB = 2 ** 20;
const LIMIT = 100 * MIB;

describe('the watchdog of memory', () => {
  let proc: string;
  beforeEach(async () => { proc = await mkdtemp(join(tmpdir(), 'proc-')); });
  afterEach(() => rm(proc, { recursive: true }));

  /** A process as /proc shows it, in MiB; `shared` of it without being resident. */
  const add = async (pid: number, parent: number, used: number, { shared = 0, name = 'python3' } = {}): Promise<void> => {
    await mkdir(join(proc, String(pid)));
    const after = ['S', parent, ...Array(18).fill(0), (used + shared + 1) * MIB, used * 256, 0].join(' ');
    await writeFile(join(proc, `${pid}/stat`), `${pid} (${name}) ${after}\n`);
    await writeFile(join(proc, `${pid}/smaps_rollup`), `Rss: 1 kB\nPss_Anon: ${used * 1024} kB\nPss_File: 99 kB\nPss_Shmem: 0 kB\n`);
    const end = (0x1000 + shared * MIB).toString(16);
    await writeFile(join(proc, `${pid}/maps`), shared ? `1000-${end} rw-s 00000000 00:01 7 /dev/zero (deleted)\n` : '');
  };
  const look = (times = 1) => runPython(`from agentcore_sandbox.watchdog import Watchdog
killed = []
watchdog = Watchdog(given['limit'], given['proc'], lambda pid, number: killed.append(pid))
for _ in range(given['times']): watchdog.look()
print(json.dumps(killed))`, { limit: LIMIT, proc, times });

  test('kills the largest of a session that uses too much, and nothing of others', async () => {
    await add(10, 1, 5);
    await add(11, 10, 60);
    await add(12, 11, 41);
    await add(20, 1, 5);
    await add(21, 20, 99);
    expect(await look()).toEqual([11]);
  });

  test('leaves alone who uses all that is allowed', async () => {
    await add(10, 1, 50);
    await add(11, 10, 60);
    await add(12, 10, 40);
    expect(await look()).toEqual([]);
  });

  test('counts what is shared and resident nowhere', async () => {
    await add(10, 1, 5);
    await add(11, 10, 1, { shared: 101 });
    expect(await look()).toEqual([11]);
  });

  test('is not misled by names', async () => {
    await add(10, 1, 5);
    await add(11, 10, 101, { name: 'a) S 1 1 (' });
    expect(await look()).toEqual([11]);
  });

  test('ends the session that goes on as before', async () => {
    await add(10, 1, 5);
    await add(11, 10, 101);
    expect(await look(11)).toEqual([...Array<number>(10).fill(11), 10]);
  });
});
