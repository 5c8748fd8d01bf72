/* What the local service costs, beside ipykernel, bubblewrap and a bare HTTP server: runs bench/local and makes tables of it. */
import { spawnSync } from 'node:child_process';
import { crowdOf, latencyRows, memoryRows, targetsOf, throughputRows } from './bench-local-figures.mjs';
import { localReport } from './bench-local-report.mjs';
import { sandboxPython } from './local-service.mjs';
import { inRoot, ROOT } from './root.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { taskEnv, tool } from './task.mjs';

/** Where these are set, each Node that starts takes tens of milliseconds longer. */
const SLOWING = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];
const SEVERAL_MINUTES_OF_SAMPLES = 1 << 28;

/** Undefined where there is nothing to measure: sessions of that kind are Linux's. */
export async function measureLocal({ runs, stop }) {
  if (process.platform !== 'linux') {
    console.log('\nlocal: measured on Linux only');
    return undefined;
  }
  const python = process.env.AGENTCORE_LOCAL_PYTHON || await preparedPython(stop);
  compileService(stop);
  const env = taskEnv({ AGENTCORE_LOCAL_PYTHON: python, BENCH_ROUNDS: String(runs) });
  for (const name of SLOWING) { delete env[name]; }
  const child = spawnSync(process.execPath, [inRoot('bench', 'local', 'measure.mjs')], {
    cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: SEVERAL_MINUTES_OF_SAMPLES,
  });
  if (child.status !== 0) { stop('the local service could not be measured: see the messages above'); }
  return summaryOf(runs, JSON.parse(child.stdout));
}

export { localReport };

function summaryOf(runs, { report, loadBefore, loadAfter, latency, throughput, memory, crowds }) {
  const figures = {
    latency: latencyRows(latency),
    throughput: throughputRows(throughput),
    memory: { sessions: memory.count, rows: memoryRows(memory) },
    crowd: crowdOf(crowds),
  };
  const { python, nodejs, deno, limitedBy } = report;
  return {
    runs, python: { version: python.version, packages: python.packages }, nodejs: nodejs?.version, deno: deno?.version, limitedBy,
    loadAverage: { before: loadBefore[0], after: loadAfter[0] }, ...figures, targets: targetsOf(figures),
  };
}

async function preparedPython(stop) {
  const missing = ensureSystemPackages();
  if (missing) { stop(missing); }
  const { python, output } = await sandboxPython();
  if (!python) { stop(output); }
  return python;
}

function compileService(stop) {
  const { command, args, env } = tool('tsc', ['-p', 'packages/local/tsconfig.build.json']);
  const { status } = spawnSync(command, args, { cwd: ROOT, env, stdio: 'inherit' });
  if (status !== 0) { stop('packages/local does not compile: see the messages above'); }
}
