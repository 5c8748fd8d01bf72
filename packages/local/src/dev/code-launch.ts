import { AgentError } from './agent-error.js';
import { agentFolder } from './agent-folder.js';
import { agentPython } from './agent-python.js';
import { LaunchContext } from './launch-context.js';
import { Launch } from './launch.js';
import { AgentArtifact } from '../assembly/artifact.js';

const INSTRUMENTATION = 'opentelemetry-instrument';

/** Starts the entry point of code that the service runs without an image. */
export async function codeLaunch(artifact: Extract<AgentArtifact, { kind: 'code' }>, context: LaunchContext): Promise<Launch> {
  const { name, project, environment } = context;
  const { runtime, entryPoint } = artifact;
  const [, language, version] = /^(NODE|PYTHON)_([\d_]+)$/.exec(runtime) ?? [];
  if (language === undefined) {
    throw new AgentError(`${name}: its runtime is ${runtime || 'not known'}, and only Python and Node.js are known here; say with --command what starts it`);
  }
  const { folder, file, runsSources, notes: folderNotes } = await agentFolder(artifact, context);
  const notes = [...folderNotes, ...(entryPoint.includes(INSTRUMENTATION) ? [`${INSTRUMENTATION} is left out: no traces are made`] : [])];
  if (language === 'NODE') {
    const [own = ''] = process.versions.node.split('.');
    if (version !== own) { notes.push(`it runs in Node ${own}; deployed, in Node ${version}`); }
    return { command: [process.execPath, file], folder, runsSources, environment, notes };
  }
  const python = await agentPython([folder, project], environment);
  return { command: [python.path, file], folder, runsSources, environment: { ...environment, ...python.environment }, notes };
}
