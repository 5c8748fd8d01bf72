import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AttackedService } from './attacked-service.js';
import { HostBait } from './host-bait.js';
import { OUTCOMES } from './python-attempts.js';

/** What code may do with privileges that it should not have, whoever runs the service. */
export function describePrivileges(who: string): void {
  describe(`privileges of a session of a service run by ${who}`, () => {
    let under: AttackedService;
    let bait: HostBait;
    beforeAll(async () => {
      bait = await HostBait.set();
      under = await AttackedService.start({ interpreters: [{ name: 'public', networkMode: 'PUBLIC' }] });
    });
    afterAll(async () => {
      await under.close();
      await bait.remove();
    });

    const outcomes = async (attempts: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
      const list = Object.entries(attempts).map(([name, attempt]) => `${JSON.stringify(name)}: outcome(lambda: ${attempt})`);
      const { stdout, stderr } = await under.during(under.attacker.python(`${OUTCOMES}\nprint(json.dumps({${list.join(', ')}}))`));
      if (stdout === '') { throw new Error(stderr); }
      return JSON.parse(stdout) as Record<string, string>;
    };
    /** None of them gets anywhere. */
    const refused = async (attempts: Readonly<Record<string, string>>): Promise<void> => {
      const found = await outcomes(attempts);
      expect(Object.entries(found).filter(([, outcome]) => outcome === 'reached')).toEqual([]);
      expect(Object.keys(found)).toEqual(Object.keys(attempts));
    };

    test('os.kill(1) with all signals', async () => {
      await under.during(under.attacker.python('import os, signal\nfor number in signal.valid_signals():\n    os.kill(1, number)'));
      await under.attackerAnswers();
    });

    test('os.kill(-1) with all signals', async () => {
      for (const signals of ['[19, 9]', 'signal.valid_signals() - {9, 19}']) {
        await under.during(under.attacker.python(`import os, signal\nfor number in ${signals}:\n    os.kill(-1, number)`));
        await under.attackerAnswers();
        expect(await under.attacker.tool('listFiles', {})).toMatchObject({ isError: false });
      }
    });

    test('kill by number, of all that may exist', async () => {
      await under.during(under.attacker.python(`import os
for pid in range(2, 70000):
    if pid != os.getpid():
        try: os.kill(pid, 9)
        except OSError: pass`));
      await under.attackerAnswers();
    });

    test('ptrace, process_vm_readv, pidfd_getfd', async () => {
      await refused({
        'attach to 1': 'call("ptrace", 16, 1, 0, 0)',
        'seize 1': 'call("ptrace", 0x4206, 1, 0, 0)',
        'trace me': 'call("ptrace", 0, 0, 0, 0)',
        'read memory of 1': 'call("process_vm_readv", 1, b"x" * 16, 1, b"x" * 16, 1, 0)',
        ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((number) => [`descriptor ${number}`, `call("pidfd_getfd", os.pidfd_open(1), ${number}, 0)`])),
        'same descriptors': 'call("kcmp", 1, os.getpid(), 0, 0, 0)',
      });
    });

    test('/proc reads of other processes', async () => {
      const files = ['environ', 'maps', 'mem', 'fd', 'root/', 'cwd/', 'exe', 'stack', 'syscall', 'auxv', 'io', 'map_files', 'ns/net', 'fdinfo', 'smaps', 'pagemap', 'task/1/environ'];
      await refused(Object.fromEntries(files.map((file) => [file, `open("/proc/1/${file}", "rb").read(1) if not os.path.isdir("/proc/1/${file}") else os.listdir("/proc/1/${file}")`])));
      const { stdout } = await under.attacker.command('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n" | sort -u');
      expect(stdout).not.toContain(process.env.PATH);
      expect(stdout).not.toMatch(/vitest|AWS_ACCESS|agentcore-local-\d/);
    });

    test('/proc/sys writes, /sys, and what would run code on the host', async () => {
      await refused({
        'core_pattern': 'put("/proc/sys/kernel/core_pattern", "x")',
        'modprobe': 'put("/proc/sys/kernel/modprobe", "x")',
        'sysrq': 'put("/proc/sysrq-trigger", "h")',
        'kcore': 'open("/proc/kcore", "rb").read(1)',
        'kmsg': 'open("/proc/kmsg").read(1)',
        'keys': 'put("/proc/sys/kernel/keys/maxkeys", "1")',
        'binfmt': 'os.listdir("/proc/sys/fs/binfmt_misc/register")',
        'sys': 'os.listdir("/sys/kernel")',
        'cgroups': 'os.listdir("/sys/fs/cgroup")',
        'own score': 'put("/proc/self/oom_score_adj", "-1000")',
        'uid_map': 'put("/proc/self/uid_map", "0 0 1")',
        'forwarding': 'put("/proc/sys/net/ipv4/ip_forward", "1")',
        'ports': 'put("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0")',
        'namespaces': 'put("/proc/sys/user/max_user_namespaces", "99")',
        'huge pages': 'put("/proc/sys/vm/nr_hugepages", "99")',
        'overcommit': 'put("/proc/sys/vm/overcommit_memory", "1")',
      });
    });

    test('nested namespaces, mount, chroot, keys, bpf, userfaultfd, io_uring', async () => {
      const kinds = [0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000];
      await refused({
        ...Object.fromEntries(kinds.map((kind) => [`unshare ${kind}`, `call("unshare", ${kind})`])),
        ...Object.fromEntries(kinds.map((kind) => [`clone ${kind}`, `call("clone", ${kind} | 17, 0, 0, 0, 0)`])),
        'clone3': 'call("clone3", struct.pack("<11Q", 0x10000000, *[0] * 10), 88)',
        'setns': 'call("setns", os.open("/proc/self/ns/user", os.O_RDONLY), 0)',
        'mount': 'call("mount", b"none", b"/tmp", b"tmpfs", 0, 0)',
        'mount again': 'call("mount", b"none", b"/", b"", 32 | 4096, 0)',
        'chroot': 'os.chroot("/tmp")',
        'pivot': 'call("pivot_root", b"/tmp", b"/tmp")',
        'keyctl': 'call("keyctl", 0, -3, 1, 0, 0)',
        'add_key': 'call("add_key", b"user", b"x", b"y", 1, -3)',
        'bpf': 'call("bpf", 5, bytes(64), 64)',
        'userfaultfd': 'call("userfaultfd", 1)',
        'io_uring': 'call("io_uring_setup", 1, bytes(120))',
        'personality': 'call("personality", 0x0040000)',
        'perf': 'call("perf_event_open", bytes(112), 0, -1, -1, 0)',
        'handles': 'call("open_by_handle_at", -100, bytes(32), 0)',
        'open_tree': 'call("open_tree", -100, b"/", 1)',
        'fsopen': 'call("fsopen", b"tmpfs", 0)',
        'secret': 'call("memfd_secret", 0)',
        'quota': 'call("quotactl", 0x80000700, b"/", 0, 0)',
        'acct': 'call("acct", b"/tmp/acct")',
        'module': 'call("init_module", b"", 0, b"")',
        'real time': 'os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))',
        'more priority': 'os.setpriority(os.PRIO_PROCESS, 0, -5)',
        'device': 'os.mknod("/tmp/disk", 0o60644, os.makedev(254, 0))',
        'uid': 'os.setuid(0)',
        'groups': 'os.setgroups([0])',
        'host name': 'socket.sethostname("x")',
      });
    });

    test('TIOCSTI into a terminal, also with high bits set', async () => {
      await refused(Object.fromEntries(['0x5412', '0x541C', '0x100005412'].map((request) => [
        request, `(lambda: libc.ioctl(os.openpty()[1], ctypes.c_ulong(${request}), b"x") and (_ for _ in ()).throw(OSError(ctypes.get_errno(), "ioctl")))()`,
      ])));
      await refused({
        'terminal of the service': 'open("/dev/tty", "w")',
        'console': 'open("/dev/console")',
        'memory': 'open("/dev/mem")',
        'disk': 'open("/dev/vda")',
        'fuse': 'open("/dev/fuse")',
        'kvm': 'open("/dev/kvm")',
        'tun': 'open("/dev/net/tun")',
      });
    });

    test('setuid programs', async () => {
      const { stdout } = await under.during(under.attacker.command(
        'grep -v -e nosuid -e " /dev/" /proc/self/mountinfo; su -c id root < /dev/null 2>/dev/null; cp /bin/bash /tmp/b; chmod 6755 /tmp/b; /tmp/b -p -c "id -u"'));
      expect(stdout).toBe('1000');
    });

    test('descriptors, variables and secrets of the service', async () => {
      const seen = await under.inAnother((session) => session.python(
        `import os
print(sorted(os.readlink(f"/proc/self/fd/{n}").split(":")[0] for n in range(64) if os.path.lexists(f"/proc/self/fd/{n}")))
print(list(os.environ))`));
      expect(seen.stdout).toMatch(/^\['\/dev\/null', 'pipe', 'pipe', 'socket'\]/);
      expect(seen.stdout).not.toMatch(/AWS_ACCESS|VITEST|npm_lifecycle/);
      expect((await under.attacker.command('ls /proc/self/fd | tr "\\n" " "; ulimit -c')).stdout).toBe('0 1 2 3 0');
    });

    test('host files, other sessions\' files and /tmp', async () => {
      await under.neighbour.command('echo secret > /tmp/of-neighbour; echo secret > ~/of-neighbour; echo secret > /dev/shm/of-neighbour');
      await refused({
        'bait': `open(${JSON.stringify(bait.file)})`,
        'shadow': 'open("/etc/shadow")',
        'home': 'os.listdir("/home/")',
        'root\'s home': 'open("/root/.bashrc")',
        'neighbour': 'open("/tmp/of-neighbour")',
        'neighbour at home': 'open("of-neighbour")',
        'neighbour in memory': 'open("/dev/shm/of-neighbour")',
        'old root': 'open("/proc/self/root/../root/.bashrc")',
        'hosts': 'open("/etc/ssh/sshd_config")',
        'writing': 'open("/usr/x", "w")',
        'writing root': 'open("/x", "w")',
      });
    });

    test('host loopback services (TCP, UDP, IPv6) and abstract sockets', async () => {
      await refused({
        tcp: `socket.create_connection(("127.0.0.1", ${bait.tcp}), 1)`,
        tcp6: `socket.create_connection(("::1", ${bait.tcp6}), 1)`,
        lan: `socket.create_connection((${JSON.stringify(bait.lanAddress)}, ${bait.tcp}), 1)`,
        any: `socket.create_connection(("0.0.0.0", ${bait.tcp}), 1)`,
        abstract: `socket.socket(socket.AF_UNIX).connect("\\0${bait.abstract}")`,
        path: `socket.socket(socket.AF_UNIX).connect(${JSON.stringify(bait.socketFile)})`,
        metadata: 'socket.create_connection(("169.254.169.254", 80), 1)',
        name: 'socket.getaddrinfo("example.com", 80)',
        service: `socket.create_connection(("127.0.0.1", ${under.service.port}), 1)`,
      });
      await under.attacker.python(`import socket\nfor family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):\n    socket.socket(family, socket.SOCK_DGRAM).sendto(b"x", (host, ${bait.udp}))`);
      expect(bait.connections).toBe(0);
    });

    test('vsock, packet, alg and exotic netlink sockets', async () => {
      const families = {
        vsock: 40, packet: 17, alg: 38, bluetooth: 31, can: 29, rds: 21, tipc: 30, kcm: 41, xdp: 44, nfc: 39, key: 15, smc: 43,
      };
      await refused({
        ...Object.fromEntries(Object.entries(families).map(([name, family]) => [name, `socket.socket(${family}, socket.SOCK_DGRAM)`])),
        'raw': 'socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)',
        'raw6': 'socket.socket(socket.AF_INET6, socket.SOCK_RAW, 58)',
        'family with high bits': 'call("socket", (1 << 32) | 40, 1, 0)',
        'vsock pair': 'call("socketpair", 40, 1, 0, bytes(8))',
      });
      const exotic = [...Array(23).keys()].slice(1);
      await refused(Object.fromEntries(exotic.map((protocol) => [`netlink ${protocol}`, `socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, ${protocol})`])));
    });
  });
}
