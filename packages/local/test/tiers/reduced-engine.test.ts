import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldersOfEngines, processesWith } from './leftovers.js';
import { TEST_LIMITS } from './limits.js';
import { Engine, Language, ProcessResult, Sandbox, SandboxError, SandboxGoneError } from '../../src/sandbox/sandbox.js';
import { findScriptRuntimes } from '../../src/sandbox/script-runtimes.js';
import { createReducedEngine } from '../../src/sandbox/tiers/reduced/reduced-engine.js';

let engine: Engine;
let sandbox: Sandbox;
const warnings: string[] = [];

beforeAll(async () => {
  engine = await createReducedEngine({
    limits: { ...TEST_LIMITS, callSeconds: 8 },
    proxySocket: '/nowhere',
    readOnly: [],
    environment: {},
    warn: (message) => { warnings.push(message); },
    ...await findScriptRuntimes(),
  });
  sandbox = await engine.open({ networkMode: 'SANDBOX' });
}, 60_000);

afterAll(() => engine.close());

function run(code: string, language: Language = 'python', clearContext = false, in_ = sandbox): Promise<ProcessResult> {
  return in_.executeCode({ code, language, runtime: language === 'python' ? 'python' : 'deno', clearContext });
}

describe('Python cells', { timeout: 60_000 }, () => {
  it('show the last expression and keep variables until the context is cleared', async () => {
    expect(await run('x = 20\nx + 1')).toMatchObject({ stdout: '21\n', stderr: '', exitCode: 0 });
    expect(await run('x')).toMatchObject({ stdout: '20\n' });
    const cleared = await run('x', 'python', true);
    expect(cleared).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("NameError: name 'x' is not defined") });
  });

  it('write tracebacks as IPython does', async () => {
    const { stderr, exitCode } = await run('import math\ndef f(a):\n    return 1 / a\n\nf(0)');
    expect(exitCode).toBe(1);
    expect(stderr.replaceAll(/In\[\d+\]/g, 'In[n]')).toBe([
      '-'.repeat(75),
      'ZeroDivisionError                         Traceback (most recent call last)',
      'Cell In[n], line 5',
      '      2 def f(a):',
      '      3     return 1 / a',
      '----> 5 f(0)',
      '',
      'Cell In[n], line 3, in f(a)',
      '      1 import math',
      '      2 def f(a):',
      '----> 3     return 1 / a',
      '      5 f(0)',
      '',
      'ZeroDivisionError: division by zero',
      '',
    ].join('\n'));
  });

  it('name the place of a syntax error, exit codes and causes', async () => {
    expect((await run('x = (1')).stderr).toMatch(/^ {2}Cell In\[\d+\], line 1\n {4}x = \(1\n +\^\nSyntaxError: '\(' was never closed\n$/);
    expect(await run('import sys; sys.exit(3)')).toMatchObject({ exitCode: 3, stderr: '' });
    expect((await run('try:\n    1/0\nexcept Exception as e:\n    raise ValueError("x") from e')).stderr)
      .toMatch(/ZeroDivisionError: division by zero\n\nThe above exception was the direct cause[\s\S]*ValueError: x\n$/);
  });

  it('may await, and read no input', async () => {
    expect(await run('import asyncio\nawait asyncio.sleep(0.01)\n5')).toMatchObject({ stdout: '5\n' });
    expect((await run('input()')).stderr).toContain('EOFError');
  });

  it('refuse subprocesses, threads, links and the network as OSError or RuntimeError', async () => {
    for (const code of [
      'import subprocess; subprocess.run(["true"])', 'import threading; threading.Thread(target=print).start()',
      'import os; os.symlink("/etc/passwd", "link")', 'import socket; socket.create_connection(("127.0.0.1", 1), 1)',
    ]) {
      const { exitCode, stderr } = await run(code);
      expect([code, exitCode]).toEqual([code, 1]);
      expect(stderr).toMatch(/\b(OSError|PermissionError|RuntimeError): /);
    }
    expect(await run('1')).toMatchObject({ stdout: '1\n' });
  });

  it('cannot reach the host through the JavaScript around them', async () => {
    for (const attempt of [
      'js.Deno.readTextFileSync("/etc/passwd")', 'js.Deno.Command.new("true").outputSync()', 'js.Deno.kill(1, "SIGCONT")',
      'js.Deno.readTextFileSync("/proc/self/environ")',
      'js.Deno.writeTextFileSync("/tmp/agentcore-local-escaped", "x")', 'js.Deno.networkInterfaces()', 'js.Deno.dlopen("libc.so.6", {})',
    ]) {
      expect([attempt, (await run(`import js\n${attempt}`)).stderr]).toEqual([attempt, expect.stringContaining('NotCapable')]);
    }
    expect(existsSync('/tmp/agentcore-local-escaped')).toBe(false);
  });
});

describe('JavaScript cells, and TypeScript once it is stripped of types', { timeout: 60_000 }, () => {
  it('keep state', async () => {
    expect(await run('const a = await Promise.resolve(4); a + 1', 'typescript')).toMatchObject({ stdout: '5\n', exitCode: 0 });
    expect(await run('const a = 7; a', 'javascript')).toMatchObject({ stdout: '7\n' });
  });

  it('go on in another process after one that exits while something is running', async () => {
    const leave = 'console.log("said"); setInterval(() => {}, 1000); Deno.exit(3)';
    const [left, next] = await Promise.all([run(leave, 'javascript'), run('typeof a', 'javascript')]);
    expect(left).toMatchObject({ stdout: 'said\n', exitCode: 3 });
    expect(left.end).toBeUndefined();
    expect(next).toMatchObject({ stdout: '"undefined"\n', exitCode: 0 });
  });

  it('have the session\'s files and nothing of the host', async () => {
    expect(await run('Deno.writeTextFileSync("from-js.txt", "hi")', 'javascript')).toMatchObject({ exitCode: 0 });
    expect(await run('open("from-js.txt").read()')).toMatchObject({ stdout: "'hi'\n" });
    for (const attempt of [
      'Deno.readTextFileSync("/etc/passwd")', 'Deno.symlinkSync("/etc/passwd", "l")', 'new Deno.Command("true").outputSync()',
      'Deno.hostname()',
      'Deno.connect({ port: 1 })', '(await $load$("node:inspector")).open(9333)', 'Deno.linkSync("/etc/passwd", "l")',
      'Deno.readDirSync("..")',
    ]) {
      const { exitCode, stderr } = await run(`await ${attempt}`, 'javascript');
      expect([attempt, exitCode, stderr]).toEqual([attempt, 1, expect.stringContaining('NotCapable')]);
    }
  });

  it('are refused for Node, which nothing would keep in', async () => {
    const cell = { code: '1', language: 'javascript', runtime: 'nodejs', clearContext: false } as const;
    await expect(sandbox.executeCode(cell)).rejects.toThrow(SandboxError);
  });
});

describe('files', { timeout: 60_000 }, () => {
  it('are shared with cells, in both directions', async () => {
    await sandbox.writeFiles([{ path: 'd/a.bin', data: Buffer.from([0, 255, 10]) }]);
    expect(await run('open("d/a.bin", "rb").read()')).toMatchObject({ stdout: "b'\\x00\\xff\\n'\n" });
    await run('open("b.txt", "w").write("b")');
    expect(await sandbox.readFiles(['b.txt', '/opt/amazon/genesis1p-tools/var/d/a.bin', 'none'], 100)).toEqual([
      { path: 'b.txt', data: Buffer.from('b') },
      { path: '/opt/amazon/genesis1p-tools/var/d/a.bin', data: Buffer.from([0, 255, 10]) },
      { path: 'none', problem: 'no such file or directory' },
    ]);
    expect(await sandbox.listFiles('d')).toEqual([{ name: 'a.bin', directory: false, bytes: 3 }]);
    expect(await sandbox.removeFiles(['d', 'none'])).toEqual([{ path: 'none', problem: 'no such file or directory' }]);
  });

  it('are written all or none, and stay within the session', async () => {
    const files = ['one', 'log'].map((path) => ({ path, data: Buffer.from('1') }));
    await expect(sandbox.writeFiles(files)).rejects.toThrow('is a directory');
    await expect(sandbox.writeFiles([{ path: '../out', data: Buffer.from('1') }])).rejects.toThrow('outside of the working directory');
    await expect(sandbox.writeFiles([{ path: 'big', data: Buffer.alloc(TEST_LIMITS.diskBytes + 1) }])).rejects.toThrow('no space left');
    expect(await sandbox.readFiles(['one', '/etc/passwd', '../../../etc/passwd'], 100)).toEqual([
      { path: 'one', problem: 'no such file or directory' },
      { path: '/etc/passwd', problem: expect.stringContaining('outside') },
      { path: '../../../etc/passwd', problem: expect.stringContaining('outside') },
    ]);
  });
});

describe('files that cannot all be written', { timeout: 60_000 }, () => {
  const write = (...paths: string[]): Promise<void> => sandbox.writeFiles(paths.map((path) => ({ path, data: Buffer.from('new') })));

  it('leave what was there as it was', async () => {
    await sandbox.writeFiles([{ path: 'was-there', data: Buffer.from('old') }]);
    const failing = write('was-there', 'made/for/it', 'n'.repeat(300));
    await expect(failing).rejects.toThrow(/^nothing was written: ENAMETOOLONG/);
    await expect(failing).rejects.not.toThrow('agentcore-local-');
    expect(await sandbox.readFiles(['was-there', 'made'], 100)).toEqual([
      { path: 'was-there', data: Buffer.from('old') }, { path: 'made', problem: 'no such file or directory' },
    ]);
  });

  it('are refused where one would be the folder of another', async () => {
    for (const paths of [['a-file', 'a-file/b'], ['a-file/b/c', 'a-file']]) {
      await expect(write(...paths)).rejects.toThrow('a part of its path is to be a file as well; nothing was written');
    }
    expect(await sandbox.readFiles(['a-file'], 100)).toEqual([{ path: 'a-file', problem: 'no such file or directory' }]);
  });

  it('are replaced when nothing is in the way', async () => {
    await write('was-there', 'made/for/it');
    expect(await sandbox.readFiles(['was-there', 'made/for/it'], 100)).toEqual(
      ['was-there', 'made/for/it'].map((path) => ({ path, data: Buffer.from('new') })),
    );
    await sandbox.removeFiles(['was-there', 'made']);
  });
});

describe('what is bounded', { timeout: 60_000 }, () => {
  it('output, and the rest is counted', async () => {
    const { stdout, stdoutDropped } = await run(`print("x" * ${TEST_LIMITS.outputBytes + 999})`);
    expect([stdout.length, stdoutDropped]).toEqual([TEST_LIMITS.outputBytes, 1000]);
  });

  it('time: an endless loop is ended, files stay', async () => {
    await run('open("kept", "w").write("1")');
    expect(await run('while True: pass')).toMatchObject({ end: 'timeout', exitCode: 124 });
    expect(await run('open("kept").read()')).toMatchObject({ stdout: "'1'\n" });
  });

  it('patience: a call that is given up is ended', async () => {
    const code = { code: 'while (true);', language: 'javascript', runtime: 'deno', clearContext: false } as const;
    expect(await sandbox.executeCode(code, { signal: AbortSignal.timeout(300) })).toMatchObject({ end: 'canceled' });
  });

  it('patience: a call that is given up before its turn leaves the variables alone', async () => {
    await run('kept = 7');
    const before = run('import asyncio\nawait asyncio.sleep(0.5)');
    const cell = { code: 'kept = 8', language: 'python', runtime: 'python', clearContext: true } as const;
    const waiting = sandbox.executeCode(cell, { signal: AbortSignal.timeout(50) });
    expect(await before).toMatchObject({ exitCode: 0 });
    expect(await waiting).toMatchObject({ stdout: '', end: 'canceled', seconds: 0 });
    expect(await run('kept')).toMatchObject({ stdout: '7\n' });
  });

  it('memory and disk', async () => {
    const hoard = 'const all = []; while (true) { all.push(new Uint8Array(2 ** 24).fill(1)); await new Promise(r => setTimeout(r, 10)); }';
    expect(await run(hoard, 'javascript')).toMatchObject({ end: 'killed' });
    expect((await run('f = open("big", "wb")\nwhile True: f.write(b"x" * 2**20)')).exitCode).not.toBe(0);
    expect((await sandbox.stats()).diskBytes).toBeLessThan(2 * TEST_LIMITS.diskBytes);
    await sandbox.removeFiles(['big']);
    expect(await run('1')).toMatchObject({ stdout: '1\n' });
  });
});

it('has no shell and no tasks, and says so', async () => {
  await expect(sandbox.executeCommand('true')).rejects.toThrow(SandboxError);
  await expect(sandbox.startTask('true')).rejects.toThrow('no sandbox that could hold a shell');
  await expect(sandbox.getTask('x')).rejects.toThrow(SandboxError);
});

it('warns once that there is no network, and keeps sessions apart', { timeout: 60_000 }, async () => {
  const others = await Promise.all([engine.open({ networkMode: 'PUBLIC' }), engine.open({ networkMode: 'PUBLIC' })]);
  expect(warnings.filter((warning) => warning.includes('no network'))).toHaveLength(1);
  await run('open("mine", "w").write("1")', 'python', false, others[0]);
  expect(await others[1]!.readFiles(['mine'], 10)).toEqual([{ path: 'mine', problem: 'no such file or directory' }]);
  await Promise.all(others.map((other) => other.close()));
});

it('leaves nothing behind, and answers calls that were under way', { timeout: 60_000 }, async () => {
  const before = sessionFolders();
  const other = await engine.open({ networkMode: 'SANDBOX' });
  const folder = sessionFolders().find((name) => !before.includes(name))!;
  await expect.poll(() => processesWith(folder)).toBe(1);
  const call = run('while True: pass', 'python', false, other);
  const gone = expect(call).rejects.toThrow(SandboxGoneError);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await other.close();
  await other.ended;
  await gone;
  await expect(other.stats()).rejects.toThrow(SandboxGoneError);
  expect(sessionFolders()).toEqual(before);
  expect(processesWith(folder)).toBe(0);
});

function sessionFolders(): string[] {
  return foldersOfEngines().flatMap((name) => readdirSync(`${tmpdir()}/${name}`));
}
