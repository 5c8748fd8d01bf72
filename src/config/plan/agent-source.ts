import * as fs from 'fs';
import * as path from 'path';
import { props } from './constructs';
import { Declared, PlanContext } from './context';
import { call, Expression, list, literal, map, member, struct, type } from './expression';
import { ConfigNode, ListNode, MapNode, valueOf } from '../node';

const SOURCE = type('own', 'AgentSource');

/** Where the code of an agent comes from. */
export function agentSource(context: PlanContext, { item }: Declared, needs: Set<string>): Expression {
  const { values, imports, options } = context;
  const image = valueOf(item.node, 'artifact', 'image');
  const bucket = valueOf(item.node, 'artifact', 's3', 'bucket');
  const handler = textOf(item.node, 'handler');
  if (image && !isBuild(image)) { return call(SOURCE, 'fromImageUri', values.text(image, needs)); }
  if (image) { return builtImage(options.directory, image); }
  if (handler === undefined) { return call(SOURCE, 'fromDirectory', pathOf(options.directory)); }

  const entryPoint = entryPointOf(options.directory, handler, bucket !== undefined);
  const runtime = textOf(item.node, 'runtime');
  const code = {
    entryPoint: literal(entryPoint),
    runtime: bucket || runtime !== undefined
      ? member('agentcore', 'AgentCoreRuntime', (runtime ?? 'python3.13').toUpperCase().replace(/^PYTHON(\d+)\.(\d+)$/, 'PYTHON_$1_$2'))
      : undefined,
  };
  if (!bucket) {
    return call(SOURCE, 'fromPython', pathOf(options.directory), struct('own', 'AgentPythonOptions', { ...code, exclude: excluded(item.node) }));
  }
  const version = valueOf(item.node, 'artifact', 's3', 'versionId');
  return call(SOURCE, 'fromS3',
    imports.bucket(bucket, needs, { at: item.at, path: item.path }),
    values.text(valueOf(item.node, 'artifact', 's3', 'key')!, needs),
    struct('own', 'AgentS3Options', { ...code, objectVersion: version && values.text(version, needs) }));
}

/** The file that `agent.py`, or `agent.main` for a function in it, is about. */
export function entryPointOf(directory: string, handler: string, elsewhere: boolean): string {
  if (handler.endsWith('.py') || (!elsewhere && fs.existsSync(path.join(directory, handler)))) { return handler; }
  return handler.replace(/\.[^./\\]*$/, '.py');
}

/** Whether `artifact.image` says how to build an image, and not which one to take. */
export function isBuild(image: ConfigNode): boolean {
  return image.kind === 'map' && !image.entries.some(({ key }) => key === 'Ref' || key.startsWith('Fn::'));
}

/** The folder that an image is built from. */
export function imageFolder(directory: string, image: ConfigNode): string {
  return path.resolve(directory, textOf(image, 'path') ?? '.');
}

function builtImage(directory: string, image: ConfigNode): Expression {
  const folder = imageFolder(directory, image);
  const file = textOf(image, 'file');
  const buildArgs = valueOf(image, 'buildArgs') as MapNode | undefined;
  if (file === undefined && !fs.existsSync(path.join(folder, 'Dockerfile'))) { return call(SOURCE, 'fromDirectory', pathOf(folder)); }
  return call(SOURCE, 'fromDockerfile', pathOf(folder), ...props('own', 'AgentImageOptions', {
    file: file === undefined || file === 'Dockerfile' ? undefined : literal(file),
    buildArgs: buildArgs && map(buildArgs.entries.map(({ key, value }) => [key, literal((value as { text: string }).text)])),
  }));
}

/** The framework says what goes in, and `!` what stays out; a `.gitignore` says it the other way round. */
function excluded(agent: ConfigNode): Expression | undefined {
  const texts = (key: string): string[] => ((valueOf(agent, 'package', key) as ListNode | undefined)?.items ?? [])
    .map((item) => (item as { text: string }).text);
  const turned = (pattern: string): string => (pattern.startsWith('!') ? pattern.slice(1) : `!${pattern}`);
  const patterns = [
    ...texts('exclude'),
    ...texts('include').map(turned),
    ...texts('patterns').map(turned),
  ];
  return patterns.length === 0 ? undefined : list(patterns.map(literal));
}

function pathOf(folder: string): Expression {
  return { kind: 'path', path: folder };
}

function textOf(node: ConfigNode, ...keys: string[]): string | undefined {
  return (valueOf(node, ...keys) as { text: string } | undefined)?.text;
}
