/* One round of single calls, one at a time: every subject a few times, in turns. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ended } from './ended.mjs';
import { ONE, PANDAS, python, SCRIPTS } from './code.mjs';
import { httpCall } from './http-call.mjs';

/** For the pool, or the fork server, to make what was taken from it. */
const REFILLED_MS = 150;
const LATER_CELLS = 20;

/** What was measured: `{ figure, subject, samples }`, in ms. */
export async function latencyRound(subjects) {
  const measurements = [];
  const run = async (subject, count, action, pause = () => undefined) => {
    const samples = {};
    for (let number = 0; number < count; number++) {
      await pause();
      for (const [figure, value] of Object.entries(await action())) { (samples[figure] ??= []).push(...[value].flat()); }
    }
    for (const [figure, values] of Object.entries(samples)) { measurements.push({ figure, subject, samples: values }); }
  };
  await calls(subjects, run);
  await starts(subjects, run);
  await scripts(subjects, run);
  return measurements;
}

/** In sessions that are there. */
async function calls({ floor, warm, sdk, kernel, bubblewrapped }, run) {
  const floorUrl = new URL(floor.ready.url);
  const session = await warm.start();
  await warm.invoke(session, 'executeCode', python(ONE));
  const trip = async () => ({ roundTrip: await timed(() => httpCall(floorUrl, { method: 'POST', path: '/', body: { a: 1 } })) });
  await run('floor', 300, trip);
  await run('floorSeldom', 10, trip, silence);
  for (const [subject, client, count] of [['ours', warm, 300], ['sdk', sdk, 100]]) {
    await run(subject, count, async () => ({ execute: await timed(() => client.invoke(session, 'executeCode', python(ONE))) }));
  }
  await run('kernel', 50, async () => ({ execute: (await kernel.ask({ do: 'execute', code: ONE })).milliseconds }));
  for (const [subject, client] of [['ours', warm], ['sdk', sdk]]) {
    await run(subject, 40, async () => ({ command: await timed(() => client.invoke(session, 'executeCommand', { command: 'true' })) }));
  }
  await run('bubblewrap', 5, async () => ({ command: await timed(() => bubblewrapped('true')) }));
  await warm.stop(session);
}

async function starts({ warm, cold, sdk, kernel, bubblewrapped, pythonPath }, run) {
  const first = (figure, code, client) => async () => {
    const begin = performance.now();
    const session = await client.start();
    const start = performance.now() - begin;
    await client.invoke(session, 'executeCode', python(code));
    const all = performance.now() - begin;
    const stop = await timed(() => client.stop(session));
    return { start, [figure]: all, stop };
  };
  await whileOtherCallsGoOn(warm, async (pause) => {
    await run('ours', 40, first('first', ONE, warm), pause);
    await run('sdk', 10, first('first', ONE, sdk), pause);
    await run('ours', 10, first('firstPandas', PANDAS, warm), pause);
  });
  await run('seldom', 10, first('first', ONE, warm), silence);
  await whileOtherCallsGoOn(cold, (pause) => run('cold', 10, first('firstPandas', PANDAS, cold), pause));
  await run('colder', 10, first('firstPandas', PANDAS, cold));
  const kernelFirst = async (question) => (await kernel.ask({ do: 'first', ...question })).milliseconds;
  await run('kernel', 1, async () => ({ first: await kernelFirst({ code: ONE }), firstPandas: await kernelFirst({ code: PANDAS }) }));
  await run('kernelAtOnce', 1, async () => ({ first: await kernelFirst({ code: ONE, atOnce: true }) }));
  await run('bubblewrap', 3, async () => ({ first: await timed(() => bubblewrapped(pythonPath, '-c', `print(${ONE})`)) }));
  await run('bubblewrap', 1, async () => ({ firstPandas: await timed(() => bubblewrapped(pythonPath, '-c', PANDAS)) }));
}

/** In a new session each, which has run nothing of that runtime. */
async function scripts({ warm: client, scriptPrograms }, run) {
  for (const [runtime, command] of Object.entries(scriptPrograms)) {
    await run(`bare ${runtime}`, 3, async () => ({ scriptFirst: await timed(() => ended(...command)) }));
  }
  for (const { runtime, language, code } of SCRIPTS) {
    await run(`${runtime} ${language}`, 3, async () => {
      const session = await client.start();
      const cell = () => timed(() => client.invoke(session, 'executeCode', { code, language, runtime }));
      const scriptFirst = await cell();
      const script = [];
      for (let number = 0; number < LATER_CELLS; number++) { script.push(await cell()); }
      await client.stop(session);
      return { scriptFirst, script };
    }, silence);
  }
}

/** A processor that has gone to sleep takes longer to wake than many a call takes: not so in a service that is in use. */
async function whileOtherCallsGoOn(client, measure) {
  const other = await client.start();
  await measure(async () => {
    const until = performance.now() + REFILLED_MS;
    while (performance.now() < until) { await client.invoke(other, 'executeCode', python(ONE)); }
  });
  await client.stop(other);
}

function silence() {
  return sleep(REFILLED_MS);
}

async function timed(action) {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
