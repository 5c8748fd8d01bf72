import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readJsonFile } from '../json-file.js';
import { AssemblyError } from './assembly-error.js';
import { isRecord } from './template.js';

export interface StackArtifact {
  readonly id: string;
  readonly title: string;
  readonly stackName: string;
  readonly templateFile: string;
}

/** One `manifest.json`: an assembly, or that of a stage within one. */
export interface Manifest {
  readonly folder: string;
  readonly stacks: readonly StackArtifact[];
  /** Of stages. */
  readonly nestedFolders: readonly string[];
  readonly assetManifests: readonly string[];
}

const NEXT_STEP = 'give the folder that `cdk synth` writes, usually cdk.out';

/** Reads what is the same in every version of the schema. */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, 'manifest.json');
  if (!await exists(folder)) { throw new AssemblyError(`${folder}: no such folder; run \`cdk synth\` first, and ${NEXT_STEP}`); }
  if (!await exists(file)) { throw new AssemblyError(`${folder}: not a cloud assembly: it has no manifest.json; ${NEXT_STEP}`); }
  const content = await readJsonFile(file);
  if (!isRecord(content) || typeof content.version !== 'string') {
    throw new AssemblyError(`${file}: not the manifest of a cloud assembly: it has no "version"; ${NEXT_STEP}`);
  }
  return { folder, ...artifactsOf(folder, content.artifacts) };
}

function artifactsOf(folder: string, artifacts: unknown): Omit<Manifest, 'folder'> {
  const stacks: StackArtifact[] = [];
  const nestedFolders: string[] = [];
  const assetManifests: string[] = [];
  for (const [id, artifact] of Object.entries(isRecord(artifacts) ? artifacts : {})) {
    if (!isRecord(artifact)) { continue; }
    const properties = isRecord(artifact.properties) ? artifact.properties : {};
    if (artifact.type === 'aws:cloudformation:stack' && typeof properties.templateFile === 'string') {
      stacks.push({
        id,
        title: typeof artifact.displayName === 'string' ? artifact.displayName : id,
        stackName: typeof properties.stackName === 'string' ? properties.stackName : id,
        templateFile: join(folder, properties.templateFile),
      });
    } else if (artifact.type === 'cdk:cloud-assembly' && typeof properties.directoryName === 'string') {
      nestedFolders.push(join(folder, properties.directoryName));
    } else if (artifact.type === 'cdk:asset-manifest' && typeof properties.file === 'string') {
      assetManifests.push(join(folder, properties.file));
    }
  }
  return { stacks, nestedFolders, assetManifests };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
