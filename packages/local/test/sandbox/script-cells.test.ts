import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineSetup } from './engine-setup.js';
import { createNamespacesEngine } from '../../src/sandbox/namespaces-engine.js';
import { Engine } from '../../src/sandbox/sandbox.js';
import { findScriptRuntimes } from '../../src/sandbox/script-runtimes.js';

let engine: Engine;
beforeAll(async () => {
  const setup = await engineSetup();
  // Deno reserves far more address space than a small session has memory.
  const limits = { ...setup.limits, processes: 100, memoryBytes: 2 ** 30 };
  engine = await createNamespacesEngine({ ...setup, ...await findScriptRuntimes(), limits });
});
afterAll(() => engine.close());

test.each(['nodejs', 'deno'] as const)('a cell of %s that waits behind one which exits the process is run by another process', async (runtime) => {
  const sandbox = await engine.open({ networkMode: 'SANDBOX' });
  const run = (code: string) => sandbox.executeCode({ code, language: 'javascript', runtime, clearContext: false });
  const [exiting, waiting] = await Promise.all([run('setInterval(() => {}, 1000); process.exit(3)'), run('console.log("waited")')]);
  expect(exiting).toMatchObject({ exitCode: 3, stderr: '' });
  expect(waiting).toMatchObject({ exitCode: 0, stdout: 'waited\n' });
  expect(waiting.end).toBeUndefined();
  await sandbox.close();
});
