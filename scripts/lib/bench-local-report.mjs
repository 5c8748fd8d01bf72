import { table } from './table.mjs';

const FIGURES = {
  roundTrip: 'HTTP round trip',
  execute: 'executeCode 1+1',
  command: 'executeCommand true',
  start: 'StartSession',
  first: 'start to first result, 1+1',
  firstPandas: 'start to first result, pandas',
  stop: 'StopSession',
  scriptFirst: 'first cell of a runtime',
  script: 'later cells',
};
const SUBJECTS = {
  ours: 'ours',
  sdk: 'ours, by the AWS SDK',
  seldom: 'ours, seldom called',
  cold: 'ours, no pool',
  colder: 'ours, no pool, one after the other',
  kernel: 'ipykernel',
  kernelAtOnce: 'ipykernel, not waiting until it is ready',
  bubblewrap: 'bubblewrap',
  floor: 'bare HTTP server',
  floorSeldom: 'bare HTTP server, seldom called',
  'bare nodejs': 'node --eval 0, no sandbox',
  'bare deno': 'deno eval 0, no sandbox',
};
const STATES = { unused: 'nothing', imported: 'import of numpy, pandas, pyplot', used: 'a data frame' };
const MIB = 2 ** 20;
const GIB = 2 ** 30;

export function localReport({ latency, throughput, memory, crowd, targets }) {
  return [
    'Single calls, in ms; / ours: how many times as long as ours takes',
    table(['figure', 'subject', 'p50', '/ ours', 'p99', 'lowest', 'samples'], latencyTable(latency)),
    'executeCode 1+1, calls a second, each session one call after the other',
    table(['sessions', 'ours', 'errors', 'bare HTTP server'], throughputTable(throughput)),
    `Memory of a session (PSS), one of ${memory.sessions}, and of one ipykernel, in MiB`,
    table(['after', 'ours', 'ipykernel', '/ ours'], Object.keys(STATES).map((state) => {
      const [ours, kernel] = ['ours', 'kernel'].map((subject) => memory.rows.find((row) => row.subject === subject && row.state === state).bytes);
      return [STATES[state], (ours / MIB).toFixed(1), (kernel / MIB).toFixed(1), ratio(kernel / ours)];
    })),
    'As many sessions as there may be',
    table(['sessions', 'starts/s', 'stops/s', 'PSS of all, GiB', 'no longer available, GiB'], [[
      whole(crowd.count), whole(crowd.startsPerSecond), whole(crowd.stopsPerSecond),
      (crowd.proportional / GIB).toFixed(2), (crowd.available / GIB).toFixed(2),
    ]]),
    table(['target', 'measured', 'reach', ''], targets.map(({ name, value, atMost, atLeast, met }) => [
      name, figure(value), atMost === undefined ? `≥ ${figure(atLeast)}` : `≤ ${figure(atMost)}`, met ? 'pass' : 'MISS',
    ])),
  ].join('\n\n');
}

function latencyTable(rows) {
  return Object.keys(FIGURES).flatMap((name) => rows.filter((row) => row.figure === name).map(({ subject, p50, p99, low, samples }, index) => {
    const ours = rows.find((row) => row.figure === name && row.subject === 'ours');
    return [
      index === 0 ? FIGURES[name] : '', SUBJECTS[subject] ?? subject,
      figure(p50), ours ? ratio(p50 / ours.p50) : '-', figure(p99), figure(low), samples,
    ];
  }));
}

function throughputTable(rows) {
  const of = (subject) => rows.filter((row) => row.subject === subject);
  return of('ours').map(({ count, perSecond, errors }) => (
    [count, whole(perSecond), errors, whole(of('floor').find((row) => row.count === count).perSecond)]
  ));
}

function ratio(value) {
  return value >= 10 ? whole(value) : value.toFixed(2);
}

function figure(value) {
  return value >= 100 ? whole(value) : Number(value.toPrecision(3)).toString();
}

function whole(value) {
  return Math.round(value).toLocaleString('en');
}
