import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { AgentError } from './agent-error.js';
import { dockerStage, DockerStage } from './dockerfile.js';
import { LaunchContext } from './launch-context.js';
import { sourceFolder } from './source-folder.js';
import { AgentArtifact } from '../assembly/artifact.js';
import { ImageAsset } from '../assembly/assets.js';
import { realPathWithin } from '../assembly/within.js';

/** Where an agent runs. */
export interface AgentFolder {
  readonly folder: string;
  readonly runsSources: boolean;
  /** What the agent is, in the folder. */
  readonly file: string;
  readonly notes: readonly string[];
}

/** The folder of the sources, for dependencies are there; where it is not found, what a deploy would ship. */
export async function agentFolder(artifact: Exclude<AgentArtifact, { kind: 'elsewhere' }>, context: LaunchContext): Promise<AgentFolder> {
  const { staged, file } = artifact.kind === 'code' ? await ofCode(artifact, context) : await ofImage(artifact.asset, context);
  const folder = context.folder ?? await sourceFolder({ project: context.project, staged, file });
  if (folder !== undefined) { return { folder, file, runsSources: true, notes: [] }; }
  const note = `no folder in ${context.project}, or in its repository, has the very ${file} that a deploy would ship; `
    + `the agent runs in ${staged}, where packages are those for the service's machines, if there are any`;
  return { folder: staged, file, runsSources: false, notes: [note] };
}

/** What the Dockerfile of an asset says, and the folder that is its context. */
export async function stageOf(
  asset: ImageAsset, { name, assembly }: LaunchContext,
): Promise<{ staged: string; dockerfile: string; stage?: DockerStage }> {
  const staged = await realPathWithin(assembly, asset.folder, `the image of ${name}`);
  const dockerfile = await realPathWithin(staged, join(staged, asset.dockerfile), `the Dockerfile of ${name}`);
  return { staged, dockerfile, stage: dockerStage(await readFile(dockerfile, 'utf8'), asset.target) };
}

/** ENTRYPOINT and CMD, with paths below the image's working directory as they are in the folder. */
export function wordsOf({ entryPoint = [], command = [], workingDirectory = '/' }: DockerStage): string[] {
  const start = posix.join(workingDirectory, '/');
  return [entryPoint, command].flat().map((word) => (start !== '/' && word.startsWith(start) ? word.slice(start.length) : word));
}

async function ofCode(
  { folder, entryPoint }: Extract<AgentArtifact, { kind: 'code' }>, { name, assembly }: LaunchContext,
): Promise<{ staged: string; file: string }> {
  const staged = await realPathWithin(assembly, folder, `the code of ${name}`);
  const file = posix.normalize(entryPoint.at(-1) ?? '');
  if (!await isFile(join(staged, file))) {
    throw new AgentError(`${name}: its entry point, ${JSON.stringify(entryPoint)}, is no file of ${staged}; correct the app, and run \`cdk synth\` again`);
  }
  await realPathWithin(staged, join(staged, file), `the entry point of ${name}`);
  return { staged, file };
}

async function ofImage(asset: ImageAsset, context: LaunchContext): Promise<{ staged: string; file: string }> {
  const { staged, stage } = await stageOf(asset, context);
  for (const word of stage ? wordsOf(stage) : []) {
    const file = posix.normalize(word);
    // The first word that is a file is what the agent is: several agents may have the same Dockerfile.
    if (!file.startsWith('..') && !file.startsWith('/') && await isFile(join(staged, file))) { return { staged, file }; }
  }
  return { staged, file: posix.normalize(asset.dockerfile) };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isFile(), () => false);
}
