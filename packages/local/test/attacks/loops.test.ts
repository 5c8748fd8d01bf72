import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AttackedService } from './attacked-service.js';

describe('code that does not end', () => {
  let under: AttackedService;
  beforeAll(async () => { under = await AttackedService.start({ limits: { callSeconds: 0.4, memoryBytes: 512 * 2 ** 20 } }); });
  afterAll(() => under.close());

  test.each([
    ['endless loop', 'while True: pass'],
    ['endless loop with SIGINT ignored', `import signal
for number in (2, 15, 1): signal.signal(number, signal.SIG_IGN)
while True: pass`],
    ['endless loop that catches everything', 'while True:\n    try:\n        while True: pass\n    except BaseException: pass'],
    ['endless loop inside C code', 'sum(range(10**12))'],
    ['endless loop inside C code, in a thread of its own too', `import threading
threading.Thread(target=lambda: sum(range(10**12)), daemon=False).start()
sum(range(10**12))`],
    ['a child that does not end, with all signals ignored', `import os, signal
os.setsid() if os.getpid() != os.getsid(0) else None
if os.fork() == 0:
`
      + '    for number in signal.valid_signals() - {9, 19}: signal.signal(number, signal.SIG_IGN)\n    while True: pass\nos.wait()'],
    ['stopping itself', 'import os\nos.kill(os.getpid(), 19)\nimport time\ntime.sleep(60)'],
    ['reading stdin', `import sys, time
assert sys.stdin.read() == ""
try: input()
except EOFError: print("EOF")
import os
assert os.read(0, 10) == b""
time.sleep(60)`],
    ['an object that never finishes being printed', 'class Endless:\n    def __repr__(self):\n        while True: pass\nEndless()'],
  ])('%s', async (_name, code) => {
    const { status, exitCode, isError, stderr } = await under.during(under.attacker.python(code));
    expect({ status, exitCode, isError }).toEqual({ status: 200, exitCode: 124, isError: true });
    expect(stderr).toMatch(/longer than 0\.4 s|timed? ?out/i);
    await under.attackerAnswers();
  });

  test('reading stdin in a command', async () => {
    expect(await under.during(under.attacker.command('cat; read x; echo "${x:-nothing}"'))).toMatchObject({ stdout: 'nothing' });
  });

  test.each([
    ['shell', 'trap "" TERM INT HUP; while :; do :; done'],
    ['shell in the background', '(trap "" TERM; setsid sh -c "while :; do :; done") & wait'],
  ])('endless loop in the %s', async (_name, command) => {
    expect(await under.during(under.attacker.command(command))).toMatchObject({ exitCode: 124, isError: true });
    await under.attackerAnswers();
  });

  const scripts: readonly (readonly [string, string])[] = [
    ['endless loop', 'while (true) {}'],
    ['endless loop with signals handled', `for (const name of ["SIGINT", "SIGTERM"]) { (globalThis.Deno ? Deno.addSignalListener : process.on.bind(process))(name, () => {}); }
while (true) {}`],
    ['endless promises', 'const again = () => Promise.resolve().then(again);\nawait again()'],
    ['a promise that never settles, kept alive', 'setInterval(() => {}, 1000);\nawait new Promise(() => {})'],
    ['endless regular expression', '/^(a+)+$/.test("a".repeat(40) + "b")'],
    ['flood of unhandled rejections', `const more = () => { for (let i = 0; i < 100; i += 1) { Promise.reject(new Error("x".repeat(100))); } setTimeout(more, 0); };
more();
await new Promise(() => {})`],
  ];
  describe.each(['nodejs', 'deno'] as const)('in %s', (runtime) => {
    test.each(scripts)('%s', async (_name, code) => {
      await under.attacker.script(runtime, '0');
      const { status, isError, exitCode } = await under.during(under.attacker.script(runtime, code));
      expect({ status, isError }).toEqual({ status: 200, isError: true });
      expect([1, 124, 137]).toContain(exitCode);
      // The first may still be loading when its time is over.
      await expect.poll(async () => (await under.attacker.script(runtime, 'console.log(6 * 7)')).stdout, { timeout: 5000 }).toBe('42');
      await under.attackerAnswers();
    });
  });
});
