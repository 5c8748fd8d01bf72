/* Measures the toolkit beside the AWS SDK alone, against the local service in a process of its own, and prints all samples as JSON. */
import { Agent } from 'node:http';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { sdkCalls } from './sdk-calls.mjs';
import { subjectsOf } from './subjects.mjs';
import { startSubject } from '../local/subject-process.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const rounds = Number(process.env.BENCH_ROUNDS);
const CODE = '1+1';
const ANSWER = '2';
const CALLS_A_ROUND = 200;
const CALLS_UNCOUNTED = 500;
const THREADS = 100;
const CALLS_A_THREAD = 3;
/** For the service to fill its pool, and to have put away what was stopped. */
const SETTLED_MS = 1500;

const service = await startSubject(process.execPath, [join(import.meta.dirname, '..', 'local', 'service.mjs')], { BENCH_POOL: '4' });
const client = new BedrockAgentCoreClient({
  endpoint: service.ready.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: THREADS }) },
});

try {
  const loadBefore = loadavg();
  const subjects = Object.entries(await subjectsOf(client));
  await oneAfterTheOther(subjects, CALLS_UNCOUNTED); // not counted: what is run first is compiled first
  const latency = await repeat('single calls', (round) => oneAfterTheOther(turned(subjects, round), CALLS_A_ROUND));
  await allAtOnce(subjects);
  const throughput = await repeat(`${THREADS} threads`, (round) => allAtOnce(turned(subjects, round)));
  process.stdout.write(JSON.stringify({
    report: service.ready.report, loadBefore, loadAfter: loadavg(), threads: THREADS,
    latency: latency.flat(), throughput: throughput.flat(),
  }));
} finally {
  client.destroy();
  await service.close();
}

/**
 * One call at a time, each subject in turn, so that whatever else the machine does meets all of them alike. Processor time is
 * this process's, and moves less with that.
 */
async function oneAfterTheOther(subjects, calls) {
  const measurements = subjects.map(([subject]) => ({ subject, samples: [], cpu: [] }));
  for (const [name, subject] of subjects) { await answered(subject, `single-${name}`); }
  for (let call = 0; call < calls; call++) {
    for (let turn = 0; turn < subjects.length; turn++) {
      const index = (turn + call) % subjects.length;
      const [name, subject] = subjects[index];
      const [start, before] = [performance.now(), process.cpuUsage()];
      await answered(subject, `single-${name}`);
      measurements[index].samples.push(performance.now() - start);
      measurements[index].cpu.push(cpuSeconds(before) * 1000);
    }
  }
  for (const [name, subject] of subjects) { await subject.end(`single-${name}`); }
  return measurements;
}

/** Each thread starts a session, makes its calls one after the other, and stops the session. */
async function allAtOnce(subjects) {
  const measurements = [];
  for (const [name, subject] of subjects) {
    await sleep(SETTLED_MS);
    let errors = 0;
    const [start, before] = [performance.now(), process.cpuUsage()];
    await Promise.all(Array.from({ length: THREADS }, async (_, thread) => {
      try {
        for (let call = 0; call < CALLS_A_THREAD; call++) { await answered(subject, `thread-${thread}`); }
        await subject.end(`thread-${thread}`);
      } catch (error) {
        errors += 1;
        console.error(`${name}, thread ${thread}: ${error.message}`);
      }
    }));
    const seconds = (performance.now() - start) / 1000;
    const cpu = cpuSeconds(before);
    measurements.push({ subject: name, perSecond: THREADS / seconds, cpuSeconds: cpu, errors, left: await sdkCalls(client).ready() });
  }
  return measurements;
}

function cpuSeconds(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function answered(subject, thread) {
  const text = await subject.execute(thread, CODE);
  if (text.trim() !== ANSWER) { throw new Error(`${CODE} was answered ${text}`); }
}

async function repeat(name, action) {
  const results = [];
  for (let round = 1; round <= rounds; round++) {
    results.push(await action(round));
    console.error(`measured: ${name}, round ${round} of ${rounds}`);
  }
  return results;
}

function turned(items, by) {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
