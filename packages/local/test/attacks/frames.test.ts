import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AttackedService } from './attacked-service.js';

/** Finds the descriptor on which the cell process talks to the agent. */
const PYTHON = `
import json, os, socket, stat, struct, time
channel = next(n for n in range(3, 64) if os.path.exists(f'/proc/self/fd/{n}') and stat.S_ISSOCK(os.fstat(n).st_mode))
def forge(data): os.write(channel, struct.pack('>I', len(data)) + data)
`;
const SCRIPT = `
const { writeSync, closeSync } = await import('node:fs');
const forge = (data) => { const body = Buffer.from(data); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); writeSync(3, Buffer.concat([head, body])); };
`;

const FORGED: readonly (readonly [string, string, string])[] = [
  ['answers with guessed nonces', 'for n in range(5000): forge(json.dumps({"nonce": "%032x" % n, "exitCode": 77}).encode())',
    'for (let n = 0; n < 5000; n += 1) { forge(JSON.stringify({ nonce: n.toString(16).padStart(32, "0"), exitCode: 77 })); }'],
  ['answers of the wrong kind', 'for nonce in (None, [], {}, 0, True, "x" * 3000): forge(json.dumps({"nonce": nonce, "exitCode": "77"}).encode())',
    'for (const nonce of [null, [], {}, 0, true, "x".repeat(3000)]) { forge(JSON.stringify({ nonce, exitCode: "77" })); }'],
  ['no JSON', 'forge(b"not json"); time.sleep(1)', 'forge("not json")'],
  ['JSON nested deeply', 'forge(b"[" * 4000); time.sleep(1)', 'forge("[".repeat(4000))'],
  ['invalid UTF-8', 'forge(b"\\xff\\xfe" * 100); time.sleep(1)', 'forge(Buffer.alloc(200, 0xff))'],
  ['a giant length', 'os.write(channel, b"\\xff" * 8); time.sleep(1)', 'writeSync(3, Buffer.alloc(8, 0xff))'],
  ['a flood', 'os.set_blocking(channel, True)\nend = time.monotonic() + 0.4\nwhile time.monotonic() < end: forge(b"{}")',
    'const end = Date.now() + 400; while (Date.now() < end) { try { forge("{}"); } catch {} }'],
  ['frames of the protocol between agent and service',
    'os.write(channel, struct.pack(">IBI", 20, 2, 1) + struct.pack(">I", 16) + b\'{"exitCode": 77}\'); time.sleep(1)',
    'const head = Buffer.alloc(9); head.writeUInt32BE(20, 0); head.writeUInt8(2, 4); writeSync(3, Buffer.concat([head, Buffer.from("\\0\\0\\0\\x10{\\"exitCode\\": 77}")]))'],
  ['the channel closed', 'os.close(channel); time.sleep(1)', 'closeSync(3)'],
  ['closing stdout and stderr', 'os.close(1); os.close(2)', 'closeSync(1); closeSync(2);'],
  ['closing every descriptor', 'os.closerange(0, 4096)', 'for (let n = 0; n < 64; n += 1) { try { closeSync(n); } catch {} }'],
];

describe('forged frames and closed descriptors', () => {
  let under: AttackedService;
  beforeAll(async () => { under = await AttackedService.start({ limits: { callSeconds: 2, memoryBytes: 512 * 2 ** 20 } }); });
  afterAll(() => under.close());

  test.each(FORGED)('%s, in Python', async (_name, code) => {
    const { status, exitCode } = await under.during(under.attacker.python(PYTHON + code));
    expect(status).toBe(200);
    expect(exitCode).not.toBe(77);
    expect((await under.attacker.python('1 + 1')).status).toBe(200);
    await under.attackerAnswers();
  });

  test('a lie about the cell itself ends the cell, and not the next one', async () => {
    const lie = `import sys, threading
frame = sys._getframe()
while "cell" not in frame.f_locals: frame = frame.f_back
nonce = frame.f_locals["cell"]["nonce"]
`
      + 'for _ in range(3): forge(json.dumps({"nonce": nonce, "exitCode": 7}).encode())';
    await under.during(under.attacker.python(PYTHON + lie));
    await under.attackerAnswers();
  });

  describe.each(['nodejs', 'deno'] as const)('in %s', (runtime) => {
    test.each(FORGED)('%s', async (_name, _code, code) => {
      const { status, exitCode } = await under.during(under.attacker.script(runtime, SCRIPT + code));
      expect(status).toBe(200);
      expect(exitCode).not.toBe(77);
      await expect.poll(async () => (await under.attacker.script(runtime, 'console.log(6 * 7)')).stdout, { timeout: 5000 }).toBe('42');
      await under.attackerAnswers();
    });

    test.each([
      ['process.exit', 'process.exit(3)', 3],
      ['process.exit in a handler', 'process.on("exit", () => { while (Date.now() < 0) {} });\nprocess.exit(4)', 4],
      ['memory', 'const kept = [];\nwhile (true) { kept.push(new Uint8Array(2 ** 24).fill(1)); }', undefined],
      ['memory of the heap', 'const kept = [];\nwhile (true) { kept.push(Array.from({ length: 10_000 }, (_, i) => ({ i }))); }', undefined],
      ['children', `const { spawn } = await import("node:child_process");
for (let n = 0; n < 60; n += 1) { spawn("sleep", ["5"]).on("error", () => {}); }
process.exit(5)`, 5],
      ['killing itself', 'process.kill(process.pid, "SIGKILL");\nawait new Promise((resolve) => setTimeout(resolve, 1000))', undefined],
    ])('%s', async (_name, code, expected) => {
      const { status, exitCode, stderr } = await under.during(under.attacker.script(runtime, code));
      expect(status).toBe(200);
      expect(expected === undefined ? exitCode !== 0 : exitCode === expected, `${exitCode} ${stderr}`).toBe(true);
      await under.attacker.command('pkill -KILL sleep');
      await expect.poll(async () => (await under.attacker.script(runtime, 'console.log(6 * 7)')).stdout, { timeout: 5000 }).toBe('42');
      await under.attackerAnswers();
    });
  });
});
