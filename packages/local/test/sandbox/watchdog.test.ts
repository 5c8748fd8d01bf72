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
  const look = (times = 1, prepare = '') => runPython(`from agentcore_sandbox.watchdog import Watchdog
killed, now = [], 0
def clock():
    return now
watchdog = Watchdog(given['limit'], given['proc'], lambda pid, number: killed.append(pid), lambda: clock())
${prepare}
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

  test('ends a session of nothing but sockets', async () => {
    await add(10, 1, 5);
    await mkdir(join(proc, '10/net'));
    await writeFile(join(proc, '10/net/sockstat'), 'sockets: used 401\n');
    expect(await look()).toEqual([10]);
  });

  test('ends the one session that cannot be measured', async () => {
    await add(10, 1, 5);
    await add(11, 10, 101);
    await writeFile(join(proc, '11/smaps_rollup'), 'Pss_Anon: many kB\n');
    await add(20, 1, 5);
    await add(21, 20, 101);
    expect(((await look()) as number[]).sort()).toEqual([10, 21]);
  });

  test('counts the memory of processes that end before they are measured, and ends the session if that goes on', async () => {
    await add(10, 1, 5);
    await add(11, 10, 60);
    await add(12, 10, 60);
    await rm(join(proc, '12/smaps_rollup'));
    expect(await look(10)).toEqual([]);
    expect(await look(11)).toEqual([10]);
  });

  test('does not spend long on one session', async () => {
    await add(10, 1, 5);
    for (const pid of [11, 12, 13, 14]) { await add(pid, 10, 30); }
    const slow = `def clock():
    global now
    now += 0.6
    return now`;
    expect((await look(11, slow) as number[]).at(-1)).toBe(10);
    expect(await look(1, slow)).toHaveLength(1);
  });

  test('counts what may wait in pipes, when there are many', async () => {
    await add(10, 1, 5);
    for (const [pid, count] of [[11, 8000], [12, 8000]] as const) {
      await add(pid, 10, 1);
      await writeFile(join(proc, `${pid}/status`), `VmPTE: 1 kB\nFDSize: ${count}\n`);
    }
    expect(await look()).toHaveLength(1);
    await writeFile(join(proc, '12/status'), 'VmPTE: 1 kB\nFDSize: 64\n');
    expect(await look()).toEqual([]);
  });

  test('counts all that is mapped of a process that hides the rest', async () => {
    await add(10, 1, 5);
    await add(11, 10, 1, { shared: 101 });
    const hidden = `read = watchdog._read
def refuse(file):
    if 'smaps' in file: raise PermissionError(13, file)
    return read(file)
watchdog._read = refuse`;
    expect(await look(1, hidden)).toEqual([11]);
  });

  test('looks again soon, however long it took', async () => {
    expect(await runPython(`from agentcore_sandbox.watchdog import seconds_to_sleep
print(json.dumps([seconds_to_sleep(*one) for one in given]))`, [[0, false], [0.0125, false], [60, false], [60, true], [0.01, true]]))
      .toEqual([0.1, 0.25, 1, 1, 0.01]);
  });
});
