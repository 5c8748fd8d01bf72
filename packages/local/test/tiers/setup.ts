import { TEST_LIMITS } from './limits.js';
import { findPython } from '../../src/sandbox/python.js';
import { findScriptRuntimes } from '../../src/sandbox/script-runtimes.js';
import { EngineSetup } from '../../src/sandbox/setup.js';

/** With Debian's Python, which every user may read. Warnings are collected. */
export async function testSetup(changes: Partial<EngineSetup> = {}): Promise<EngineSetup & { readonly warnings: string[] }> {
  const python = await findPython({ path: '/usr/bin/python3', preload: [] });
  if (!python) { throw new Error('/usr/bin/python3 is needed'); }
  const warnings: string[] = [];
  return {
    limits: TEST_LIMITS,
    python,
    ...await findScriptRuntimes(),
    proxySocket: '/nowhere',
    readOnly: [],
    environment: {},
    warn: (message) => { warnings.push(message); },
    warnings,
    ...changes,
  };
}
