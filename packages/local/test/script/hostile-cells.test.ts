import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CellProcess } from './cell-process.js';

describe.each(['nodejs', 'deno'] as const)('hostile cells of %s', runtime => {
  let cells: CellProcess;
  beforeEach(async () => {
    cells = await CellProcess.start(runtime);
    await cells.run('1');
  });
  afterEach(() => cells.stop());

  it('is interrupted in an endless loop', async () => {
    const looping = cells.run('while (true);');
    setTimeout(() => cells.signal('SIGINT'), 100);
    expect((await looping).exitCode).toBeUndefined();
    await cells.ended;
  });

  it('goes when a cell exits while something is running that would hold up the next', async () => {
    const end = await cells.run('setInterval(() => undefined, 5); setTimeout(() => process.exit(9), 20); undefined');
    expect(end.exitCode).toBe(9);
    await cells.ended;
  });

  it.each([
    ['breaks the globals', 'process = setImmediate = setInterval = undefined; JSON.stringify = () => "{}"; 1'],
    ['removes listeners', 'process.removeAllListeners("uncaughtException"); process.removeAllListeners("unhandledRejection"); 1'],
    ['formats stacks itself', 'Error.prepareStackTrace = () => 5; throw new SyntaxError("x")'],
    ['throws what cannot be shown', 'const get = () => { throw 1; }; throw new Proxy(new Error("x"), { get, getPrototypeOf: get })'],
    ['poisons prototypes', 'Object.prototype.thrown = 1; Array.prototype.shift = () => { throw 1; }; 1'],
  ])('ends, and harms nobody else, when a cell %s', async (_, code) => {
    const end = await cells.run(code);
    expect([undefined, 0, 1]).toContain(end.exitCode);
  });

  it('exhausts its own stack only', async () => {
    const end = await cells.run('function down() { down(); } down()');
    expect(end.stderr).toMatch(/^RangeError: Maximum call stack size exceeded\n/);
    expect((await cells.run('"alive"')).stdout).toMatch(/alive/);
  });

  it('goes on without its output, or ends, so that the agent starts another', async () => {
    if (runtime === 'deno') {
      expect((await cells.run('Deno.stdout.close(); Deno.stderr.close()')).exitCode).toBe(0);
      await cells.ended;
    } else {
      await cells.run('require("fs").closeSync(1); require("fs").closeSync(2)');
      expect((await cells.run('console.log("lost"); throw new Error("lost")')).stdout).toBe('');
    }
  });
});
