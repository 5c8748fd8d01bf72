import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer, AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderWith } from '../assembly/written-assembly.js';

const NODE_MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

export interface ProjectAgent {
  readonly id: string;
  /** In the project. */
  readonly folder: string;
  readonly from: 'fromPython' | 'fromNode' | 'fromDockerfile';
  /** The value `later` stands for what is known at deployment only. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A folder with these files, in which Node finds what this repository has installed. */
export function projectWith(files: Readonly<Record<string, string>>): string {
  const project = folderWith(files);
  symlinkSync(NODE_MODULES, join(project, 'node_modules'));
  return project;
}

/** Has the real CDK synthesize these agents, and gives the folder of the assembly. */
export function synthesized(project: string, agents: readonly ProjectAgent[], out = join(project, 'cdk.out')): string {
  mkdirSync(dirname(out), { recursive: true });
  const app = fileURLToPath(new URL('fixtures/app.cjs', import.meta.url));
  const given = agents.map(({ folder, ...agent }) => ({ ...agent, directory: join(project, folder) }));
  execFileSync(process.execPath, [app, out, JSON.stringify(given)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return out;
}

/** An assembly with one agent, of code that is a folder of it. */
export function writtenAssembly(
  files: Readonly<Record<string, string>>,
  { entryPoint = ['agent.js'], runtime = 'NODE_22', path = 'asset.code', environment = {} }: {
    readonly entryPoint?: unknown;
    readonly runtime?: string;
    readonly path?: string;
    readonly environment?: Readonly<Record<string, unknown>>;
  } = {},
): string {
  return folderWith({
    ...stackFiles({ CodeConfiguration: { Code: { S3: { Bucket: 'b', Prefix: 'code.zip' } }, EntryPoint: entryPoint, Runtime: runtime } }, environment),
    'Box.assets.json': { files: { code: { source: { path, packaging: 'zip' }, destinations: { here: { objectKey: 'code.zip' } } } } },
    ...Object.fromEntries(Object.entries(files).map(([name, content]) => [`asset.code/${name}`, content])),
  });
}

/** An assembly with one agent, of an image whose context is a folder of it. */
export function writtenImageAssembly(files: Readonly<Record<string, string>>, source: Readonly<Record<string, unknown>> = {}): string {
  return folderWith({
    ...stackFiles({ ContainerConfiguration: { ContainerUri: { 'Fn::Sub': 'x.dkr.ecr.eu-west-1.${AWS::URLSuffix}/assets:tag1' } } }),
    'Box.assets.json': { dockerImages: { tag1: { source: { directory: 'asset.image', ...source }, destinations: { here: { imageTag: 'tag1' } } } } },
    ...Object.fromEntries(Object.entries(files).map(([name, content]) => [`asset.image/${name}`, content])),
  });
}

export function stackFiles(artifact: unknown, environment: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    'cdk.out': '{"version":"36.0.0"}',
    'manifest.json': {
      version: '36.0.0',
      artifacts: {
        'Box.assets': { type: 'cdk:asset-manifest', properties: { file: 'Box.assets.json' } },
        'Box': { type: 'aws:cloudformation:stack', properties: { templateFile: 'Box.template.json' } },
      },
    },
    'Box.template.json': {
      Resources: {
        Agent: {
          Type: 'AWS::BedrockAgentCore::Runtime',
          Properties: { AgentRuntimeName: 'agent', AgentRuntimeArtifact: artifact, EnvironmentVariables: environment },
        },
      },
    },
  };
}

/** Free now; taken by nobody else if all do as this. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

/** Of the Python that has what the tests need. */
export function pythonHome(): string {
  return execFileSync(process.env.AGENTCORE_LOCAL_PYTHON ?? 'python3', ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' }).trim();
}

/** An agent of Node alone, with the body of a handler of `(path, body, answer)`. */
export function plainAgent(handler = "answer.end(JSON.stringify({ status: 'Healthy' }))"): string {
  return `require('node:http').createServer((request, answer) => {
  let body = '';
  request.on('data', (text) => { body += text; }).on('end', () => {
    if (request.url === '/ping') { return answer.end('{}'); }
    ${handler}
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
}
