import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineSetup, python } from './engine-setup.js';
import { becomeOrdinaryUser } from './ordinary-user.js';
import { createNamespacesEngine } from '../../src/sandbox/namespaces-engine.js';
import { Engine, Sandbox } from '../../src/sandbox/sandbox.js';

// Only then is it known that no control group may be made.
const wasRoot = process.getuid?.() === 0;
becomeOrdinaryUser();

let engine: Engine;
let sandbox: Sandbox;
beforeAll(async () => {
  engine = await createNamespacesEngine(await engineSetup());
  sandbox = await engine.open({ networkMode: 'SANDBOX' });
});
afterAll(() => engine?.close());

const limit = async (name: string): Promise<string> => (
  await sandbox.executeCode(python(`import resource\nprint(resource.getrlimit(resource.RLIMIT_${name}))`))).stdout;

test.runIf(wasRoot)('a session cannot have as many descriptors on their way as other programs of its user', async () => {
  expect(await limit('NOFILE')).toBe('(1000, 1000)\n');
});

test('a session has no precedence over other programs of its user', async () => {
  expect([await limit('RTPRIO'), await limit('NICE')]).toEqual(['(0, 0)\n', '(0, 0)\n']);
});
