/* What the toolkit costs beside the AWS SDK alone: runs bench/toolkit and makes tables of it. */
import { latencyRows, targetsOf, throughputRows } from './bench-toolkit-figures.mjs';
import { measured } from './measured.mjs';

/** Undefined where there is nothing to measure: sessions of that kind are Linux's. */
export async function measureToolkit({ runs, stop }) {
  const result = await measured({ name: 'toolkit', runs, stop });
  if (!result) { return undefined; }
  const { report, loadBefore, loadAfter, threads, latency, throughput } = result;
  const figures = { latency: latencyRows(latency), throughput: throughputRows(throughput) };
  const loadAverage = { before: loadBefore[0], after: loadAfter[0] };
  return { runs, tier: report.tier, threads, loadAverage, ...figures, targets: targetsOf(figures) };
}

export { toolkitReport } from './bench-toolkit-report.mjs';
