import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { WarmPool } from '../../src/sandbox/pool.js';
import { NetworkMode, Sandbox } from '../../src/sandbox/sandbox.js';

test('hands out a sandbox that was ready, each only once, and makes another', async () => {
  const engine = new CountingEngine();
  const pool = poolOf(engine, 2);
  await pool.warm('SANDBOX');
  expect(engine.opened).toBe(2);

  const sandboxes = await Promise.all([pool.open(SANDBOX), pool.open(SANDBOX), pool.open(SANDBOX)]);
  expect(new Set(sandboxes).size).toBe(3);
  expect(sandboxes.slice(0, 2)).toEqual(engine.sandboxes.slice(0, 2));
  await vi.waitFor(() => expect(engine.opened).toBe(5));
});

test('keeps network modes apart, and makes none ahead for a mode that nobody uses', async () => {
  const engine = new CountingEngine();
  const pool = poolOf(engine, 1);
  await pool.warm('SANDBOX');
  expect(engine.modes).toEqual(['SANDBOX']);
  await pool.open({ networkMode: 'PUBLIC' });
  await vi.waitFor(() => expect(engine.modes).toEqual(['SANDBOX', 'PUBLIC', 'PUBLIC']));
});

test('with a size of 0 makes each sandbox when it is asked for', async () => {
  const engine = new CountingEngine();
  const pool = poolOf(engine, 0);
  await pool.warm('SANDBOX');
  expect(engine.opened).toBe(0);
  await pool.open(SANDBOX);
  await sleep(20);
  expect(engine.opened).toBe(1);
});

test('does not hand out a sandbox that died while it waited', async () => {
  const engine = new CountingEngine();
  const pool = poolOf(engine, 1);
  await pool.warm('SANDBOX');
  const [dead] = engine.sandboxes;
  await dead!.close();
  expect(await pool.open(SANDBOX)).not.toBe(dead);
});

test('says why none could be made ahead of time, and still opens one when asked', async () => {
  const engine = new CountingEngine();
  const warnings: string[] = [];
  const pool = poolOf(engine, 1, (message) => warnings.push(message));
  engine.failure = 'no more process ids';
  await pool.warm('SANDBOX');
  expect(warnings).toEqual(['no sandbox could be made ahead of time: no more process ids']);
  engine.failure = undefined;
  await expect(pool.open(SANDBOX)).resolves.toBeDefined();
});

test('closes what it keeps, also what is being made, and refuses to open afterwards', async () => {
  const engine = new CountingEngine();
  const pool = poolOf(engine, 3);
  const warming = pool.warm('SANDBOX');
  await pool.close();
  await warming;
  expect(engine.sandboxes.every((sandbox) => sandbox.closed)).toBe(true);
  await expect(pool.open(SANDBOX)).rejects.toThrow(/The pool of sandboxes is closed/);
});

const SANDBOX = { networkMode: 'SANDBOX' } as const;

function poolOf(engine: CountingEngine, size: number, warn: (message: string) => void = () => {}): WarmPool {
  return new WarmPool(engine, { size, refillDelayMs: 1, warn });
}

type ClosableSandbox = Sandbox & { readonly closed: boolean };

class CountingEngine {
  public readonly sandboxes: ClosableSandbox[] = [];
  public readonly modes: NetworkMode[] = [];
  public failure?: string;

  public get opened(): number {
    return this.sandboxes.length;
  }

  public async open({ networkMode }: { networkMode: NetworkMode }): Promise<Sandbox> {
    await sleep(1);
    if (this.failure) { throw new Error(this.failure); }
    this.modes.push(networkMode);
    const sandbox = emptySandbox();
    this.sandboxes.push(sandbox);
    return sandbox;
  }
}

function emptySandbox(): ClosableSandbox {
  let end = (): void => {};
  let closed = false;
  const ended = new Promise<void>((resolve) => { end = resolve; });
  const close = async (): Promise<void> => { closed = true; end(); await ended; };
  return { ended, close, get closed() { return closed; } } as ClosableSandbox;
}
