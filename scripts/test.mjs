/* Everything that must hold. `--only name[,name]` runs the steps that are named, `--list` lists them. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { compile, isCompiled, UNITS } from './lib/compile.mjs';
import { failed, skipped } from './lib/result.mjs';
import { STEPS } from './lib/steps.mjs';
import { summaryOf } from './lib/summary.mjs';

const AT_ONCE = Math.min(2, availableParallelism());
const SHOWN_LINES = 400;

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, list: { type: 'boolean' } } });
if (values.list) {
  for (const { name, title } of STEPS) { console.log(`${name.padEnd(17)}${title}`); }
  process.exit(0);
}

const steps = chosen(values.only);
const results = new Map();
const running = new Map();

const [first] = steps;
if (first.name === 'compile') {
  await perform(first);
} else {
  const read = new Set(steps.flatMap(({ reads = [] }) => reads));
  try {
    for (const unit of UNITS) {
      if (read.has(unit) && !isCompiled(unit)) { compile(unit); }
    }
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

const rest = steps.filter((step) => step.name !== 'compile');
if (results.get('compile')?.failed) {
  for (const step of rest) { results.set(step.name, { ...skipped('it does not compile'), seconds: 0 }); }
} else {
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let step = rest.shift(); step; step = rest.shift()) {
      await running.get(step.after);
      running.set(step.name, perform(step));
      await running.get(step.name);
    }
  }));
}

const { text, allPassed } = summaryOf(steps, results);
console.log(text);
process.exitCode = allPassed ? 0 : 1;

async function perform(step) {
  const start = performance.now();
  const result = await step.run().catch((error) => failed(error.stack, 'the step itself broke'));
  const seconds = (performance.now() - start) / 1000;
  results.set(step.name, { ...result, seconds });
  if (result.failed > 0) { console.log(`\n${lastLines(result.output)}\n`); }
  const state = result.failed > 0 ? 'FAILED ' : result.skipped ? 'skipped' : 'ok     ';
  console.log(`${state} ${step.name}: ${step.title} (${seconds.toFixed(1)} s)${result.note ? `: ${result.note}` : ''}`);
}

function chosen(only) {
  if (!only) { return [...STEPS]; }
  const names = only.flatMap((value) => value.split(','));
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`no such step: ${unknown.join(', ')}; the steps are: ${STEPS.map((step) => step.name).join(', ')}`);
    process.exit(1);
  }
  return STEPS.filter((step) => names.includes(step.name));
}

function lastLines(output) {
  const lines = output.trimEnd().split('\n');
  return lines.length <= SHOWN_LINES ? lines.join('\n') : `… ${lines.length - SHOWN_LINES} lines left out\n${lines.slice(-SHOWN_LINES).join('\n')}`;
}
