import { AGENT_FOLDER, checkShipped, startDemoAgent } from './demo-agent.mjs';
import { synthesize } from './demo-example.mjs';
import { prepareCredentials, startModel } from './demo-model.mjs';
import { demoPython } from './demo-python.mjs';
import { Recorder } from './demo-recorder.mjs';
import { Sessions } from './demo-sessions.mjs';
import { inRoot } from './root.mjs';

const EXAMPLE = 'agent-langgraph-js';

/** Synthesizes the app, and starts all that its agent needs, and the agent. Puts what it started into `demo`. */
export async function prepare(demo) {
  const { progress, resources, signal, model } = demo;
  await progress.step('AWS credentials', async () => ({ note: await resources.raced(prepareCredentials(model, signal)) }));
  const python = await progress.step('Python with pandas and matplotlib', async () => {
    const path = await resources.raced(demoPython());
    return { value: path, note: path };
  });
  const assembly = await progress.step(`cdk synth of examples/typescript/${EXAMPLE}`, async () => {
    const { error, outdir, templates } = await resources.raced(synthesize(EXAMPLE));
    if (error) { throw new Error(error); }
    const modes = templates.flatMap(({ interpreters }) => interpreters.map(({ mode }) => mode)).join(' and ');
    return { value: inRoot(outdir), note: `interpreters ${modes}, in ${outdir}` };
  });
  demo.recorder = new Recorder();
  const service = await progress.step('the local service, from the assembly', async () => {
    const { startLocalService } = await import('agentcore-code-interpreter-local');
    const value = await resources.open(startLocalService({ assembly, python, observer: demo.recorder }));
    return { value, note: `${value.url}, sessions kept apart by ${value.report.tier} (${value.report.title})` };
  });
  const played = await progress.step('the model', async () => {
    const value = await resources.open(startModel(model, demo.conversations));
    return { value, note: value.title };
  });
  const agent = await progress.step(`the agent, ${AGENT_FOLDER}`, async () => {
    const hash = checkShipped(assembly);
    const started = await resources.open(startDemoAgent({
      assembly, environment: { ...service.environment, ...played.environment }, signal, log: demo.log,
    }));
    return { value: started, note: `agent.js is byte for byte what the assembly ships, sha256 ${hash.slice(0, 12)}` };
  });
  const [{ variables }] = service.agents;
  demo.interpreters = { custom: variables.CUSTOM_INTERPRETER_ID, analyzer: variables.ANALYZER_ID };
  demo.sessions = await resources.open(new Sessions(service.url, service.region));
  Object.assign(demo, { service, played, agent });
}
