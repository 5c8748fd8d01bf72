import { marginalsOf, ratiosOf, targetsOf, validationCostsOf } from './bench-figures.mjs';
import { table } from './table.mjs';

const TITLES = {
  'ours': 'CodeInterpreter (ours)',
  'aws-l2': 'CodeInterpreterCustom (AWS)',
  'l1-role': 'L1 + iam.Role',
  'l1-cfn-role': 'L1 + CfnRole',
};

export function figuresReport(rows) {
  return table(
    ['interpreters', 'subject', 'wall', 'cpu', 'boot', 'load', 'library', 'construct', 'synth', 'peak MB', 'templates kB'],
    rows.map((row) => [
      row.count.toLocaleString('en'), TITLES[row.subject],
      ...['wall', 'cpu', 'boot', 'load', 'library', 'construct', 'synth'].map((figure) => row[figure].median.toFixed(figure === 'library' ? 1 : 0)),
      (row.peakBytes.median / 2 ** 20).toFixed(0), (row.templateBytes.median / 1000).toFixed(1),
    ]),
  );
}

export function ratiosReport(rows) {
  return table(
    ['interpreters', 'wall', 'peak', 'templates'],
    ratiosOf(rows).map((row) => [row.count.toLocaleString('en'), ...[row.wall, row.peakBytes, row.templateBytes].map((ratio) => ratio.toFixed(2))]),
  );
}

export function marginalsReport(rows) {
  const marginals = marginalsOf(rows);
  const spans = marginals[0]?.spans ?? [];
  return table(
    ['subject', ...spans.map(({ from, to }) => `${from} to ${to.toLocaleString('en')}`)],
    marginals.map(({ subject, spans: costs }) => [TITLES[subject], ...costs.map((cost) => cost.perInterpreter.toFixed(2))]),
  );
}

export function validationReport(plain, validated) {
  return table(
    ['interpreters', 'wall, ms more', 'peak, MB more'],
    validationCostsOf(plain, validated).map(({ count, wall, peakBytes }) => (
      [count.toLocaleString('en'), wall.toFixed(0), (peakBytes / 2 ** 20).toFixed(0)]
    )),
  );
}

export function targetsReport(rows) {
  return table(
    ['target', 'measured', 'at most', ''],
    targetsOf(rows).map(({ name, value, limit, met }) => [name, value.toFixed(3), limit.toFixed(3), met ? 'pass' : 'MISS']),
  );
}
