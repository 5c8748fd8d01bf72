/* From single measurements to medians, ratios and targets. Times are in milliseconds. */
import { groupsBy, median } from './statistics.mjs';

const OURS = 'ours';
const AWS_L2 = 'aws-l2';
const BY_HAND = 'l1-role';

const FIGURES = ['wall', 'cpu', 'boot', 'load', 'library', 'construct', 'synth', 'peakBytes', 'templateBytes'];
/** What may be at most 5 % more than AWS's L2, at any count. */
const COMPARED = ['wall', 'peakBytes', 'templateBytes'];

export function rowsOf(measurements) {
  return groupsBy(measurements, ({ subject, count }) => `${subject} ${count}`).map((group) => {
    const figures = FIGURES.map((figure) => [figure, spread(group.map((measurement) => measurement[figure]))]);
    return { count: group[0].count, subject: group[0].subject, runs: group.length, ...Object.fromEntries(figures) };
  });
}

/** Ours divided by AWS's L2, per count. */
export function ratiosOf(rows) {
  return countsOf(rows).map((count) => {
    const [ours, aws] = [rowOf(rows, OURS, count), rowOf(rows, AWS_L2, count)];
    return { count, ...Object.fromEntries(COMPARED.map((figure) => [figure, ours[figure].median / aws[figure].median])) };
  });
}

/** What one more code interpreter costs to construct and synthesize, between two counts. */
export function marginalsOf(rows) {
  const counts = countsOf(rows);
  const spans = [[10, 100], [100, 1000], [10, 1000]].filter((span) => span.every((count) => counts.includes(count)));
  const subjects = [...new Set(rows.map((row) => row.subject))];
  return subjects.map((subject) => ({
    subject,
    spans: spans.map(([from, to]) => ({
      from, to, perInterpreter: (work(rowOf(rows, subject, to)) - work(rowOf(rows, subject, from))) / (to - from),
    })),
  }));
}

/** What validating templates adds, on average over the subjects: the medians with it minus those without. */
export function validationCostsOf(plain, validated) {
  return countsOf(validated).map((count) => {
    const added = (figure) => mean(validated.filter((row) => row.count === count)
      .map((row) => row[figure].median - rowOf(plain, row.subject, count)[figure].median));
    return { count, wall: added('wall'), peakBytes: added('peakBytes') };
  });
}

/** What is promised, and whether it holds: `value` may be at most `limit`. */
export function targetsOf(rows) {
  const perCount = ratiosOf(rows).flatMap(({ count, ...ratios }) => Object.entries(ratios).map(([figure, value]) => (
    { name: `${figure} at ${count}, ours / AWS's L2`, value, limit: 1.05 }
  )));
  return [...perCount, ...marginalTargets(marginalsOf(rows)), ...loadTargets(rows)]
    .map((target) => ({ ...target, met: target.value <= target.limit }));
}

function marginalTargets(marginals) {
  const cost = (subject, from, to) => marginals.find((entry) => entry.subject === subject)?.spans
    .find((span) => span.from === from && span.to === to)?.perInterpreter;
  const whole = cost(OURS, 10, 1000);
  if (whole === undefined) { return []; }
  const targets = [{ name: 'per interpreter from 10 to 1,000, ours / L1 with iam.Role', value: whole / cost(BY_HAND, 10, 1000), limit: 1.15 }];
  const early = cost(OURS, 10, 100);
  return early === undefined ? targets
    : [...targets, { name: 'per interpreter, ours: 100 to 1,000 / 10 to 100 (flat)', value: cost(OURS, 100, 1000) / early, limit: 1.15 }];
}

function loadTargets(rows) {
  const loads = rows.filter((row) => row.subject === OURS).map((row) => row.library.median);
  return [{ name: 'loading ours beyond aws-cdk-lib, ms', value: median(loads), limit: 20 }];
}

function work(row) {
  return row.construct.median + row.synth.median;
}

function rowOf(rows, subject, count) {
  return rows.find((row) => row.subject === subject && row.count === count);
}

function countsOf(rows) {
  return [...new Set(rows.map((row) => row.count))];
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: median(sorted), low: sorted[0], high: sorted[sorted.length - 1] };
}

function mean(values) {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
