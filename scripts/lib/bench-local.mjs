/* What the local service costs, beside ipykernel, bubblewrap and a bare HTTP server: runs bench/local and makes tables of it. */
import { crowdOf, latencyRows, memoryRows, targetsOf, throughputRows } from './bench-local-figures.mjs';
import { measured } from './measured.mjs';

/** Undefined where there is nothing to measure: sessions of that kind are Linux's. */
export async function measureLocal({ runs, stop }) {
  const result = await measured({ name: 'local', runs, stop });
  return result && summaryOf(runs, result);
}

export { localReport } from './bench-local-report.mjs';

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
