import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostBait } from './bait.js';
import { TEST_LIMITS } from './limits.js';
import { testSetup } from './setup.js';
import { pythonCall } from '../../src/sandbox/python-start.js';
import { Engine, Sandbox } from '../../src/sandbox/sandbox.js';
import { createLandlockEngine } from '../../src/sandbox/tiers/landlock-engine.js';

let engine: Engine;
let sandbox: Sandbox;
let bait: HostBait;
let warnings: readonly string[];

beforeAll(async () => {
  bait = await HostBait.make();
  const setup = await testSetup();
  ({ warnings } = setup);
  engine = await createLandlockEngine(setup);
  sandbox = await engine.open({ networkMode: 'SANDBOX' });
});

afterAll(async () => {
  await engine?.close();
  await bait?.close();
});

async function python(code: string): Promise<string> {
  const { stdout, stderr } = await sandbox.executeCode({ code, language: 'python', runtime: 'python', clearContext: false });
  return stdout + stderr;
}

describe('what Landlock does not know about', { timeout: 60_000 }, () => {
  it('modes, owners and times of host files stay as they are', async () => {
    const before = statSync(bait.file);
    await python(`import os\nos.chmod(${JSON.stringify(bait.file)}, 0)\nos.utime(${JSON.stringify(bait.file)}, (1, 1))`);
    await sandbox.executeCommand(`chmod 0 ${bait.file}; touch -d @1 ${bait.file}; setfattr -n user.x -v 1 ${bait.file}`);
    const { mode, mtimeMs, uid } = statSync(bait.file);
    expect({ mode, mtimeMs, uid }).toEqual({ mode: before.mode, mtimeMs: before.mtimeMs, uid: before.uid });
  });

  it('modes of open files can be changed, with what is needed to open them', async () => {
    expect(await python('import os\nf = open("own", "w"); os.fchmod(f.fileno(), 0o600); oct(os.stat("own").st_mode)')).toBe("'0o100600'\n");
  });

  it('priorities of other processes, message queues and watches of folders are refused', async () => {
    const answers = await python(`
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def errno_of(result): return ctypes.get_errno() if result < 0 else 0
print([errno_of(libc.setpriority(2, 0, 19)), errno_of(libc.msgget(1, 0o1666)),
  errno_of(libc.inotify_add_watch(libc.inotify_init(), b'/tmp', 0xfff)),
  errno_of(libc.prlimit(os.getppid(), 0, None, ctypes.create_string_buffer(16)))])
os.nice(1)`);
    expect(answers).toBe('[1, 38, 38, 1]\n1\n');
  });

  it('processes of this machine stay out of sight', async () => {
    expect(await python('import os\nos.listdir("/proc")')).toContain('PermissionError');
    expect(await python(`open('/proc/${process.pid}/cmdline').read()`)).toContain('PermissionError');
    expect(await python('"Name:" in open("/proc/self/status").read()')).toBe('True\n');
    expect(await sandbox.stats()).toMatchObject({ processes: expect.any(Number) });
    expect((await sandbox.stats()).processes).toBeLessThan(10);
  });
});

describe('lower versions of Landlock', () => {
  it('lose what later ones keep apart, and say so', async () => {
    const [file = '', ...parameters] = pythonCall('/usr/bin/python3', 'import json; from agentcore_sandbox import landlock; '
      + 'print(json.dumps([len(landlock.losses(version)) for version in (1, 3, 4, 5, 6, 7)]))');
    expect(JSON.parse((await promisify(execFile)(file, parameters)).stdout)).toEqual([2, 2, 1, 1, 0, 0]);
  });

  it.each([1, 2, 3, 4, 5, 6])('version %i is confined by what it has', async (version) => {
    const [file = '', ...parameters] = pythonCall('/usr/bin/python3', `
import os, sys
from agentcore_sandbox import landlock, landlock_session, seccomp
from agentcore_sandbox.libc import PR_SET_NO_NEW_PRIVS, prctl
landlock.abi = lambda: ${version}
cell = landlock_session.prepare_cell('/nonexistent', '/nonexistent', [], 1234)
prctl(PR_SET_NO_NEW_PRIVS, 1)
cell.enter_agent_domain()
cell.confine()
def allowed(action):
    try: action()
    except OSError: return False
    return True
import socket, signal
print([
    allowed(lambda: open(${JSON.stringify(bait.file)})),
    allowed(lambda: os.truncate(${JSON.stringify(bait.file)}, 0)),
    allowed(lambda: os.kill(os.getppid(), 0)),
    allowed(lambda: socket.create_connection(('127.0.0.1', ${bait.tcpPort}))),
    allowed(lambda: socket.socket(socket.AF_UNIX)),
])`);
    expect((await promisify(execFile)(file, parameters)).stdout).toBe('[False, False, False, False, False]\n');
    expect(await bait.text()).toBe('secret');
  });
});

it('ends a session that fills the disk with many files, and says so', { timeout: 60_000 }, async () => {
  const victim = await engine.open({ networkMode: 'SANDBOX' });
  const code = `for n in range(3): open(f'f{n}', 'wb').write(bytes(${TEST_LIMITS.diskBytes / 2}))`;
  await victim.executeCode({ code, language: 'python', runtime: 'python', clearContext: false });
  await victim.ended;
  expect(warnings).toEqual([expect.stringMatching(/^a session was ended: it used \d+ bytes of disk, \d+ are allowed$/)]);
});
