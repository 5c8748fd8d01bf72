import { readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineSetup } from './engine-setup.js';
import { descendantsOf, isRunning, keepersOf } from './host-processes.js';
import { createNamespacesEngine } from '../../src/sandbox/namespaces-engine.js';

const pidNamespace = (pid: number | 'self'): string => readlinkSync(`/proc/${pid}/ns/pid`);

test('without the relay that sessions reach the proxy by, all end, and the reason is told', { timeout: 30_000 }, async () => {
  const before = keepersOf(process.pid).map(({ pid }) => pid);
  const engine = await createNamespacesEngine(await engineSetup());
  try {
    const keeper = keepersOf(process.pid).find(({ pid }) => !before.includes(pid));
    const sandbox = await engine.open({ networkMode: 'PUBLIC' });
    const relay = descendantsOf(keeper!.pid).find(({ pid, parent }) => parent === keeper!.pid && pidNamespace(pid) === pidNamespace('self'));
    process.kill(relay!.pid, 'SIGKILL');
    await expect.poll(() => isRunning(keeper!.pid), { timeout: 10_000 }).toBe(false);
    await expect(sandbox.stats()).rejects.toThrow();
    await expect(engine.open({ networkMode: 'PUBLIC' })).rejects.toThrow('The relay between sessions and the network ended');
  } finally {
    await engine.close();
  }
});
