/* Measures the local service and what it is compared with, over HTTP from this process, and prints all samples as JSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bubblewrap } from './bubblewrap.mjs';
import { latencyRound } from './latency.mjs';
import { crowd, sessionMemory, throughputRound } from './many-sessions.mjs';
import { plainClient } from './plain-client.mjs';
import { sdkClient } from './sdk-client.mjs';
import { startSubject } from './subject-process.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const here = (name) => join(import.meta.dirname, name);
const rounds = Number(process.env.BENCH_ROUNDS);
/** Those that take long are fewer. */
const longRounds = Math.ceil(rounds / 3);
const THROUGHPUT = { counts: [1, 10, 100], seconds: 2 };
const SESSIONS_WEIGHED = 100;
const MOST_SESSIONS = 1000;

const pythonPath = process.env.AGENTCORE_LOCAL_PYTHON;
const folder = mkdtempSync(join(tmpdir(), 'code-interpreter-bench-'));
const running = [];
const start = async (...options) => {
  const subject = await startSubject(...options);
  running.push(subject);
  return subject;
};

try {
  const loadBefore = loadavg();
  const floor = await start(process.execPath, [here('floor.mjs')]);
  const [warmService, coldService] = [
    await start(process.execPath, [here('service.mjs')], { BENCH_POOL: '4' }),
    await start(process.execPath, [here('service.mjs')], { BENCH_POOL: '0' }),
  ];
  const { tier, refused, nodejs, deno } = warmService.ready.report;
  if (tier !== 'namespaces') { throw new Error(`sessions are ${tier} here, not namespaces: ${refused[0]?.reason}`); }
  const kernel = await start(pythonPath, [here('ipykernel_subject.py')], {
    HOME: folder, IPYTHONDIR: join(folder, 'ipython'), JUPYTER_RUNTIME_DIR: join(folder, 'jupyter'),
  });
  const subjects = {
    floor, warmService, coldService, kernel, pythonPath, bubblewrapped: bubblewrap(folder),
    scriptPrograms: { nodejs: [nodejs.path, '--eval', '0'], deno: [deno.path, 'eval', '0'] },
    warm: plainClient(warmService.ready.url), cold: plainClient(coldService.ready.url), sdk: sdkClient(warmService.ready.url),
  };

  await latencyRound(subjects); // not counted: what is run first is compiled first
  const latency = await repeat(rounds, 'single calls', () => latencyRound(subjects));
  const throughput = await repeat(longRounds, 'throughput', () => throughputRound(subjects, THROUGHPUT));
  const memory = await sessionMemory(subjects, SESSIONS_WEIGHED);
  const crowds = await repeat(longRounds, `${MOST_SESSIONS} sessions`, () => crowd(subjects, MOST_SESSIONS));
  process.stdout.write(JSON.stringify({
    report: warmService.ready.report, loadBefore, loadAfter: loadavg(), latency: latency.flat(), throughput: throughput.flat(), memory, crowds,
  }));
} finally {
  for (const subject of running.reverse()) { await subject.close(); }
  rmSync(folder, { recursive: true, force: true });
}

async function repeat(count, name, action) {
  const results = [];
  for (let round = 1; round <= count; round++) {
    results.push(await action());
    console.error(`measured: ${name}, round ${round} of ${count}`);
  }
  return results;
}
