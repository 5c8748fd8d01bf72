/* What reading a configuration file costs: figures, targets and tables. Times are in milliseconds. */
import { spawnSync } from 'node:child_process';
import { inRoot, ROOT } from './root.mjs';
import { median } from './statistics.mjs';
import { table } from './table.mjs';

const STEPS = ['read', 'variables', 'validate', 'notes', 'plan', 'run'];
/** A second, in ms. */
const HOSTILE_LIMIT = 1000;
/** What one more interpreter may cost in a long file, beside what it costs in a shorter one. */
const FLAT_LIMIT = 1.15;

/** Each subject and count in fresh processes that take turns. */
export function measureConfig({ cdk, runs, counts, stop }) {
  const measure = (subject, count) => {
    const start = performance.now();
    const result = runSubject(subject, { cdk, count }, stop);
    return { subject, count, wall: performance.now() - start, ...result };
  };
  ['file', 'code', 'steps'].forEach((subject) => measure(subject, 1)); // warms the disk cache
  const measurements = [];
  for (const count of counts) {
    for (let round = 0; round < runs; round++) {
      for (const subject of ['file', 'code', 'steps']) { measurements.push(measure(subject, count)); }
    }
    console.error(`measured: files with ${count}`);
  }
  const rows = counts.map((count) => rowOf(count, (subject) => measurements.filter((one) => one.count === count && one.subject === subject)));
  const hostile = hostileNames().map((name) => runSubject('hostile', { cdk, name }, stop));
  return { cdkVersion: measurements.find(({ cdkVersion }) => cdkVersion).cdkVersion, runs, rows, hostile, targets: targetsOf(rows, hostile) };
}

export function configReport({ rows, hostile, targets }) {
  const perInterpreter = (row) => STEPS.map((step) => (row.steps[step] / row.count).toFixed(3));
  return [
    'Files, in ms',
    table(
      ['interpreters', ...STEPS, 'file: construct', 'synth', 'code: construct', 'synth', 'wall, file / code'],
      rows.map((row) => [
        row.count.toLocaleString('en'), ...STEPS.map((step) => row.steps[step].toFixed(1)),
        ...['file', 'code'].flatMap((subject) => [row[subject].construct.toFixed(0), row[subject].synth.toFixed(0)]),
        (row.file.wall / row.code.wall).toFixed(2),
      ]),
    ),
    'For each interpreter, in ms',
    table(['interpreters', ...STEPS], rows.map((row) => [row.count.toLocaleString('en'), ...perInterpreter(row)])),
    'Hostile files, one run each, with the time that it takes to load what reads them',
    table(['file', 'bytes', 'ms', 'answer'], hostile.map(({ name, bytes, milliseconds, answer }) => [
      name, bytes.toLocaleString('en'), milliseconds.toFixed(0), answer,
    ])),
    table(['target', 'measured', 'at most', ''], targets.map(({ name, value, limit, met }) => [
      name, value.toFixed(3), limit.toFixed(3), met ? 'pass' : 'MISS',
    ])),
  ].join('\n\n');
}

function rowOf(count, measurementsOf) {
  const medians = (subject, figures) => Object.fromEntries(figures.map((figure) => [figure, median(measurementsOf(subject).map((one) => one[figure]))]));
  const figures = ['wall', 'library', 'construct', 'synth', 'peakBytes', 'templateBytes'];
  return { count, file: medians('file', figures), code: medians('code', figures), steps: medians('steps', STEPS) };
}

/** Linear: beyond the first file, each interpreter costs the same in each step and in all. */
function targetsOf(rows, hostile) {
  const [shorter, longest] = rows.filter(({ count }) => count > 1).slice(-2);
  const flat = longest === undefined ? [] : [
    ...STEPS.map((step) => ({ step, cost: (row) => row.steps[step] })),
    { step: 'all of it, with synth', cost: (row) => row.file.construct + row.file.synth },
  ].map(({ step, cost }) => ({
    name: `${step}, for each interpreter: ${longest.count.toLocaleString('en')} / ${shorter.count.toLocaleString('en')}`,
    value: (cost(longest) / longest.count) / (cost(shorter) / shorter.count),
    limit: FLAT_LIMIT,
  }));
  const slowest = Math.max(...hostile.map(({ milliseconds }) => milliseconds));
  return [...flat, { name: 'the slowest answer to a hostile file, ms', value: slowest, limit: HOSTILE_LIMIT }]
    .map((target) => ({ ...target, met: target.value <= target.limit }));
}

function hostileNames() {
  const script = `process.stdout.write(JSON.stringify(Object.keys(require(${JSON.stringify(inRoot('bench', 'config', 'texts.cjs'))}).HOSTILE)))`;
  return JSON.parse(spawnSync(process.execPath, ['--eval', script], { encoding: 'utf8' }).stdout);
}

function runSubject(subject, { cdk, count = 0, name = '' }, stop) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawnSync(process.execPath, [inRoot('bench', 'config', `${subject}.cjs`)], {
    cwd: ROOT, encoding: 'utf8', env: { ...env, BENCH_CDK: cdk, BENCH_COUNT: String(count), BENCH_HOSTILE: name, CDK_VALIDATION: 'false' },
  });
  if (child.status !== 0) { stop(`${subject} ${name || count} failed:\n${child.stderr}`); }
  return JSON.parse(child.stdout);
}
