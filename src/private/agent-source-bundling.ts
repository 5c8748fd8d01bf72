import { spawnSync, SpawnSyncReturns } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { BundlingOptions, BundlingOutput, DockerImage, FileSystem, IgnoreMode } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { isFile } from './agent-source-directory';
import { configurationError } from './errors';

const LAST_LINES = 20;
const MAX_OUTPUT = 64 * 1024 * 1024;
const PLATFORM = 'linux/arm64';
const IN_CONTAINER = { sources: '/asset-input', bundle: '/asset-output' };

/** How dependencies get into a bundle. */
export interface Installation {
  /** The file that lists them. */
  readonly manifest: string;
  /** Files that have to be in the bundle before. */
  readonly bringsAlong: string[];
  /** Files that must not stay in it. */
  readonly leavesBehind: string[];
  /** Whether the tool works in the bundle, and not in the directory. */
  readonly inBundle: boolean;
  /** What can do it, the best first. */
  readonly tools: Tool[];
  /** What can do it where none of `tools` is found. */
  readonly container?: Container;
  /** What to try when it fails. */
  readonly advice: string;
  /** Why the result may differ between two runs. */
  readonly warning?: string;

  /** The last touch, after the tool and before the sources. */
  finish?(bundle: string): void;
}

export interface Tool {
  readonly command: string;
  /** Arguments that make it print its version. */
  readonly version: string[];
  /** What that has to print. */
  accepts(version: string): boolean;
  /** Arguments that make it install into `bundle`. */
  install(bundle: string): string[];
}

export interface Container extends Pick<Tool, 'command' | 'install'> {
  readonly image: string;
}

/**
 * Bundling that installs dependencies and puts the sources on top.
 *
 * The asset's hash covers the sources and these options as JSON, so they hold all that decides what is installed, and
 * nothing of this machine. `local` is left out of the JSON, being a function, and always does it: Docker is no
 * business of aws-cdk-lib here because what it runs cannot honour `exclude`.
 */
export function bundlingOf(scope: Construct, directory: string, exclude: string[], installation: Installation): BundlingOptions {
  const { container, tools: [best] } = installation;
  return {
    image: DockerImage.fromRegistry(container?.image ?? 'none'),
    platform: PLATFORM,
    command: [best.command, ...best.install(IN_CONTAINER.bundle)],
    outputType: BundlingOutput.NOT_ARCHIVED,
    local: {
      tryBundle(bundle: string): boolean {
        installation.bringsAlong.filter((file) => isFile(directory, file))
          .forEach((file) => fs.copyFileSync(path.join(directory, file), path.join(bundle, file)));
        install(scope, directory, bundle, installation);
        removeForeignNatives(bundle);
        installation.finish?.(bundle);
        installation.leavesBehind.forEach((file) => fs.rmSync(path.join(bundle, file), { force: true }));
        FileSystem.copyDirectory(directory, bundle, { exclude, ignoreMode: IgnoreMode.GIT });
        return true;
      },
    },
  };
}

function install(scope: Construct, directory: string, bundle: string, installation: Installation): void {
  const { manifest, tools, container, inBundle, advice } = installation;
  const cwd = inBundle ? bundle : directory;
  const tool = tools.find((candidate) => works(candidate, cwd));
  if (tool) {
    const result = run(tool.command, tool.install(bundle), cwd);
    if (result.status === 0) { return; }
    throw configurationError(scope, 'AgentDependenciesNotInstalled',
      `${tool.command} could not install the dependencies in ${path.join(directory, manifest)} for Linux on arm64 `
      + `(${result.error?.message ?? `exit code ${result.status}`}): ${lastLines(result)}\ncorrect what it names; ${advice}`);
  }
  const missing = tools.map(({ command }) => command).join(', ');
  if (!container) {
    throw configurationError(scope, 'AgentDependenciesNotInstalled',
      `the dependencies in ${path.join(directory, manifest)} need ${missing}, which is not found; install it, ${advice}`);
  }
  try {
    runContainer(directory, bundle, inBundle, container);
  } catch (error) {
    throw configurationError(scope, 'AgentDependenciesNotInstalled',
      `the dependencies in ${path.join(directory, manifest)} need one of ${missing}, and none of them is found in a version that can do it, `
      + `so they were left to Docker, which failed: ${(error as Error).message}\ninstall one of them, or start Docker; ${advice}`);
  }
}

function works(tool: Tool, cwd: string): boolean {
  const { status, stdout } = run(tool.command, tool.version, cwd);
  return status === 0 && tool.accepts(stdout);
}

function run(command: string, args: string[], cwd: string): SpawnSyncReturns<string> {
  return spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    // Nothing is installed into the environment, so pip has no need for a virtual one.
    env: { ...process.env, PIP_REQUIRE_VIRTUALENV: 'false' },
    maxBuffer: MAX_OUTPUT,
    // npm is a script on Windows, which takes a shell; none of its arguments comes from outside.
    shell: command === 'npm' && process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function lastLines({ stdout, stderr }: SpawnSyncReturns<string>): string {
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-LAST_LINES).map((line) => `\n  ${line}`).join('');
}

function runContainer(directory: string, bundle: string, inBundle: boolean, container: Container): void {
  const { uid, gid } = os.userInfo();
  DockerImage.fromRegistry(container.image).run({
    platform: PLATFORM,
    user: uid === -1 ? undefined : `${uid}:${gid}`,
    environment: { HOME: '/tmp' },
    volumes: [
      { hostPath: directory, containerPath: IN_CONTAINER.sources },
      { hostPath: bundle, containerPath: IN_CONTAINER.bundle },
    ],
    workingDirectory: inBundle ? IN_CONTAINER.bundle : IN_CONTAINER.sources,
    command: [container.command, ...container.install(IN_CONTAINER.bundle)],
  });
}

/**
 * Packages ship native files for several platforms, and the service refuses an archive with one that it cannot load.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-code-deploy-node.html
 */
function removeForeignNatives(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      removeForeignNatives(file);
    } else if (entry.isFile() && /\.node$|\.so(\.|$)/.test(entry.name) && !isForArm64(file)) {
      fs.rmSync(file);
    }
  }
}

/** By the header of an ELF file: the magic number, and 183 for the machine. */
function isForArm64(file: string): boolean {
  const header = Buffer.alloc(20);
  const descriptor = fs.openSync(file, 'r');
  fs.readSync(descriptor, header);
  fs.closeSync(descriptor);
  return header.toString('latin1', 0, 4) === '\x7fELF' && header.readUInt16LE(18) === 183;
}
