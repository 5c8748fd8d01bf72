import { availableParallelism } from 'node:os';
import { checksOf } from './demo-checks.mjs';
import { exampleNames, synthesize } from './demo-example.mjs';
import { lineOf, reportOf, summaryOf } from './demo-report.mjs';

const AT_ONCE = Math.min(2, availableParallelism());

/**
 * Synthesizes the examples and shows what they would create, and who may do what. `check` only says whether all is well.
 *
 * @returns the exit code
 */
export async function showExamples({ check = false }) {
  const names = exampleNames();
  if (!check) {
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
    console.log(check ? lineOf(example, checks) : `${reportOf(example, checks)}\n`);
  }
  if (!check) { console.log(`${summaryOf(results)}\n`); }

  const allChecks = results.flatMap(({ checks }) => checks);
  const failed = allChecks.filter(({ problem }) => problem).length;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${names.length} examples in ${seconds} s: ${allChecks.length - failed} checks hold, ${failed} failed`);
  return names.length > 0 && failed === 0 ? 0 : 1;
}
