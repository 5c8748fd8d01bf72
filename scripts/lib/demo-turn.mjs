import { randomUUID } from 'node:crypto';
import { checksOfTurn } from './demo-conversations.mjs';
import { oneLine } from './demo-progress.mjs';

/** The service takes ids of 33 characters and more. One for each thread, for as long as the demo runs. */
const sessionIds = new Map();
const LONGEST_QUOTE = 90;

/** Asks the agent, and checks its answer. What goes wrong is a check that fails. */
export async function runTurn(conversation, { agent, recorder, resources, signal, turns, update }) {
  const { title, thread, prompt, chart = false, stream = true } = conversation;
  const start = performance.now();
  const turn = { title, thread, prompt, chart, answer: '', files: [], calls: [] };
  const onEvent = ({ event, data }) => { if (event === 'progress') { update(progressText(data)); } };
  try {
    const { result, calls } = await recorder.during(() => (
      resources.raced(agent.invoke({ prompt, stream }, { sessionId: sessionIdOf(thread), signal, onEvent }))
    ));
    Object.assign(turn, { calls, seconds: secondsSince(start) }, answerOf(result));
  } catch (error) {
    signal.throwIfAborted();
    return { ...turn, seconds: secondsSince(start), checks: [{ title: 'the agent answers', problem: error.message }] };
  }
  return { ...turn, checks: await checksOfTurn(conversation, turn, { before: turns }) };
}

export function quoted(text) {
  const line = oneLine(text);
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE - 1)}…`;
}

function answerOf({ body, events }) {
  const failure = events.find(({ event }) => event === 'error');
  if (failure) { throw new Error(`it failed: ${JSON.stringify(failure.data)}`); }
  if (typeof body?.result !== 'string' || !Array.isArray(body.files)) {
    throw new Error(`it answered ${JSON.stringify(body)?.slice(0, 200)}`);
  }
  return { answer: body.result, files: body.files };
}

function progressText({ tool, event, text, retryInSeconds }) {
  switch (event) {
    case 'session_starting': return `${tool} starts a session`;
    case 'session_replaced': return `${tool} starts another session`;
    case 'throttled': return `${tool} is throttled, and tries again in ${retryInSeconds} s`;
    case 'output': return `${tool}: ${text.trimEnd().split('\n').at(-1)}`;
    default: return tool;
  }
}

function sessionIdOf(thread) {
  if (!sessionIds.has(thread)) { sessionIds.set(thread, `${thread}-${randomUUID()}`); }
  return sessionIds.get(thread);
}

function secondsSince(start) {
  return (performance.now() - start) / 1000;
}
