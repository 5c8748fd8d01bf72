import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CellProcess } from './cell-process.js';

describe.each(['nodejs', 'deno'] as const)('cells of %s', runtime => {
  let cells: CellProcess;
  beforeAll(async () => {
    cells = await CellProcess.start(runtime);
  });
  afterAll(() => cells.stop());

  const output = async (code: string) => {
    const end = await cells.run(code);
    expect(end.stderr).toBe('');
    expect(end.exitCode).toBe(0);
    return end.stdout;
  };

  it.each([
    ['1 + 1', '2\n'],
    ['-0', '-0\n'],
    ['10n ** 20n', '100000000000000000000n\n'],
    ['NaN', 'NaN\n'],
    ['null', 'null\n'],
    ['undefined', ''],
    ['', ''],
    ['// nothing but a comment', ''],
    ['Symbol("s")', 'Symbol(s)\n'],
    ['({ a: 1, b: [1, 2] })', '{ a: 1, b: [ 1, 2 ] }\n'],
    ['new Map([[1, 2]])', 'Map(1) { 1 => 2 }\n'],
    ['await 5', '5\n'],
    ['(async () => 6)()', '6\n'],
    ['setTimeout(() => undefined, 1)', ''],
    ['new Proxy({}, { get() { throw new Error("trap"); } })', '{}\n'],
  ])('shows the value of %s', async (code, expected) => {
    expect(await output(code)).toBe(expected);
  });

  it('keeps what cells define and lets them define it again', async () => {
    await output('const a = 1; let b = 2; class C {} function f() { return a + b; }');
    expect(await output('f()')).toBe('3\n');
    await output('const a = 10; let b = 20; class C { x = 1; }');
    expect(await output('console.log(f(), new C().x)')).toBe('30 1\n');
  });

  it('says how a name may be declared again', async () => {
    await output('const kind = 1; var other = 1');
    for (const code of ['let kind = 2', 'function kind() {}', 'let other = 2']) {
      expect((await cells.run(code)).stderr).toMatch(/SyntaxError: Identifier '(kind|other)' has already been declared\n[^]*only in kind/);
    }
  });

  it('writes both streams before it answers', async () => {
    const end = await cells.run('console.log("out"); console.error("err"); undefined');
    expect(end).toEqual({ exitCode: 0, stdout: 'out\n', stderr: 'err\n' });
  });

  it('waits for what a cell leaves running', async () => {
    expect(await output('setTimeout(() => console.log("timer"), 30); setImmediate(() => console.log("immediate")); undefined'))
      .toBe('immediate\ntimer\n');
    expect(await output('async function main() { await new Promise(r => setTimeout(r, 20)); console.log("main"); }\nmain()'))
      .toBe('main\n');
    expect(await output('fetch("data:,text").then(r => r.text()).then(text => console.log(text)); undefined')).toBe('text\n');
    expect(await output('let ticks = 0; const timer = setInterval(() => ++ticks === 3 && clearInterval(timer), 1); undefined')).toBe('');
    expect(await output('ticks')).toBe('3\n');
  });

  it('does not wait for servers, which later cells can reach', async () => {
    await output(runtime === 'deno'
      ? 'const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => new Response("served"));\n'
        + 'const { port } = server.addr;'
      : 'const server = require("http").createServer((_, answer) => answer.end("served")).listen(0, "127.0.0.1");\n'
        + 'await new Promise(done => server.once("listening", done)); const { port } = server.address();');
    expect(await output('await (await fetch(`http://127.0.0.1:${port}/`)).text()')).toMatch(/served/);
    await output(runtime === 'deno' ? 'await server.shutdown()' : 'server.closeAllConnections(); server.close(); undefined');
  });

  it('says where an error was thrown, and by what, without frames of its own', async () => {
    const end = await cells.run(
      'let one = 1;\nfunction thrower() {\n  throw new TypeError("bad", { cause: new Error("why") });\n}\n  thrower();',
    );
    expect(end.exitCode).toBe(1);
    expect(end.stderr).toMatch(/^TypeError: bad\n {4}at thrower \(cell-\d+:3:9\)\n {4}at cell-\d+:5:3/);
    expect(end.stderr).toMatch(/Error: why/);
    expect(end.stderr).not.toMatch(/worker|inspector|node:internal|ext:/);
    const asynchronous = await cells.run('await null;\n  null.x');
    expect(asynchronous.stderr).toMatch(/^TypeError: .*\n {4}at cell-\d+:2:8\n$/);
  });

  it('gives clean stacks to cells as well', async () => {
    expect(await output('try { null.x } catch (e) { console.log(e.stack.split("\\n").length) }')).toBe('2\n');
  });

  it.each([
    ['throw 5', 'Uncaught 5\n'],
    ['throw undefined', 'Uncaught undefined\n'],
    ['throw { a: 1 }', 'Uncaught { a: 1 }\n'],
    ['await Promise.reject("text")', /^Uncaught ['"]text['"]\n$/],
    ['const thrown = new Error("x"); Object.defineProperty(thrown, "stack", { get() { throw 1; } }); throw thrown', /./],
  ])('reports %s', async (code, expected) => {
    const end = await cells.run(code);
    expect(end.exitCode).toBe(1);
    expect(end.stderr).toMatch(expected);
    expect(await output('"alive"')).toMatch(/alive/);
  });

  it.each([
    ['let fine = 1;\nlet y = ;', /^cell-\d+:2:9\nlet y = ;\n {8}\^\n\nSyntaxError: Unexpected token ';'\n$/],
    ['function f() {', /^cell-\d+:1:15\nfunction f\(\) \{\n {14}\^\n\nSyntaxError: Unexpected end of input\n$/],
    ['a b', /^cell-\d+:1:3\na b\n {2}\^\n/],
    ['let twice; let twice;', /^cell-\d+:1:16\n/],
  ])('points at the error in the syntax of %j', async (code, expected) => {
    const end = await cells.run(code);
    expect(end.exitCode).toBe(1);
    expect(end.stderr).toMatch(expected);
  });

  it('does not take an error of JSON.parse for one of its syntax', async () => {
    expect((await cells.run('JSON.parse("{")')).stderr)
      .toMatch(/^SyntaxError: .*\n {4}at JSON\.parse \(<anonymous>\)\n {4}at cell-\d+:1:6\n$/);
  });

  it('outlives rejections and exceptions that nobody handles', async () => {
    const rejected = await cells.run('Promise.reject(new Error("rejected")); "value"');
    expect(rejected.exitCode).toBe(1);
    expect(rejected.stdout).toMatch(/value/);
    expect(rejected.stderr).toMatch(/^Error: rejected\n/);
    const timer = await cells.run('setTimeout(() => { throw new Error("timer"); }, 5); undefined');
    expect(timer).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^Error: timer\n/) });
    expect((await cells.run('setTimeout(() => { throw 7; }, 5); undefined')).stderr).toBe('Uncaught 7\n');
    expect(await output('a')).toBe('10\n');
  });

  it('ends a cell that awaits what nothing can settle', async () => {
    const end = await cells.run('let settle; await new Promise(resolve => { settle = resolve; }); console.log("late")');
    expect(end.exitCode).toBe(13);
    expect(end.stderr).toMatch(/nothing is left to settle/);
    expect(await output('"next"')).toMatch(/next/);
  });

  it('ends a cell at process.exit and keeps its variables', async () => {
    await output('const kept = "kept"');
    expect(await cells.run('console.log("before"); process.exit(3); console.log("after")'))
      .toEqual({ exitCode: 3, stdout: 'before\n', stderr: '' });
    expect((await cells.run('try { process.exit(300) } finally { 1 }')).exitCode).toBe(300 & 255);
    expect((await cells.run('(async () => { await null; process.exit(); })()')).exitCode).toBe(0);
    expect((await cells.run('process.exitCode = 4; undefined')).exitCode).toBe(4);
    if (runtime === 'deno') {
      expect((await cells.run('Deno.exit(5)')).exitCode).toBe(5);
    }
    expect(await output('console.log(kept)')).toBe('kept\n');
  });

  it('reads nothing from stdin', async () => {
    expect(await output('let read = ""; for await (const chunk of process.stdin) read += chunk; read.length')).toBe('0\n');
  });

  it('takes cells of many megabytes', async () => {
    expect(await output(`"${'x'.repeat(20_000_000)}".length`)).toBe('20000000\n');
  });

  it('imports from the working directory', async () => {
    await writeFile(join(cells.folder, 'module.mjs'), 'export const answer = 42; export default "default";');
    await writeFile(join(cells.folder, 'data.json'), '{"read": true}');
    expect(await output('(await $load$("./module.mjs")).answer')).toBe('42\n');
    expect(await output('(await $load$("./data.json", { with: { type: "json" } })).default.read')).toBe('true\n');
    expect(await output('typeof (await $load$("fs")).readFileSync + typeof (await $load$("node:os")).cpus')).toMatch(/functionfunction/);
    expect(await output('$meta$.url.endsWith("/cell.mjs") && $meta$.resolve("./a").endsWith("/a")')).toBe('true\n');
    const missing = await cells.run('await $load$("./module.mjs", undefined, ["nope"])');
    expect(missing.stderr).toMatch(/^SyntaxError: The requested module '.\/module.mjs' does not provide an export named 'nope'/);
    expect((await cells.run('await $load$("./absent.mjs")')).exitCode).toBe(1);
  });

  it('goes away when the agent does', async () => {
    const orphan = await CellProcess.start(runtime);
    await orphan.run('setInterval(() => undefined, 1000).unref?.()');
    orphan.hangUp();
    await orphan.ended;
    await orphan.stop();
  });
});
