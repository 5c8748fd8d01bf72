import { AgentError } from './agent-error.js';
import { agentFolder, stageOf, wordsOf } from './agent-folder.js';
import { agentPython } from './agent-python.js';
import { DockerStage } from './dockerfile.js';
import { LaunchContext } from './launch-context.js';
import { Launch } from './launch.js';
import { ImageAsset } from '../assembly/assets.js';

const OTHER_WAYS = 'start Docker, or say with --command what starts the agent';
/** Makes agents of the AgentCore SDK listen on all addresses, which in a container only its host reaches. */
const IN_CONTAINER = 'DOCKER_CONTAINER';
const INSTRUMENTATION = 'opentelemetry-instrument';

/** Starts what the Dockerfile starts, without its image. */
export async function imageLaunch(asset: ImageAsset, context: LaunchContext): Promise<Launch> {
  const { project, environment, own } = context;
  const { dockerfile, stage } = await stageOf(asset, context);
  if (!stage) { throw new AgentError(`${dockerfile} has no stage${asset.target === undefined ? '' : ` ${asset.target}`}; ${OTHER_WAYS}`); }
  checkStart(stage, dockerfile);
  const all = wordsOf(stage);
  const words = all[0] === INSTRUMENTATION ? all.slice(1) : all;
  const { folder, runsSources, notes } = await agentFolder({ kind: 'image', asset }, context);
  const taken = Object.entries(stage.environment).filter(([name, value]) => isOfAnyMachine(name, value));
  const left = Object.keys(stage.environment).filter((name) => !taken.some(([other]) => other === name));
  const python = await agentPython([folder, project], environment);
  const [program = '', ...args] = words;
  return {
    command: [programOf(program, python.path), ...args],
    folder,
    runsSources,
    environment: { ...environment, ...Object.fromEntries(taken.filter(([name]) => !own.includes(name))), ...python.environment },
    notes: [
      `its image is not built: \`${words.join(' ')}\`, of its ${asset.dockerfile}, runs on this machine as you, with what is installed here`,
      ...(left.length > 0 ? [`variables that its ${asset.dockerfile} sets for a container are left out: ${left.join(', ')}`] : []),
      ...(words === all ? [] : [`${INSTRUMENTATION} is left out: no traces are made`]),
      ...notes,
    ],
  };
}

function checkStart({ entryPoint, command }: DockerStage, path: string): void {
  for (const [name, value] of Object.entries({ ENTRYPOINT: entryPoint, CMD: command })) {
    if (typeof value !== 'string') { continue; }
    throw new AgentError(`${path}: ${name} is in the shell form, \`${value}\`, which is for the shell and the folders of the image; `
      + `write it as a list, such as ["python", "agent.py"], or ${OTHER_WAYS}`);
  }
  if ([entryPoint ?? [], command ?? []].flat().length === 0) {
    throw new AgentError(`${path}: it has neither ENTRYPOINT nor CMD, so that its base image says what starts; ${OTHER_WAYS}`);
  }
}

/** Paths are those of the image. */
function isOfAnyMachine(name: string, value: string): boolean {
  return name !== IN_CONTAINER && !/[/$]/.test(value);
}

function programOf(program: string, python: string): string {
  if (/^(?:\/usr\/(?:local\/)?bin\/)?python(?:3(?:\.\d+)?)?$/.test(program)) { return python; }
  return /^(?:\/usr\/(?:local\/)?bin\/)?node$/.test(program) ? process.execPath : program;
}
