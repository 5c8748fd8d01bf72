import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from './engine-setup.js';
import { runPython } from './python-modules.js';

const GROUP = 'user.slice/user@1.service/app.slice';

describe('control groups', () => {
  let root: string;
  beforeEach(async () => { root = await mkdtemp(join(tmpdir(), 'cgroups-')); });
  afterEach(() => rm(root, { recursive: true }));

  const put = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
  };
  const unified = (controllers: string): Promise<void> => put({
    'proc/self/cgroup': `0::/${GROUP}/shell.scope\n`,
    'proc/self/mountinfo': '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n',
    'sys/fs/cgroup/cgroup.controllers': controllers,
    [`sys/fs/cgroup/${GROUP}/cgroup.controllers`]: controllers,
    [`sys/fs/cgroup/${GROUP}/cgroup.subtree_control`]: '',
    [`sys/fs/cgroup/${GROUP}/shell.scope/cgroup.controllers`]: '',
  });
  const divided = (): Promise<void> => put({
    'proc/self/cgroup': '5:memory:/docker/abc\n4:pids:/docker/abc\n3:cpu,cpuacct:/\n1:name=systemd:/\n0::/\n',
    'proc/self/mountinfo': ['memory', 'pids', 'cpu,cpuacct'].map((name, index) => (
      `3${index} 23 0:2${index} ${index === 2 ? '/' : '/docker/abc'} /sys/fs/cgroup/${name} rw - cgroup cgroup rw,${name}\n`)).join(''),
    'sys/fs/cgroup/memory/x': '',
    'sys/fs/cgroup/pids/x': '',
    'sys/fs/cgroup/cpu,cpuacct/x': '',
  });
  /** The kernel puts files into each new group, and takes them out; here, the test does. */
  const enterGroup = `
from agentcore_sandbox import cgroups
from agentcore_sandbox.settings import Limits
make, remove = os.mkdir, os.rmdir
def mkdir(path, mode=0o777, *, dir_fd=None):
    make(path, mode, dir_fd=dir_fd)
    for name in given['files']:
        os.close(os.open(f'{path}/{name}', os.O_CREAT | os.O_WRONLY, dir_fd=dir_fd))
def rmdir(path, *, dir_fd=None):
    for name in given['files']:
        os.unlink(f'{path}/{name}', dir_fd=dir_fd)
    remove(path, dir_fd=dir_fd)
os.mkdir, os.rmdir = mkdir, rmdir
`;

  test('of version 2 are made where they may be, and bound all', async () => {
    await unified('cpu io memory pids');
    const made = await runPython(`${enterGroup}
group = cgroups.make_cgroups(Limits.of(given['limits']), '77', given['root'])
group.enter('5')
print(json.dumps([group.version, [name for name in ('memory', 'pids', 'cpu') if group.bounds(name)]]))`, {
      root, limits, files: ['cgroup.procs', 'cgroup.subtree_control', 'memory.max', 'memory.swap.max', 'pids.max', 'cpu.max'],
    });
    expect(made).toEqual([2, ['memory', 'pids', 'cpu']]);
    const own = join(root, 'sys/fs/cgroup', GROUP, 'agentcore-local-77');
    const texts = (...names: string[]) => Promise.all(names.map((name) => readFile(join(own, name), 'utf8')));
    expect(await texts('../cgroup.subtree_control', 'cgroup.subtree_control')).toEqual(Array(2).fill('+cpu +memory +pids'));
    expect(await texts('5/memory.max', '5/memory.swap.max', '5/pids.max', '5/cpu.max', '5/cgroup.procs')).toEqual([
      String(limits.memoryBytes), '0', String(limits.processes + 8), '100000 100000', '0',
    ]);
  });

  test('of version 2 without what is needed are left alone', async () => {
    await unified('cpu io');
    expect(await runPython(`${enterGroup}
group = cgroups.make_cgroups(Limits.of(given['limits']), '77', given['root'])
print(json.dumps([group.version, group.bounds('memory')]))`, { root, limits, files: [] })).toEqual([null, false]);
    expect(existsSync(join(root, 'sys/fs/cgroup', GROUP, 'agentcore-local-77'))).toBe(false);
  });

  test('of version 1 are made in each hierarchy, as a container sees it', async () => {
    await divided();
    const made = await runPython(`${enterGroup}
group = cgroups.make_cgroups(Limits.of(given['limits']), '77', given['root'])
group.enter('5')
print(json.dumps([group.version, [name for name in ('memory', 'pids', 'cpu') if group.bounds(name)]]))`, {
      root,
      limits: { ...limits, cpus: 1.5 },
      files: ['cgroup.procs', 'memory.limit_in_bytes', 'pids.max', 'cpu.cfs_period_us', 'cpu.cfs_quota_us'],
    });
    expect(made).toEqual([1, ['memory', 'pids', 'cpu']]);
    const text = (name: string) => readFile(join(root, 'sys/fs/cgroup', name), 'utf8');
    expect(await text('memory/agentcore-local-77/5/memory.limit_in_bytes')).toBe(String(limits.memoryBytes));
    expect(await text('cpu,cpuacct/agentcore-local-77/5/cpu.cfs_quota_us')).toBe('150000');
  });

  test('that cannot be entered are not left there', async () => {
    await divided();
    // No file of the kernel's in them: as if they could not be written.
    expect(await runPython(`${enterGroup}
group = cgroups.make_cgroups(Limits.of(given['limits']), '77', given['root'])
print(json.dumps(group.version))`, { root, limits, files: [] })).toBe(null);
    expect(await readdir(join(root, 'sys/fs/cgroup/memory'))).toEqual(['x']);
  });

  test('of keepers that are dead are swept, and no others', async () => {
    await divided();
    const memory = join(root, 'sys/fs/cgroup/memory');
    const names = ['agentcore-local-4194305/3', `agentcore-local-${process.pid}/3`, 'agentcore-local-x', 'else/agentcore-local-4194305'];
    for (const name of names) { await mkdir(join(memory, name), { recursive: true }); }
    await runPython('from agentcore_sandbox.cgroups import sweep\nsweep(given)\nprint(1)', root);
    expect(names.map((name) => existsSync(join(memory, name)))).toEqual([false, true, true, true]);
  });

  test('of a dead keeper that had the number of the one that sweeps are swept', async () => {
    await divided();
    expect(await runPython(`from agentcore_sandbox.cgroups import sweep
path = f'{given}/sys/fs/cgroup/memory/agentcore-local-{os.getpid()}/3'
os.makedirs(path)
sweep(given)
print(json.dumps(os.path.exists(os.path.dirname(path))))`, root)).toBe(false);
  });
});

describe('users of the host that sessions become', () => {
  const first = (keeper: number, map: string) => runPython(`from agentcore_sandbox.host_ids import first_host_id
try: print(json.dumps(first_host_id(*given)))
except OSError as error: print(json.dumps(str(error)))`, [keeper, map]);

  test('differ from keeper to keeper', async () => {
    const [one, other] = [await first(1, '0 0 4294967295'), await first(2, '0 0 4294967295')] as [number, number];
    expect(other - one).toBe(4096);
  });

  test('are the last ones where there are few, and no others than there are', async () => {
    expect(await first(1, '0 100000 65536')).toBe(65534 - 4096);
    expect(await first(1, '0 1000 1\n1 100000 20000')).toBe(20001 - 4096);
    expect(await first(1, '0 1000 1')).toMatch('only 1 user ids exist here');
  });
});
