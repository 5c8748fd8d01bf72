/* Synthesizes the examples and shows what they would create, and who may do what. `--check` only says whether all is well. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { checksOf } from './lib/demo-checks.mjs';
import { exampleNames, synthesize } from './lib/demo-example.mjs';
import { lineOf, reportOf, summaryOf } from './lib/demo-report.mjs';

const AT_ONCE = Math.min(2, availableParallelism());

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const names = exampleNames();
if (!values.check) {
  console.log(`${names.length} CDK apps become CloudFormation templates: no AWS account, no Docker, nothing is deployed.\n`);
}

const start = performance.now();
const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
const examples = names.map((name, index) => {
  const lane = index % AT_ONCE;
  lanes[lane] = lanes[lane].then(() => synthesize(name));
  return lanes[lane];
});

const results = [];
for await (const example of examples) {
  const checks = checksOf(example);
  results.push({ example, checks });
  console.log(values.check ? lineOf(example, checks) : `${reportOf(example, checks)}\n`);
}
if (!values.check) { console.log(`${summaryOf(results)}\n`); }

const allChecks = results.flatMap(({ checks }) => checks);
const failed = allChecks.filter(({ problem }) => problem).length;
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(`${names.length} examples in ${seconds} s: ${allChecks.length - failed} checks hold, ${failed} failed`);
process.exitCode = names.length > 0 && failed === 0 ? 0 : 1;
