import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AgentFailedError } from './agent-error.js';
import { LaunchContext } from './launch-context.js';
import { Launch } from './launch.js';
import { runToEnd } from './run-to-end.js';
import { ImageAsset } from '../assembly/assets.js';
import { realPathWithin } from '../assembly/within.js';

const SECONDS_TO_ANSWER = 10;
/** Where a container finds this machine, when a virtual one runs it. The local servers answer for names like this, not for Docker's own. */
const HOST_NAME = 'agentcore.localhost';

/** Whether a Docker engine answers; that there is a command says nothing. */
export function dockerAnswers(): Promise<boolean> {
  return promisify(execFile)('docker', ['info', '--format', '{{.ServerVersion}}'], { timeout: SECONDS_TO_ANSWER * 1000 })
    .then(({ stdout }) => stdout.trim() !== '', () => false);
}

/** Builds the image for this machine, and runs it. */
export async function dockerLaunch(
  asset: ImageAsset, context: LaunchContext, platform: NodeJS.Platform = process.platform,
): Promise<Launch> {
  const { name, environment, own, port } = context;
  const folder = await realPathWithin(context.assembly, asset.folder, `the image of ${name}`);
  const dockerfile = await realPathWithin(folder, join(folder, asset.dockerfile), `the Dockerfile of ${name}`);
  const image = `agentcore-local/${asset.id.toLowerCase().replace(/[^a-z0-9_.-]/g, '-').slice(0, 100)}`;
  await build([
    'build', '--tag', image, '--file', dockerfile,
    ...(asset.target === undefined ? [] : ['--target', asset.target]),
    ...Object.entries(asset.buildArguments).flatMap(([argument, value]) => ['--build-arg', `${argument}=${value}`]),
    folder,
  ], context);
  const container = `agentcore-local-${randomUUID()}`;
  const isLinux = platform === 'linux';
  const passed = isLinux ? environment : Object.fromEntries(Object.entries(environment)
    .map(([variable, value]) => [variable, own.includes(variable) ? value?.replace(/^(https?:\/\/)(?:127\.0\.0\.1|localhost)(?=:)/, `$1${HOST_NAME}`) : value]));
  return {
    command: [
      'docker', 'run', '--rm', '--init', '--name', container,
      ...(isLinux ? ['--network', 'host'] : ['--add-host', `${HOST_NAME}:host-gateway`, '--publish', `127.0.0.1:${port}:${port}`]),
      // Names only: values on a command line are there for all to see.
      ...Object.keys(passed).filter((variable) => own.includes(variable) || /^AWS_/.test(variable)).flatMap((variable) => ['--env', variable]),
      image,
    ],
    folder,
    runsSources: false,
    environment: passed,
    notes: [
      'its image is built for this machine; deployed, for arm64. Credentials in files are not passed into it, those in variables are',
      ...(isLinux ? ['it runs on the network of this machine: if it listens on all addresses, as agents in containers do, others may reach it'] : []),
    ],
    cleanUp: async () => {
      // The container outlives a client that was killed.
      await promisify(execFile)('docker', ['rm', '--force', container]).catch(() => undefined);
    },
  };
}

async function build(args: readonly string[], { name, onOutput, environment, signal }: LaunchContext): Promise<void> {
  const code = await runToEnd(['docker', ...args], { folder: tmpdir(), environment, onOutput, signal });
  if (code !== 0) { throw new AgentFailedError(`the image of ${name} cannot be built (docker build ended with ${code}, see above); or go without it: --no-docker`); }
}
