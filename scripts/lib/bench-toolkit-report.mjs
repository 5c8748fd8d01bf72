import { table } from './table.mjs';

const SUBJECTS = { sdk: 'AWS SDK alone', runner: 'core, ToolRunner.run', tool: 'LangChain tool' };

export function toolkitReport({ threads, latency, throughput, targets }) {
  return [
    'execute_code 1+1, one call at a time, in ms',
    table(['subject', 'p50', '/ SDK', 'p99', 'lowest', 'processor', 'samples'], inOrder(latency).map((row) => {
      const [p50, p99, low, cpu] = [row.p50, row.p99, row.low, row.cpu].map((milliseconds) => milliseconds.toFixed(2));
      return [SUBJECTS[row.subject], p50, row.ratio.toFixed(3), p99, low, cpu, row.samples];
    })),
    `${threads} threads at once, each a session with three calls, stopped`,
    table(['subject', 'threads/s', '/ SDK', 'processor of the client, s', 'errors', 'sessions left'], inOrder(throughput).map((row) => (
      [SUBJECTS[row.subject], row.perSecond.toFixed(0), row.ratio.toFixed(3), row.cpuSeconds.toFixed(2), row.errors, row.left]
    ))),
    table(['target', 'measured', 'reach', ''], targets.map(({ name, value, atMost, atLeast, met }) => [
      name, figure(value), atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`, met ? 'pass' : 'MISS',
    ])),
  ].join('\n\n');
}

function inOrder(rows) {
  return Object.keys(SUBJECTS).map((name) => rows.find(({ subject }) => subject === name));
}

function figure(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}
