/* From samples to medians, and to what is promised. Times are in milliseconds. */
import { groupsBy, median, percentile } from './statistics.mjs';

/** The toolkit is judged as an agent uses it. */
const JUDGED = 'tool';
const BESIDE = 'sdk';

/** For each subject the median of the rounds' medians; `ratio` to the SDK's of the same round. */
export function latencyRows(measurements) {
  const rounds = roundsOf(measurements);
  return groupsBy(measurements, ({ subject }) => subject).map((group) => {
    const [{ subject }] = group;
    const all = group.flatMap(({ samples }) => samples);
    return {
      subject, samples: all.length,
      p50: median(group.map(({ samples }) => median(samples))), p99: percentile(all, 0.99), low: Math.min(...all),
      cpu: median(group.map(({ cpu }) => mean(cpu))),
      ratio: median(rounds.map((round) => median(round[subject].samples) / median(round[BESIDE].samples))),
    };
  });
}

export function throughputRows(measurements) {
  const rounds = roundsOf(measurements);
  return groupsBy(measurements, ({ subject }) => subject).map((group) => {
    const [{ subject }] = group;
    return {
      subject, perSecond: median(group.map(({ perSecond }) => perSecond)), cpuSeconds: median(group.map(({ cpuSeconds }) => cpuSeconds)),
      errors: sum(group.map(({ errors }) => errors)), left: Math.max(...group.map(({ left }) => left)),
      ratio: median(rounds.map((round) => round[subject].perSecond / round[BESIDE].perSecond)),
    };
  });
}

export function targetsOf({ latency, throughput }) {
  const of = (rows) => rows.find(({ subject }) => subject === JUDGED);
  const targets = [
    { name: 'execute_code 1+1, toolkit / AWS SDK, p50', value: of(latency).ratio, atMost: 1.1 },
    { name: 'threads a second, toolkit / AWS SDK', value: of(throughput).ratio, atLeast: 0.9 },
    { name: 'threads that failed', value: sum(throughput.map(({ errors }) => errors)), atMost: 0 },
    { name: 'sessions left after cleanup', value: Math.max(...throughput.map(({ left }) => left)), atMost: 0 },
  ];
  return targets.map((target) => ({ ...target, met: target.value <= (target.atMost ?? Infinity) && target.value >= (target.atLeast ?? 0) }));
}

/** The measurements of each round, by subject. */
function roundsOf(measurements) {
  const bySubject = groupsBy(measurements, ({ subject }) => subject);
  return bySubject[0].map((_, round) => Object.fromEntries(bySubject.map((group) => [group[round].subject, group[round]])));
}

function mean(numbers) {
  return sum(numbers) / numbers.length;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
