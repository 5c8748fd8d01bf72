/* Measures side by side what constructs cost, how fast the local service is, and what the toolkit adds. See bench/README.md. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { configReport, measureConfig } from './lib/bench-config.mjs';
import { marginalsOf, ratiosOf, rowsOf, targetsOf, validationCostsOf } from './lib/bench-figures.mjs';
import { localReport, measureLocal } from './lib/bench-local.mjs';
import { figuresReport, marginalsReport, ratiosReport, targetsReport, validationReport } from './lib/bench-report.mjs';
import { measureToolkit, toolkitReport } from './lib/bench-toolkit.mjs';
import { inRoot, ROOT } from './lib/root.mjs';

/** In the order in which each round measures them. */
const SUBJECTS = ['ours', 'aws-l2', 'l1-role', 'l1-cfn-role'];
const RESULTS = 'bench/results.json';
/** What can be chosen with --only. */
const PARTS = { constructs: compareConstructs, config: compareFiles, local: compareLocal, toolkit: compareToolkit };
/** Validation takes seconds each time. */
const MOST_RUNS_VALIDATED = 3;

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '9' },
    counts: { type: 'string', default: '1,10,100,1000' },
    newest: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(PARTS).join(',') },
  },
});
const runs = wholeNumber('--runs', options.runs);
const counts = options.counts.split(',').map((count) => wholeNumber('--counts', count));
const parts = options.only.split(',');
for (const part of parts) {
  if (!Object.hasOwn(PARTS, part)) { stop(`--only takes ${Object.keys(PARTS).join(', ')}, got: ${part}`); }
}

const when = {
  date: new Date().toISOString(),
  machine: { cpu: cpus()[0].model, cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version, system: `${platform()} ${release()}` },
};
// What is not measured anew stays as it is.
let results = existsSync(inRoot(RESULTS)) ? JSON.parse(readFileSync(inRoot(RESULTS), 'utf8')) : {};
for (const part of parts) { results = { ...results, ...await PARTS[part]() }; }
writeFileSync(inRoot(RESULTS), `${JSON.stringify(results, undefined, 2)}\n`);
console.log(`\nWritten to ${RESULTS}.`);

function compareConstructs() {
  const sections = [compare('aws-cdk-lib')];
  if (options.newest) {
    const newest = compare('aws-cdk-lib-newest');
    sections.push({ ...newest, validation: validate(newest) });
  }
  return { ...when, sections };
}

function compareFiles() {
  const config = measureConfig({ cdk: options.newest ? 'aws-cdk-lib-newest' : 'aws-cdk-lib', runs, counts, stop });
  console.log(`\naws-cdk-lib ${config.cdkVersion}, configuration files, medians of ${runs} runs\n\n${configReport(config)}`);
  return { config: { ...when, ...config } };
}

async function compareLocal() {
  const local = await measureLocal({ runs, stop });
  if (!local) { return {}; }
  console.log(`\nThe local service, ${circumstancesOf(local)}\n\n${localReport(local)}`);
  return { local: { ...when, ...local } };
}

async function compareToolkit() {
  const toolkit = await measureToolkit({ runs, stop });
  if (!toolkit) { return {}; }
  console.log(`\nThe toolkit, ${circumstancesOf(toolkit)}\n\n${toolkitReport(toolkit)}`);
  return { toolkit: { ...when, ...toolkit } };
}

function circumstancesOf({ loadAverage: { before, after } }) {
  return `medians of ${runs} rounds, load average ${before.toFixed(1)} before and ${after.toFixed(1)} after`;
}

/** Every subject at every count, without validation: one section of the results. */
function compare(cdk) {
  const { cdkVersion, rows } = measureAll({ cdk, rounds: runs, validation: false });
  console.log(`\naws-cdk-lib ${cdkVersion}, templates not validated, medians of ${runs} runs, in ms\n\n${figuresReport(rows)}`);
  console.log(`\nOurs / AWS's L2\n\n${ratiosReport(rows)}`);
  if (marginalsOf(rows)[0].spans.length > 0) { console.log(`\nOne more interpreter, construct and synth, in ms\n\n${marginalsReport(rows)}`); }
  console.log(`\n${targetsReport(rows)}`);
  return { cdkVersion, runs, rows, ratiosToAwsL2: ratiosOf(rows), marginals: marginalsOf(rows), targets: targetsOf(rows) };
}

/** What AWS's validation of templates adds to that. */
function validate({ cdkVersion, rows: plain }) {
  const rounds = Math.min(runs, MOST_RUNS_VALIDATED);
  const { rows } = measureAll({ cdk: 'aws-cdk-lib-newest', rounds, validation: true });
  console.log(`\nWhat the validation of aws-cdk-lib ${cdkVersion} adds, medians of ${rounds} runs, mean of the subjects\n\n${validationReport(plain, rows)}`);
  return { runs: rounds, rows, added: validationCostsOf(plain, rows) };
}

/** The subjects take turns. */
function measureAll({ cdk, rounds, validation }) {
  for (const subject of SUBJECTS) { measureOne({ cdk, subject, count: 1, validation }); } // warms the disk cache
  const measurements = [];
  for (const count of counts) {
    for (let round = 0; round < rounds; round++) {
      for (const subject of SUBJECTS) { measurements.push(measureOne({ cdk, subject, count, validation })); }
    }
    console.error(`measured: ${count} on ${measurements[0].cdkVersion}${validation ? ', validated' : ''}`);
  }
  return { cdkVersion: measurements[0].cdkVersion, rows: rowsOf(measurements) };
}

function measureOne({ cdk, subject, count, validation }) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const start = performance.now();
  const child = spawnSync(process.execPath, [inRoot('bench', 'subjects', `${subject}.cjs`)], {
    cwd: ROOT, encoding: 'utf8', env: { ...env, BENCH_CDK: cdk, BENCH_COUNT: String(count), CDK_VALIDATION: String(validation) },
  });
  const wall = performance.now() - start;
  if (child.status !== 0) { stop(`${subject} failed at ${count}:\n${child.stderr}`); }
  return { subject, count, wall, ...JSON.parse(child.stdout) };
}

function wholeNumber(option, text) {
  if (!/^[1-9]\d*$/.test(text)) { stop(`${option} takes whole numbers from 1 on, got: ${text}`); }
  return Number(text);
}

function stop(message) {
  console.error(`bench: ${message}`);
  process.exit(1);
}
