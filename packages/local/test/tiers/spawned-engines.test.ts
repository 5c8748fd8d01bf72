import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostBait } from './bait.js';
import { HARM_AGENT, leaveDaemon, reachHost } from './hostile-python.js';
import { foldersOfEngines, processesWith } from './leftovers.js';
import { TEST_LIMITS } from './limits.js';
import { testSetup } from './setup.js';
import { Engine, ProcessResult, Sandbox, SandboxGoneError } from '../../src/sandbox/sandbox.js';
import { tierMakers } from '../../src/sandbox/tiers/makers.js';
import { probeEngine } from '../../src/sandbox/tiers/probe.js';

describe.each(['bubblewrap', 'landlock', 'none'] as const)('%s', { timeout: 60_000 }, (tier) => {
  let engine: Engine;
  let sandbox: Sandbox;
  let bait: HostBait;
  const isolated = tier !== 'none';
  const whenIsolated = (name: string, test: () => Promise<void>): void => { if (isolated) { it(name, test); } };

  beforeAll(async () => {
    bait = await HostBait.make();
    engine = await tierMakers[tier](await testSetup({ limits: { ...TEST_LIMITS, callSeconds: 10 } }));
    sandbox = await engine.open({ networkMode: 'SANDBOX' });
  });

  afterAll(async () => {
    await engine?.close();
    await bait?.close();
  });

  const run = (code: string, one: Sandbox = sandbox): Promise<ProcessResult> =>
    one.executeCode({ code, language: 'python', runtime: 'python', clearContext: false });

  it('passes the probe', async () => {
    await probeEngine(engine, isolated);
    expect(engine.report).toMatchObject({ tier, python: { path: '/usr/bin/python3' } });
    expect(engine.report.notIsolated.length).toBeGreaterThan(0);
  });

  it('keeps variables, runs JavaScript, commands and tasks', async () => {
    expect(await run('import os; x = 41')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await run('x + 1')).toMatchObject({ stdout: '42\n' });
    expect(await run('sorted(os.listdir("."))')).toMatchObject({ stdout: "['.ipython', 'log']\n" });
    for (const runtime of ['nodejs', 'deno'] as const) {
      const cell = { code: '[typeof Deno, 1].join()', language: 'javascript', runtime, clearContext: false } as const;
      const stdout = runtime === 'deno' ? '"object,1"\n' : "'undefined,1'\n";
      expect(await sandbox.executeCode(cell)).toMatchObject({ stdout, exitCode: 0 });
    }
    expect(await sandbox.executeCommand('echo out; echo err >&2; exit 3')).toMatchObject({ stdout: 'out\n', stderr: 'err\n', exitCode: 3 });
    const { id } = await sandbox.startTask('echo done');
    await expect.poll(async () => (await sandbox.getTask(id)).status).toBe('completed');
  });

  it('shares files between cells, commands and the file tools', async () => {
    await sandbox.writeFiles([{ path: 'd/a.bin', data: Buffer.from([0, 255]) }]);
    expect(await run('open("d/a.bin", "rb").read()')).toMatchObject({ stdout: "b'\\x00\\xff'\n" });
    const copy = 'cp d/a.bin b.bin && chmod 600 b.bin && wc -c < b.bin';
    expect(await sandbox.executeCommand(copy)).toMatchObject({ stdout: '2\n', exitCode: 0 });
    expect(await sandbox.readFiles(['b.bin'], 10)).toEqual([{ path: 'b.bin', data: Buffer.from([0, 255]) }]);
    expect(await run('import shutil, tempfile; shutil.copy2("b.bin", tempfile.mkdtemp()) and 1')).toMatchObject({ stdout: '1\n' });
  });

  whenIsolated('reaches neither files nor services of this machine', async () => {
    expect(await run(reachHost(bait))).toMatchObject({ stdout: '', stderr: '', exitCode: 0 });
    expect(bait.reached).toEqual([]);
    expect(await bait.text()).toBe('secret');
    await sandbox.removeFiles(['to-host']);
  });

  whenIsolated('cannot harm or look into its agent, nor leave the sandbox', async () => {
    const { stdout, stderr } = await run(HARM_AGENT);
    // The agent is not to be killed, whatever the call answers.
    expect([stdout.replace('kill agent None\n', ''), stderr]).toEqual(['', '']);
    expect(await run('1')).toMatchObject({ stdout: '1\n' });
  });

  whenIsolated('survives the killing of everything that can be', async () => {
    const victim = await engine.open({ networkMode: 'SANDBOX' });
    await run('import os; os.kill(-1, 9)', victim);
    expect(await run('1', victim)).toMatchObject({ stdout: '1\n' });
    expect(await run('2')).toMatchObject({ stdout: '2\n' });
    await victim.close();
  });

  whenIsolated('keeps sessions apart', async () => {
    const other = await engine.open({ networkMode: 'SANDBOX' });
    const leave = 'import os; open("mine", "w").write("secret"); os.chmod("mine", 0o666); print(os.getcwd())';
    const { stdout: folder } = await run(leave, other);
    expect((await run(`open(${JSON.stringify(`${folder.trim()}/mine`)}).read()`)).stderr).toMatch(/(FileNotFound|Permission)Error/);
    await other.close();
  });

  whenIsolated('bounds processes, memory and files', async () => {
    const bomb = `
import os, time
n = 0
try:
    while n < 500:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        n += 1
except OSError:
    pass
n`;
    expect(Number((await run(bomb)).stdout)).toBeLessThan(TEST_LIMITS.processes);
    expect((await run(`bytearray(${2 * TEST_LIMITS.memoryBytes})`)).stderr).toContain('MemoryError');
    expect((await run('f = open("big", "wb")\nfor _ in range(64): f.write(bytes(2**20)); f.flush()')).exitCode).not.toBe(0);
    await sandbox.removeFiles(['big']);
    expect(await run('3')).toMatchObject({ stdout: '3\n' });
  });

  it('bounds time', async () => {
    const quick = { signal: AbortSignal.timeout(300) };
    const cell = { code: 'while True: pass', language: 'python', runtime: 'python', clearContext: false } as const;
    expect(await sandbox.executeCode(cell, quick)).toMatchObject({ end: 'canceled' });
    expect(await run('4')).toMatchObject({ stdout: '4\n' });
  });

  it('gives PUBLIC sessions the proxy, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
    const proxy = createServer((request, response) => response.end(`by proxy: ${request.url}`));
    await new Promise<void>((resolve) => proxy.listen(join(folder, 'proxy'), resolve));
    const other = await tierMakers[tier](await testSetup({ proxySocket: join(folder, 'proxy') }));
    try {
      const one = await other.open({ networkMode: 'PUBLIC' });
      if (isolated) {
        expect(await run('import urllib.request; print(urllib.request.urlopen("http://example.com/x").read().decode())', one))
          .toMatchObject({ stdout: 'by proxy: http://example.com/x\n' });
        expect(await run(reachHost(bait), one)).toMatchObject({ stdout: '', exitCode: 0 });
        expect(bait.reached).toEqual([]);
      }
      const closed = await other.open({ networkMode: 'SANDBOX' });
      expect((await run('import os; os.environ.get("HTTP_PROXY")', closed)).stdout).toBe('');
    } finally {
      await other.close();
      proxy.closeAllConnections();
      proxy.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves nothing behind', async () => {
    const seconds = 86_000 + Math.floor(Math.random() * 400);
    const before = foldersOfEngines();
    const other = await tierMakers[tier](await testSetup());
    const [one, two] = await Promise.all([other.open({ networkMode: 'SANDBOX' }), other.open({ networkMode: 'SANDBOX' })]);
    await run(leaveDaemon(seconds), one);
    await two.startTask(`sleep ${seconds}`);
    await expect.poll(() => processesWith(String(seconds))).toBeGreaterThanOrEqual(2);
    const call = expect(run('while True: pass', one)).rejects.toThrow(SandboxGoneError);
    await one.close();
    await one.ended;
    await call;
    await other.close();
    await expect(two.stats()).rejects.toThrow(SandboxGoneError);
    expect(processesWith(String(seconds))).toBe(0);
    expect(foldersOfEngines()).toEqual(before);
    await expect(other.open({ networkMode: 'SANDBOX' })).rejects.toThrow('closed');
  });
});
