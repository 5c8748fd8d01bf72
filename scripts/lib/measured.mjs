import { spawnSync } from 'node:child_process';
import { compile, isCompiled, LOCAL_SERVICE, TOOLKIT } from './compile.mjs';
import { sandboxPython } from './local-service.mjs';
import { inRoot, ROOT } from './root.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { taskEnv } from './task.mjs';

/** Where these are set, each Node that starts takes tens of milliseconds longer. */
const SLOWING = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];
const SEVERAL_MINUTES_OF_SAMPLES = 1 << 28;

/** What bench/<name>/measure.mjs prints, run with the Python of the tests. Undefined where there is nothing to measure. */
export async function measured({ name, runs, stop }) {
  if (process.platform !== 'linux') {
    console.log(`\n${name}: measured on Linux only`);
    return undefined;
  }
  const python = process.env.AGENTCORE_LOCAL_PYTHON || await preparedPython(stop);
  for (const unit of [LOCAL_SERVICE, TOOLKIT]) {
    if (!isCompiled(unit)) { compile(unit); }
  }
  const env = taskEnv({ AGENTCORE_LOCAL_PYTHON: python, BENCH_ROUNDS: String(runs) });
  for (const variable of SLOWING) { delete env[variable]; }
  const child = spawnSync(process.execPath, [inRoot('bench', name, 'measure.mjs')], {
    cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: SEVERAL_MINUTES_OF_SAMPLES,
  });
  if (child.status !== 0) { stop(`bench/${name} could not be measured: see the messages above`); }
  return JSON.parse(child.stdout);
}

async function preparedPython(stop) {
  const missing = ensureSystemPackages();
  if (missing) { stop(missing); }
  const { python, output } = await sandboxPython();
  if (!python) { stop(output); }
  return python;
}
