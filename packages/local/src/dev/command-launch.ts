import { agentFolder } from './agent-folder.js';
import { agentPython } from './agent-python.js';
import { LaunchContext } from './launch-context.js';
import { Launch } from './launch.js';
import { AgentArtifact } from '../assembly/artifact.js';

/** Starts what the developer says, with the agent's environment, where the agent is. */
export async function commandLaunch(command: string, artifact: AgentArtifact, context: LaunchContext): Promise<Launch> {
  const { project, environment } = context;
  const { folder, runsSources, notes } = artifact.kind === 'elsewhere' ? { folder: context.folder ?? project, runsSources: true, notes: [] } : await agentFolder(artifact, context);
  const python = await agentPython([folder, project], environment);
  return { command: ['sh', '-c', command], folder, runsSources, environment: { ...environment, ...python.environment }, notes };
}
