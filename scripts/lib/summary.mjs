import { table } from './table.mjs';

/** The table that ends the tests. Its last line is what CI reads: `N passed, N failed`. */
export function summaryOf(steps, results) {
  const rows = steps.map((step) => [step.name, stateOf(results.get(step.name)), ...figuresOf(results.get(step.name))]);
  const all = [...results.values()];
  const passed = sum(all.map((result) => result.passed));
  const failed = sum(all.map((result) => result.failed));
  return {
    text: `\n${table(['step', 'result', 'passed', 'failed', 'seconds', 'note'], rows)}\n\n${passed} passed, ${failed} failed`,
    allPassed: failed === 0 && passed > 0,
  };
}

function stateOf(result) {
  if (result.skipped) { return 'skipped'; }
  return result.failed > 0 ? 'FAILED' : 'ok';
}

function figuresOf(result) {
  return [String(result.passed), String(result.failed), result.seconds.toFixed(1), result.note];
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
