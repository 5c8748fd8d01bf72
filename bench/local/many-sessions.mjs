/* Many sessions at once: throughput, memory, and as many as there may be. */
import { setTimeout as sleep } from 'node:timers/promises';
import { IMPORT_PANDAS, ONE, PANDAS, python } from './code.mjs';
import { httpCall } from './http-call.mjs';
import { availableBytes, proportionalBytes, sessionBytes } from './process-memory.mjs';

const AT_ONCE = 4;
const SETTLED_MS = 500;

/** Calls a second while that many sessions each have one call after the other. */
export async function throughputRound({ warm, floor }, { counts, seconds }) {
  const floorUrl = new URL(floor.ready.url);
  const measurements = [];
  for (const count of counts) {
    const sessions = await opened(warm, count);
    await each(sessions, (session) => warm.invoke(session, 'executeCode', python(ONE)));
    await sleep(SETTLED_MS);
    const ours = await callsPerSecond(sessions, seconds, (session) => warm.invoke(session, 'executeCode', python(ONE)));
    measurements.push({ count, subject: 'ours', ...ours });
    await each(sessions, (session) => warm.stop(session));
    const bare = await callsPerSecond(sessions, seconds, () => httpCall(floorUrl, { method: 'POST', path: '/', body: { a: 1 } }));
    measurements.push({ count, subject: 'floor', ...bare });
  }
  return measurements;
}

/** What a session weighs, by what it has run. */
export async function sessionMemory({ cold, coldService, kernel }, count) {
  const sessions = await opened(cold, count);
  const measurements = [];
  for (const [state, code] of [['unused', undefined], ['imported', IMPORT_PANDAS], ['used', PANDAS]]) {
    if (code) { await each(sessions, (session) => cold.invoke(session, 'executeCode', python(code))); }
    await sleep(SETTLED_MS);
    measurements.push({ subject: 'ours', state, bytes: sessionBytes(coldService.pid) });
  }
  await each(sessions, (session) => cold.stop(session));
  for (const [state, code] of [['unused', ONE], ['imported', IMPORT_PANDAS], ['used', PANDAS]]) {
    await kernel.ask({ do: 'execute', code });
    measurements.push({ subject: 'kernel', state, bytes: [(await kernel.ask({ do: 'pss' })).bytes] });
  }
  return { count, measurements };
}

/** Opens that many, runs a cell in each, and closes them. Memory is what the service and all sessions have more of. */
export async function crowd({ warm, warmService }, count) {
  const before = { available: availableBytes(), proportional: proportionalBytes(warmService.pid) };
  const starting = performance.now();
  const sessions = await opened(warm, count);
  const startSeconds = (performance.now() - starting) / 1000;
  await each(sessions, (session) => warm.invoke(session, 'executeCode', python(ONE)));
  await sleep(SETTLED_MS);
  const proportional = proportionalBytes(warmService.pid);
  const available = before.available - availableBytes();
  const stopping = performance.now();
  await each(sessions, (session) => warm.stop(session));
  return {
    count, available, proportional, proportionalBefore: before.proportional,
    startsPerSecond: count / startSeconds, stopsPerSecond: count / ((performance.now() - stopping) / 1000),
  };
}

async function opened(client, count) {
  const sessions = [];
  await each(Array(count).fill(), async () => sessions.push(await client.start()));
  return sessions;
}

/** A few at a time. */
async function each(items, action) {
  const left = [...items];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left.length > 0) { await action(left.pop()); }
  }));
}

async function callsPerSecond(sessions, seconds, call) {
  const start = performance.now();
  let [calls, errors] = [0, 0];
  await Promise.all(sessions.map(async (session) => {
    while (performance.now() - start < seconds * 1000) {
      await call(session).then(() => { calls += 1; }, () => { errors += 1; });
    }
  }));
  return { perSecond: calls / ((performance.now() - start) / 1000), errors };
}
