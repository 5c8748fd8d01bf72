import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { AddressInfo, createServer, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineSetup, limits, python } from './engine-setup.js';
import { createNamespacesEngine } from '../../src/sandbox/namespaces-engine.js';
import { PYTHON_PACKAGES } from '../../src/sandbox/python-start.js';
import { Engine, Sandbox } from '../../src/sandbox/sandbox.js';

/** What sessions may not see and do, whoever runs the service. */
export function describeIsolation(who: string): void {
  describe(`sessions of a service run by ${who}`, () => {
    let engine: Engine;
    let one: Sandbox;
    let other: Sandbox;
    let readOnly: readonly string[];

    const run = async (code: string): Promise<string> => {
      const { stdout, stderr, exitCode } = await one.executeCode(python(code));
      if (exitCode !== 0) { throw new Error(stderr); }
      return stdout.trim();
    };
    /** What each expression comes to: `reached`, or the name of the error. */
    const tried = async (setup: string, ...expressions: string[]): Promise<string[]> => JSON.parse(await run([
      setup,
      'import json',
      'def outcome(attempt):',
      '    try: attempt()',
      '    except Exception as error: return type(error).__name__',
      '    return "reached"',
      `print(json.dumps([outcome(attempt) for attempt in [${expressions.map((expression) => `lambda: ${expression}`).join(', ')}]]))`,
    ].join('\n'))) as string[];

    beforeAll(async () => {
      const setup = await engineSetup();
      readOnly = [...setup.python.readOnly, PYTHON_PACKAGES];
      engine = await createNamespacesEngine(setup);
      [one, other] = await Promise.all([engine.open({ networkMode: 'SANDBOX' }), engine.open({ networkMode: 'SANDBOX' })]);
    });
    afterAll(() => engine.close());

    test('are of one user without any privilege', async () => {
      const { stdout } = await one.executeCommand('id -un; grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status');
      expect(stdout.split('\n').filter(Boolean)).toEqual([
        'genesis1ptools',
        ...['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'].map((set) => `Cap${set}:\t${'0'.repeat(16)}`),
        'NoNewPrivs:\t1',
        'Seccomp:\t2',
      ]);
    });

    test('start in a home that is empty but for two folders', async () => {
      const fresh = await engine.open({ networkMode: 'SANDBOX' });
      const { stdout } = await fresh.executeCommand('pwd; echo $HOME; ls -A; ls -A /tmp /dev/shm | grep -v : ');
      await fresh.close();
      expect(stdout.split('\n').filter(Boolean)).toEqual([
        '/opt/amazon/genesis1p-tools/var', '/opt/amazon/genesis1p-tools/var', '.ipython', 'log',
        // What leads to the package, or to Python, when it is kept there.
        ...new Set(readOnly.flatMap((path) => (/^\/tmp\/([^/]+)/.exec(path) ?? []).slice(1)).sort()),
      ]);
    });

    test('see none of the files of the host', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'secret-'));
      await writeFile(join(folder, 'file'), 'secret', { mode: 0o644 });
      try {
        expect(await tried('import os', `open(${JSON.stringify(join(folder, 'file'))})`, 'open("/etc/shadow")',
          'os.listdir("/proc/1/root/")', 'os.listdir("/proc/1/cwd/")', 'os.listdir("/home")', 'os.listdir("/sys")')).toEqual([
          'FileNotFoundError', 'FileNotFoundError', 'PermissionError', 'PermissionError', 'FileNotFoundError', 'FileNotFoundError',
        ]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    test('cannot write to the system', async () => {
      expect(await tried('', 'open("/usr/x", "w")', 'open("/etc/x", "w")', 'open("/x", "w")', 'open("/proc/sys/kernel/core_pattern", "w")',
      )).toEqual(['OSError', 'OSError', 'OSError', 'PermissionError']);
    });

    test('see neither processes nor files of each other', async () => {
      await other.executeCommand('echo mine > /tmp/mine; echo mine > ~/mine; (exec -a other-session sleep 15) & sleep 0.1');
      const { stdout } = await one.executeCommand('ls /tmp/mine ~/mine; cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -o other-sessio[n]');
      expect(stdout).toBe('');
    });

    test('read nothing of their own agent', async () => {
      expect(await tried('import os', 'open("/proc/1/environ").read()', 'open("/proc/1/mem", "rb")', 'open("/proc/1/maps").read()',
        'os.listdir("/proc/1/fd")', 'os.readlink("/proc/1/exe")')).toEqual(Array(5).fill('PermissionError'));
    });

    describe('and the network', () => {
      let servers: Server[];
      let port: number;
      const abstract = `\0agentcore-test-${process.pid}`;

      beforeAll(async () => {
        servers = [createServer((socket) => socket.end()), createServer((socket) => socket.end())];
        servers[0]?.listen(0, '127.0.0.1');
        servers[1]?.listen(abstract);
        await Promise.all(servers.map((server) => once(server, 'listening')));
        port = (servers[0]?.address() as AddressInfo).port;
      });
      afterAll(() => { for (const server of servers) { server.close(); } });

      test('reach nothing of the host', async () => {
        expect(await tried('import socket', `socket.create_connection(("127.0.0.1", ${port}), 2)`,
          `socket.socket(socket.AF_UNIX).connect("\\0${abstract.slice(1)}")`,
        )).toEqual(['ConnectionRefusedError', 'ConnectionRefusedError']);
      });

      test('reach nothing of each other', async () => {
        await other.executeCode(python('import socket\na = socket.create_server(("127.0.0.1", 5555))\n'
          + 'b = socket.socket(socket.AF_UNIX)\nb.bind("\\0other-session")\nb.listen()'));
        expect(await tried('import socket', 'socket.create_connection(("127.0.0.1", 5555), 2)',
          'socket.socket(socket.AF_UNIX).connect("\\0other-session")')).toEqual(['ConnectionRefusedError', 'ConnectionRefusedError']);
      });

      test('have a loopback of their own', async () => {
        expect(await tried('import socket\nserver = socket.create_server(("127.0.0.1", 0))',
          'socket.create_connection(server.getsockname(), 2)')).toEqual(['reached']);
      });

      test('have no other kind of socket', async () => {
        expect(await tried('import socket', 'socket.socket(40, socket.SOCK_STREAM)', 'socket.socket(17, socket.SOCK_RAW)',
          'socket.socket(38, 5)', 'socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)'))
          .toEqual(['OSError', 'OSError', 'OSError', 'PermissionError']);
      });
    });

    test('are refused what the kernel keeps for others', async () => {
      const calls = [
        'libc.unshare(0x10000000)',
        'libc.mount(b"x", b"/mnt", b"tmpfs", 0, None)',
        'libc.ptrace(16, 1, 0, 0)',
        'libc.setns(0, 0)',
        'libc.chroot(b"/tmp")',
        'libc.prlimit(1, 0, (ctypes.c_ulong * 2)(0, 0), None)', // no processor time for the agent
        'libc.setpriority(0, 1, 19)',
        'libc.syscall(56 if platform.machine() == "x86_64" else 220, 0x10000011, 0, 0, 0, 0)', // clone into a user namespace
        'libc.ioctl(0, ctypes.c_ulong(0x100005412), b"x")', // TIOCSTI, and a bit that the kernel does not look at
      ];
      const answers = await run(['import ctypes, json, platform', 'libc = ctypes.CDLL(None, use_errno=True)',
        `print(json.dumps([${calls.map((call) => `(${call}, ctypes.get_errno())`).join(', ')}]))`].join('\n'));
      expect(JSON.parse(answers)).toEqual(calls.map(() => [-1, 1]));
    });

    test('end neither their agent nor anything outside', async () => {
      const killing = 'import os\nfor number in (1, 2, 9, 11, 15, 19): os.kill(1, number)\nos.kill(-1, 9)';
      const result = await one.executeCode(python(killing));
      expect(result.end ?? 'still there').toMatch(/killed|still there/);
      expect(await run('print(1)')).toBe('1');
      expect((await other.executeCode(python('print(2)'))).stdout).toBe('2\n');
    });

    test('are held to one limit for all their files', async () => {
      const { stdout } = await one.executeCommand('for d in /tmp ~ /dev/shm; do head -c 30000000 /dev/zero > $d/big; done 2>/dev/null; '
        + 'cat /tmp/big ~/big /dev/shm/big | wc -c; rm /tmp/big ~/big /dev/shm/big');
      expect(Number(stdout)).toBeGreaterThan(limits.diskBytes * 0.9);
      expect(Number(stdout)).toBeLessThanOrEqual(limits.diskBytes);
    });

    test('are held to a number of files', async () => {
      const { stdout } = await one.executeCommand(`i=0; while [ $i -lt ${limits.files * 2} ] && : > /tmp/f$i; do i=$((i+1)); done 2>/dev/null
        echo $i; rm -f /tmp/f*`);
      expect(Number(stdout)).toBeGreaterThan(limits.files * 0.9);
      expect(Number(stdout)).toBeLessThanOrEqual(limits.files);
    });

    test('are held to their memory, and go on', async () => {
      const { exitCode } = await one.executeCode(python(`data = bytearray(${limits.memoryBytes * 2})`));
      expect(exitCode).not.toBe(0);
      expect(await run('print(3)')).toBe('3');
    });

    test('are held to their memory in all processes together', async () => {
      const share = limits.memoryBytes / 4;
      const { stdout } = await one.executeCommand(`for i in 1 2 3 4 5 6 7 8; do python3 -I -c "
import time
data = bytearray(${share}); time.sleep(2); print('kept')" & done; wait`);
      expect(stdout.split('kept').length - 1).toBeLessThan(5);
      expect(await run('print(4)')).toBe('4');
    });

    test('are held to their processes, and others are not', async () => {
      const forked = await run(`import os, signal, time
children = []
try:
    while len(children) < ${limits.processes * 2}:
        child = os.fork()
        if child == 0: time.sleep(10); os._exit(0)
        children.append(child)
except OSError: pass
count = len(children)
for child in children: os.kill(child, signal.SIGKILL); os.waitpid(child, 0)
print(count)`);
      expect(Number(forked)).toBeGreaterThan(limits.processes / 2);
      expect(Number(forked)).toBeLessThan(limits.processes);
    });

    test('that bomb themselves with processes leave others alone, and can be closed', async () => {
      const bomb = await engine.open({ networkMode: 'SANDBOX' });
      const running = bomb.executeCode(python('import os\nwhile True:\n    try: os.fork()\n    except OSError: pass'))
        .catch((error: Error) => error.name);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect((await other.executeCommand('echo well')).stdout).toBe('well\n');
      await bomb.close();
      expect(await running).toBe('SandboxGoneError');
    });
  });
}
