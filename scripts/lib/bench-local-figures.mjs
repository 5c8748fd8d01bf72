/* From samples to medians, and to what is promised. Times are in milliseconds, memory in bytes. */
import { groupsBy, median, percentile } from './statistics.mjs';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** For each figure and subject: the median of the rounds' medians, and of all samples the lowest and the 99th percentile. */
export function latencyRows(measurements) {
  return groupsBy(measurements, ({ figure, subject }) => `${figure} ${subject}`).map((group) => {
    const all = group.flatMap(({ samples }) => samples);
    const [{ figure, subject }] = group;
    return {
      figure, subject, samples: all.length,
      p50: median(group.map(({ samples }) => median(samples))), p99: percentile(all, 0.99), low: Math.min(...all),
    };
  });
}

export function throughputRows(measurements) {
  return groupsBy(measurements, ({ count, subject }) => `${count} ${subject}`).map((group) => ({
    count: group[0].count, subject: group[0].subject,
    perSecond: median(group.map(({ perSecond }) => perSecond)), errors: group.reduce((total, { errors }) => total + errors, 0),
  }));
}

export function memoryRows({ measurements }) {
  return measurements.map(({ subject, state, bytes }) => ({ subject, state, bytes: median(bytes) }));
}

export function crowdOf(crowds) {
  return Object.fromEntries(Object.keys(crowds[0]).map((figure) => [figure, median(crowds.map((crowd) => crowd[figure]))]));
}

/** What is promised, and whether it holds: `value` may be `atMost` or has to be `atLeast`. */
export function targetsOf({ latency, throughput, memory, crowd }) {
  const time = (figure, subject, percent = 'p50') => latency.find((row) => row.figure === figure && row.subject === subject)[percent];
  const rate = (count) => throughput.find((row) => row.count === count && row.subject === 'ours');
  const weight = (state) => memory.rows.find((row) => row.subject === 'ours' && row.state === state).bytes;
  const targets = [
    { name: 'StartSession, warm pool, p50, ms', value: time('start', 'ours'), atMost: 1 },
    { name: 'StartSession, warm pool, p99, ms', value: time('start', 'ours', 'p99'), atMost: 4 },
    { name: 'start to first result, warm pool, ms', value: time('first', 'ours'), atMost: 3 },
    { name: 'the same, ipykernel / ours', value: time('first', 'kernel') / time('first', 'ours'), atLeast: 300 },
    { name: 'start to first result with pandas, cold, ms', value: time('firstPandas', 'cold'), atMost: 20 },
    { name: 'the same without pandas in ipykernel / ours with', value: time('first', 'kernel') / time('firstPandas', 'cold'), atLeast: 40 },
    { name: 'executeCode 1+1, ours / bare HTTP', value: time('execute', 'ours') / time('roundTrip', 'floor'), atMost: 3 },
    { name: 'executeCode 1+1, ipykernel / ours', value: time('execute', 'kernel') / time('execute', 'ours'), atLeast: 15 },
    { name: 'executeCommand true, ms', value: time('command', 'ours'), atMost: 3 },
    ...['nodejs javascript', 'nodejs typescript', 'deno javascript', 'deno typescript'].flatMap((subject) => [
      { name: `${subject}, later cells, ms`, value: time('script', subject), atMost: 1 },
      { name: `${subject}, first cell, ms`, value: time('scriptFirst', subject), atMost: 50 },
    ]),
    { name: 'idle session that has imported pandas, PSS, MiB', value: weight('imported') / MIB, atMost: 6 },
    ...[[1, 1600], [10, 3500], [100, 2100]].map(([count, atLeast]) => (
      { name: `executeCode, ${count} sessions, calls/s`, value: rate(count).perSecond, atLeast }
    )),
    { name: 'calls that failed meanwhile', value: throughput.reduce((total, { errors }) => total + errors, 0), atMost: 0 },
    { name: `${crowd.count} sessions, memory that is no longer available, GiB`, value: crowd.available / GIB, atMost: 7 },
    { name: `${crowd.count} sessions, PSS of all processes, GiB`, value: crowd.proportional / GIB, atMost: 7 },
    { name: `${crowd.count} sessions, starts/s`, value: crowd.startsPerSecond, atLeast: 80 },
  ];
  return targets.map((target) => ({ ...target, met: target.value <= (target.atMost ?? Infinity) && target.value >= (target.atLeast ?? 0) }));
}
