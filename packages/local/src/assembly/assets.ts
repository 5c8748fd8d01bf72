import { dirname, resolve } from 'node:path';
import { readJsonFile } from '../json-file.js';
import { AssemblyError } from './assembly-error.js';
import { Manifest, readManifest } from './manifest.js';
import { isRecord } from './template.js';

/** A file or folder that a deploy uploads to S3. */
export interface FileAsset {
  /** Its hash. */
  readonly id: string;
  readonly path: string;
  readonly objectKeys: readonly string[];
}

/** A folder that a deploy builds an image of. */
export interface ImageAsset {
  readonly id: string;
  readonly folder: string;
  /** In the folder. */
  readonly dockerfile: string;
  /** Left out: the last stage. */
  readonly target?: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly imageTags: readonly string[];
}

export interface Assets {
  readonly files: readonly FileAsset[];
  readonly images: readonly ImageAsset[];
}

/** Deeper than any real app; an assembly that contains itself ends here. */
const DEEPEST = 16;

/** All assets of an assembly and of its stages. */
export async function readAssets(folder: string, depth = 0): Promise<Assets> {
  if (depth > DEEPEST) { throw new AssemblyError(`${folder}: more than ${DEEPEST} assemblies within each other; run \`cdk synth\` again`); }
  const manifest = await readManifest(folder);
  const found = [await assetsOf(manifest), ...await Promise.all(manifest.nestedFolders.map((nested) => readAssets(nested, depth + 1)))];
  return { files: found.flatMap(({ files }) => files), images: found.flatMap(({ images }) => images) };
}

/** Of one `manifest.json`. */
export async function assetsOf(manifest: Manifest): Promise<Assets> {
  const files: FileAsset[] = [];
  const images: ImageAsset[] = [];
  for (const file of manifest.assetManifests) {
    const content = await readJsonFile(file);
    if (!isRecord(content)) { continue; }
    files.push(...entriesOf(content.files).flatMap(([id, asset]) => fileAsset(dirname(file), id, asset)));
    images.push(...entriesOf(content.dockerImages).flatMap(([id, asset]) => imageAsset(dirname(file), id, asset)));
  }
  return { files, images };
}

function fileAsset(folder: string, id: string, { source, destinations }: AssetEntry): FileAsset[] {
  return typeof source.path === 'string' ? [{ id, path: resolve(folder, source.path), objectKeys: ofDestinations(destinations, 'objectKey') }] : [];
}

function imageAsset(folder: string, id: string, { source, destinations }: AssetEntry): ImageAsset[] {
  if (typeof source.directory !== 'string') { return []; }
  return [{
    id,
    folder: resolve(folder, source.directory),
    dockerfile: text(source.dockerFile) ?? 'Dockerfile',
    target: text(source.dockerBuildTarget),
    buildArguments: Object.fromEntries(Object.entries(isRecord(source.dockerBuildArgs) ? source.dockerBuildArgs : {})
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    imageTags: ofDestinations(destinations, 'imageTag'),
  }];
}

interface AssetEntry {
  readonly source: Readonly<Record<string, unknown>>;
  readonly destinations: readonly Readonly<Record<string, unknown>>[];
}

function entriesOf(assets: unknown): [string, AssetEntry][] {
  return Object.entries(isRecord(assets) ? assets : {}).flatMap(([id, asset]) => {
    if (!isRecord(asset) || !isRecord(asset.source)) { return []; }
    const destinations = isRecord(asset.destinations) ? Object.values(asset.destinations).filter(isRecord) : [];
    return [[id, { source: asset.source, destinations }] as [string, AssetEntry]];
  });
}

function ofDestinations(destinations: AssetEntry['destinations'], name: string): string[] {
  return destinations.flatMap((destination) => text(destination[name]) ?? []);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
