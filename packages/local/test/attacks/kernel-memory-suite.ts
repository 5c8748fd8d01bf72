import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AttackedService } from './attacked-service.js';

const LIBC = 'import ctypes, json, os\nlibc = ctypes.CDLL(None, use_errno=True)\n';

/** What the kernel hands out beside memory, disk and processes: some of it once for the machine, or for the user of the service. */
export function describeKernelMemory(who: string): void {
  describe(`using up the kernel's own of a service run by ${who}`, () => {
    let under: AttackedService;
    beforeAll(async () => { under = await AttackedService.start(); });
    afterAll(() => under.close());

    const printed = async (code: string): Promise<number> => {
      const { stdout, stderr } = await under.during(under.attacker.python(LIBC + code));
      if (!/^-?\d+$/.test(stdout)) { throw new Error(`${stdout}\n${stderr}`); }
      return Number(stdout);
    };

    test('page tables, which count as nobody\'s memory', async () => {
      // 4 KiB of page table for each 2 MiB that are looked at.
      const attack = 'import time\nsize = 1 << 39\nlibc.mmap.restype = ctypes.c_void_p\n'
        + 'at = libc.mmap(None, ctypes.c_size_t(size), 1, 0x4022, -1, ctypes.c_long(0))\n'
        + 'for offset in range(0, size, 1 << 21): ctypes.c_char.from_address(at + offset).value\ntime.sleep(2)';
      const { exitCode } = await under.during(under.attacker.python(LIBC + attack));
      expect(exitCode).not.toBe(0);
      await under.attackerAnswers();
    });

    test('System V memory, semaphores and queues, which nothing but the end of the session frees', async () => {
      expect(await printed(`made = 0
while made < 100 and max(libc.semget(0, 32000, 0o1600), libc.msgget(0, 0o1600), libc.shmget(0, 1 << 24, 0o1600)) >= 0: made += 1
print(made)`)).toBe(0);
    });

    test('POSIX message queues', async () => {
      const bytes = await printed(`made = 0
while made < 1000 and libc.mq_open(b"/x%d" % made, 0o102, 0o600, None) >= 0: made += 1
print(made * 80000)`);
      expect(bytes).toBeLessThan(2 ** 22);
    });

    test('asynchronous I/O, of which there is a number for the whole machine', async () => {
      const setup = '{"x86_64": 206, "aarch64": 0}[os.uname().machine]';
      expect(await printed(`print(libc.syscall(ctypes.c_long(${setup}), 4096, ctypes.byref(ctypes.c_ulong(0))))`)).toBe(-1);
    });

    test('terminals, of which there is a number for the whole machine', async () => {
      const held = await printed(`held = []
try:
    while len(held) < 400: held.append(os.openpty())
except OSError: pass
print(len(held))
for pair in held: os.close(pair[0]); os.close(pair[1])`);
      expect(held).toBeGreaterThan(1);
      expect(held).toBeLessThan(100);
    });

    test('watches on files, of which there is a number for each user', async () => {
      const held = await printed(`held = []
while len(held) < 100 and (one := libc.inotify_init()) >= 0: held.append(one)
print(len(held))
for one in held: os.close(one)`);
      expect(held).toBeGreaterThan(1);
      expect(held).toBeLessThan(40);
    });

    test('flushing the disks of the machine', async () => {
      const { exitCode } = await under.during(under.attacker.python(`import os, time
end = time.monotonic() + 0.3
while time.monotonic() < end: os.sync()`));
      expect(exitCode).toBe(0);
    });

    test('crashing, again and again: no core is dumped', async () => {
      const { stdout } = await under.during(under.attacker.command('ulimit -c unlimited 2>/dev/null; for i in $(seq 50); do sh -c "kill -SEGV \\$\\$"; done 2>/dev/null; ls -A ~ /tmp | grep -c core'));
      expect(stdout).toBe('0');
      await under.attackerAnswers();
    });
  });
}
