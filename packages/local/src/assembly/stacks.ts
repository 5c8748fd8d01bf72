import { dirname, join } from 'node:path';
import { readJsonFile } from '../json-file.js';
import { AssemblyError } from './assembly-error.js';
import { assetsOf } from './assets.js';
import { readManifest } from './manifest.js';
import { isRecord, Resource, resourcesOfType, StackTemplate, Template } from './template.js';

/** Deeper than any real app; an assembly that contains itself ends here. */
const DEEPEST = 16;

/** All stacks of an assembly: those of its stages and nested stacks too. */
export async function readStacks(folder: string): Promise<StackTemplate[]> {
  const found: StackTemplate[] = [];
  await addStacks(folder, '', found, 0);
  return found;
}

async function addStacks(folder: string, prefix: string, found: StackTemplate[], depth: number): Promise<void> {
  if (depth > DEEPEST) { throw new AssemblyError(`${folder}: more than ${DEEPEST} assemblies within each other; run \`cdk synth\` again`); }
  const manifest = await readManifest(folder);
  const assets = new Map((await assetsOf(manifest)).files.map(({ id, path }) => [id, path]));
  for (const { id, title, stackName, templateFile } of manifest.stacks) {
    await addStack({ key: `${prefix}${id}`, title, stackName }, templateFile, assets, found);
  }
  for (const nested of manifest.nestedFolders) { await addStacks(nested, `${prefix}${nested.slice(folder.length + 1)}/`, found, depth + 1); }
}

async function addStack(
  stack: Pick<StackTemplate, 'key' | 'title' | 'stackName' | 'parent'>,
  file: string,
  assets: ReadonlyMap<string, string>,
  found: StackTemplate[],
): Promise<StackTemplate> {
  if (stack.key.split('/').length > DEEPEST) { throw new AssemblyError(`${file}: more than ${DEEPEST} stacks within each other; run \`cdk synth\` again`); }
  const nested = new Map<string, StackTemplate>();
  const added: StackTemplate = { ...stack, template: await readTemplate(file), nested };
  found.push(added);
  for (const [logicalId, resource] of resourcesOfType(added.template, 'AWS::CloudFormation::Stack')) {
    const nestedFile = nestedTemplateFile(resource, dirname(file), assets);
    if (!nestedFile) { continue; }
    nested.set(logicalId, await addStack({
      key: `${stack.key}/${logicalId}`,
      title: `${stack.title}/${logicalId}`,
      stackName: stack.stackName,
      parent: { stack: added, logicalId },
    }, nestedFile, assets, found));
  }
  return added;
}

async function readTemplate(file: string): Promise<Template> {
  const template = await readJsonFile(file);
  if (!isRecord(template)) { throw new AssemblyError(`${file}: not a CloudFormation template; run \`cdk synth\` again`); }
  return template;
}

/** The CLI has the path noted in the metadata; without the CLI only the URL says which asset it is, by its hash. */
function nestedTemplateFile(resource: Resource, folder: string, assets: ReadonlyMap<string, string>): string | undefined {
  const noted = isRecord(resource.Metadata) ? resource.Metadata['aws:asset:path'] : undefined;
  if (typeof noted === 'string') { return join(folder, noted); }
  const hash = /([0-9a-f]{64})\.json/.exec(JSON.stringify(resource.Properties?.TemplateURL ?? ''))?.[1];
  return hash === undefined ? undefined : assets.get(hash);
}
