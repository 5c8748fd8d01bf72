import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../src/sandbox/python.js';
import { Cell, Limits } from '../../src/sandbox/sandbox.js';
import { EngineSetup, PythonInstallation } from '../../src/sandbox/setup.js';

/** Small, so that running into them is quick and harmless. */
export const limits: Limits = {
  cpus: 1,
  memoryBytes: 256 * 2 ** 20,
  diskBytes: 16 * 2 ** 20,
  files: 500,
  processes: 24,
  outputBytes: 2 ** 16,
  callSeconds: 20,
  taskSeconds: 20,
};

/** With a Python that an ordinary user can reach, too, and nothing preloaded. */
export async function engineSetup(): Promise<EngineSetup> {
  const path = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : undefined;
  const installation = await findPython({ path, preload: [] });
  if (!installation) { throw new Error('these tests need a Python'); }
  return setupWith(installation);
}

export function setupWith(installation: PythonInstallation): EngineSetup {
  return { limits, python: installation, proxySocket: join(tmpdir(), 'no-proxy-here'), readOnly: [], environment: {}, warn: () => undefined };
}

export function python(code: string): Cell {
  return { code, language: 'python', runtime: 'python', clearContext: false };
}
