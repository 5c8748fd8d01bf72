import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { chartIn } from './demo-chart.mjs';
import { conversationsOf } from './demo-conversations.mjs';
import { pageOf } from './demo-page.mjs';
import { prepare } from './demo-prepare.mjs';
import { Progress } from './demo-progress.mjs';
import { Resources } from './demo-resources.mjs';
import { quoted, runTurn } from './demo-turn.mjs';
import { inRoot } from './root.mjs';

const OUTPUT = 'demo-output';
const CHART = 'revenue_by_product.png';
const REPORT = 'report.html';
const AGENT_LOG = 'agent.log';
const SCRIPTED = 'The model was scripted: this shows that app, agent, tools and sandboxes work together, not how well a model does.';
/** As shells say it. */
export const STOPPED = 130;

/**
 * Synthesizes the example app, runs its agent on this machine, plays conversations, and checks the answers. Without
 * `model` with a scripted one, which plays `conversations` if there are any. `folder` is for the report and what goes with it.
 *
 * @returns the exit code
 */
export async function runDemo({ model, conversations, folder = OUTPUT, output = process.stdout }) {
  const progress = new Progress(output);
  const stop = new AbortController();
  const onSignal = (name) => stop.abort(new Error(`stopped by ${name}`));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const resources = new Resources(stop.signal);
  const demo = { progress, resources, signal: stop.signal, model, conversations, folder, turns: [], log: [] };
  mkdirSync(inRoot(folder), { recursive: true });
  // Those of a run before would be taken for this one's.
  [CHART, REPORT, AGENT_LOG].forEach((name) => rmSync(inRoot(folder, name), { force: true }));
  const start = performance.now();
  try {
    await prepare(demo);
    demo.steps = [...progress.steps];
    await converse(demo);
    await finish(demo);
    return report(demo, (performance.now() - start) / 1000);
  } catch (error) {
    progress.line(`\n${error.message}`);
    if (demo.log.length > 0) { progress.line(`The agent's output is in ${writeLog(demo)}.`); }
    return stop.signal.aborted ? STOPPED : 1;
  } finally {
    await resources.close();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function converse(demo) {
  const { progress } = demo;
  const { SEED_PROMPTS: prompts } = await import('agentcore-code-interpreter-local/model');
  for (const conversation of conversationsOf({ prompts, interpreters: demo.interpreters, sessions: demo.sessions })) {
    demo.signal.throwIfAborted();
    await progress.step(`${conversation.title}, thread ${conversation.thread}`, async (update) => {
      const turn = await runTurn(conversation, { ...demo, update });
      demo.turns.push(turn);
      return { note: turn.answer && quoted(turn.answer), failed: turn.checks.some(({ problem }) => problem) };
    });
    demo.turns.at(-1).checks.forEach((check) => progress.check(check));
  }
}

/** Every session was the agent's, and goes with it. */
async function finish(demo) {
  const { agent, sessions, progress } = demo;
  const ids = [...Object.values(demo.interpreters), 'aws.codeinterpreter.v1'];
  const ready = async () => (await Promise.all(ids.map((id) => sessions.ready(id)))).flat();
  await progress.step('the end', async () => {
    const before = await ready();
    await agent.close();
    const left = await ready();
    demo.end = [
      { title: 'the agent had sessions', problem: before.length > 0 ? undefined : 'none was READY before it was stopped' },
      { title: 'none is left when it is stopped', problem: left.length === 0 ? undefined : `READY: ${left.join(', ')}` },
    ];
    return { note: `${before.length} sessions were READY, ${left.length} are left`, failed: demo.end.some(({ problem }) => problem) };
  });
  demo.end.forEach((check) => progress.check(check));
}

function report(demo, seconds) {
  const { turns, end, progress, played, service, steps } = demo;
  const checks = [...turns.flatMap((turn) => turn.checks), ...end];
  const failed = checks.filter(({ problem }) => problem).length;
  const chart = chartIn(turns.flatMap(({ files }) => files));
  const command = `npm run demo${demo.model ? ` -- --model ${demo.model}` : ''}`;
  const page = writeOutput(demo, REPORT, pageOf({
    turns, end, steps, seconds, chart, command, model: played, sandbox: service.report, interpreters: demo.interpreters,
  }));
  progress.line([
    '',
    `${turns.length} conversations in ${seconds.toFixed(1)} s: ${checks.length - failed} checks hold, ${failed} failed`,
    ...played.scripted ? [SCRIPTED] : [],
    `The report is ${page}, the agent's output ${writeLog(demo)}${chart ? `, the chart ${writeOutput(demo, CHART, chart)}` : ''}.`,
  ].join('\n'));
  return failed === 0 ? 0 : 1;
}

function writeLog(demo) {
  return writeOutput(demo, AGENT_LOG, `${demo.log.join('\n')}\n`);
}

function writeOutput({ folder }, name, content) {
  writeFileSync(inRoot(folder, name), content);
  return `${folder}/${name}`;
}
