import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiSession } from './api-session.js';
import { AttackedService, LIMITS } from './attacked-service.js';

const MEGABYTE = 2 ** 20;
/** Of attacks that are not stopped by anything: that is the test's own bound. */
const PYTHON_BOMB = `import os, time
end = time.monotonic() + 1.3
while time.monotonic() < end:
    try: os.fork()
    except OSError: pass`;

/** What a session may use up of the machine, whoever runs the service. */
export function describeExhaustion(who: string): void {
  describe(`using up the machine of a service run by ${who}`, () => {
    let under: AttackedService;
    beforeAll(async () => { under = await AttackedService.start(); });
    afterAll(() => under.close());

    const attacks: readonly (readonly [string, (session: ApiSession) => Promise<unknown>])[] = [
      ['fork bomb in Python', (session) => session.python(PYTHON_BOMB)],
      ['fork bomb in the shell', (session) => session.command('end=$((SECONDS+2)); bomb() { [ $SECONDS -lt $end ] && { bomb | bomb & }; }; bomb 2>/dev/null; sleep 1.3')],
      ['threads', (session) => session.python(`import threading, time
while True: threading.Thread(target=time.sleep, args=(1,)).start()`)],
    ];
    test.each(attacks)('%s', async (_name, attack) => {
      await under.inAnother(async (session) => {
        await attack(session);
        expect((await session.tool('listFiles', {})).status).toBe(200);
      });
      await under.attackerAnswers();
    });

    test('10 GB allocation at once', async () => {
      const { exitCode, stderr, isError } = await under.during(under.attacker.python('data = bytearray(10 * 2**30)'));
      expect({ isError, failed: exitCode !== 0 }).toEqual({ isError: true, failed: true });
      expect(stderr).toMatch(/MemoryError|memory/);
      await under.attackerAnswers();
    });

    test('10 GB allocation little by little, in processes of a third of the limit each', async () => {
      const share = Math.floor(LIMITS.memoryBytes / 3 / MEGABYTE);
      const one = `import time; kept = [b"x" * ${MEGABYTE} for _ in range(${share})]; time.sleep(1); print("kept")`;
      const { stdout } = await under.during(under.attacker.command(`for i in 1 2 3 4 5 6; do python3 -I -c '${one}' & done; wait`));
      expect(stdout.split('kept').length - 1).toBeLessThan(4);
      await under.attackerAnswers();
    });

    test('memory that is in no process: memfd', async () => {
      const { stdout } = await under.during(under.attacker.python(
        `import os\nmade = 0\ntry:\n    held = [os.memfd_create("x") for _ in range(100)]\n    for one in held: made += os.write(one, bytes(16 * ${MEGABYTE}))\n`
        + 'except OSError: pass\nprint(made)'));
      expect(Number(stdout || 0)).toBeLessThan(LIMITS.memoryBytes);
      await under.attackerAnswers();
    });

    test('memory that is in no process: pipes and sockets filled to the brim', async () => {
      // For some time, since whoever looks does so now and then. At most 1.6 GB, if nothing stops it.
      const { exitCode, stdout } = await under.during(under.attacker.python([
        'import fcntl, os, socket, time', 'held, sent = [], 0', 'try:',
        '    for _ in range(800):',
        '        pair = socket.socketpair()', '        held.append(pair)', '        pair[0].setblocking(False)',
        '        pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)',
        '        try:', '            while True: sent += pair[0].send(bytes(1 << 16))', '        except BlockingIOError: pass',
        '        if len(held) < 100:', '            ends = os.pipe()', '            held.append(ends)', '            os.set_blocking(ends[1], False)',
        '            fcntl.fcntl(ends[1], 1031, 1 << 18)', '            sent += os.write(ends[1], bytes(1 << 18))',
        'except OSError as error: print(error)', 'time.sleep(1.5)', 'print(sent)',
      ].join('\n')));
      expect(exitCode === 0 ? Number(stdout.split('\n').at(-1)) : 0).toBeLessThan(LIMITS.memoryBytes);
      await under.attackerAnswers();
    });

    test('disk fill', async () => {
      const { stdout } = await under.during(under.attacker.command(
        'for d in /tmp ~ /dev/shm; do head -c 40000000 /dev/zero > $d/fill; done 2>/dev/null; cat /tmp/fill ~/fill /dev/shm/fill | wc -c'));
      expect(Number(stdout)).toBeLessThanOrEqual(LIMITS.diskBytes);
      const refused = await under.attacker.tool('writeFiles', { content: [{ path: 'more', text: 'x'.repeat(100_000) }] });
      expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/space/) });
      expect(await under.attacker.tool('removeFiles', { paths: ['fill', '/tmp/fill'] })).toMatchObject({ isError: false });
      await under.attacker.command('rm /dev/shm/fill');
      await under.attackerAnswers();
    });

    test('inodes', async () => {
      const { stdout } = await under.during(under.attacker.command(
        `i=0; while [ $i -lt ${LIMITS.files * 3} ] && : > /tmp/f$i; do i=$((i+1)); done 2>/dev/null; echo $i`));
      expect(Number(stdout)).toBeLessThanOrEqual(LIMITS.files);
      expect(await under.attacker.tool('listFiles', { directoryPath: '/tmp' })).toMatchObject({ isError: false });
      await under.attacker.command('rm /tmp/f*');
      await under.attackerAnswers();
    });

    test('sparse files, larger than all there is', async () => {
      await under.during(under.attacker.command('truncate -s 1T huge; for i in $(seq 20); do ln huge link$i; done'));
      expect(await under.during(under.attacker.tool('readFiles', { paths: ['huge'] }))).toMatchObject({ isError: true });
      expect(await under.attacker.tool('removeFiles', { paths: ['huge'] })).toMatchObject({ isError: false });
      await under.attackerAnswers();
    });

    test('40 spinning processes: the other session is answered', async ({ annotate }) => {
      await under.inAnother(async (session) => {
        const spinning = await session.tool('startCommandExecution', { command: 'for i in $(seq 40); do (setsid sh -c "while :; do :; done" &) ; done; sleep 3' });
        expect(spinning.taskStatus).toMatch(/submitted|working/);
        await sleep(1200);
      });
      await annotate(`it waited ${under.longestWait} ms at most, in all tests up to here`);
    });

    test('thousands of tasks', async () => {
      await under.inAnother(async (session) => {
        const started = await Promise.all(Array.from({ length: 200 }, () => session.tool('startCommandExecution', { command: 'sleep 20' })));
        expect(started.every(({ status }) => status === 200)).toBe(true);
        expect(started.filter(({ isError }) => !isError).length).toBeLessThanOrEqual(64);
        expect(started.find(({ isError }) => isError)?.text).toMatch(/process|background/);
      });
    });
  });
}
