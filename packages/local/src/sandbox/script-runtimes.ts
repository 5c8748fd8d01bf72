import { execFile } from 'node:child_process';
import { access, constants, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ScriptRuntime } from './setup.js';

export interface ScriptRuntimeOptions {
  /** The `node` that cells run in, of version 20.19 or later. The one that runs the service when left out. */
  readonly node?: string;
  /** The `deno` that cells run in; `false` for none. That of the npm package, or on the path, when left out. */
  readonly deno?: string | false;
}

export interface ScriptRuntimes {
  readonly nodejs?: ScriptRuntime;
  readonly deno?: ScriptRuntime;
}

const workerFolder = fileURLToPath(new URL('../../worker', import.meta.url));
const worker = join(workerFolder, 'worker.mjs');
const oldestNode = [20, 19] as const;

/** What runs JavaScript and TypeScript here. Throws when a path that was given does not lead to a usable one. */
export async function findScriptRuntimes(options: ScriptRuntimeOptions = {}): Promise<ScriptRuntimes> {
  const [nodejs, deno] = await Promise.all([findNode(options.node), findDeno(options.deno)]);
  return { nodejs, ...(deno && { deno }) };
}

async function findNode(given = process.execPath): Promise<ScriptRuntime> {
  const { path, output } = await run(given, 'node');
  const version = /^v(\d+)\.(\d+)\.\S+/.exec(output);
  const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
  if (!version || major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new Error(`${given} --version says ${JSON.stringify(output.trim())}, but cells need Node ${oldestNode.join('.')} or later. `
      + 'Give the path of such a node, or leave it out to use the one that runs the service.');
  }
  return {
    version: version[0].slice(1),
    path,
    command: [path, '--disable-warning=ExperimentalWarning', worker],
    readOnly: [...await nodeFolders(path), workerFolder],
  };
}

/** With what is installed globally. Everything below /usr is in each sandbox anyway. */
async function nodeFolders(path: string): Promise<string[]> {
  if (path.startsWith('/usr/')) {
    return [];
  }
  const folder = dirname(path);
  if (basename(folder) !== 'bin') {
    return [path];
  }
  const lib = join(dirname(folder), 'lib');
  return await exists(lib) ? [folder, lib] : [folder];
}

async function findDeno(given: string | false | undefined): Promise<ScriptRuntime | undefined> {
  if (given === false) {
    return undefined;
  }
  const candidate = given ?? await denoOfPackage() ?? await onPath('deno');
  if (candidate === undefined) {
    return undefined;
  }
  let found: { path: string; output: string };
  try {
    found = await run(candidate, 'deno');
  } catch (error) {
    // One that is merely lying about, for another processor or C library, is as good as none.
    if (given === undefined) {
      return undefined;
    }
    throw error;
  }
  const version = /^deno (\d\S*)/.exec(found.output)?.[1];
  if (version === undefined) {
    if (given === undefined) {
      return undefined;
    }
    throw new Error(`${given} --version says ${JSON.stringify(found.output.slice(0, 100))}, which is not Deno. `
      + 'Give the path of a deno executable, or false for none.');
  }
  return {
    version,
    path: found.path,
    command: [
      // Its cache must be where a session may write, and asking for a newer Deno would go over the network.
      '/usr/bin/env', 'DENO_DIR=/tmp/.deno', 'DENO_NO_UPDATE_CHECK=1',
      // All is permitted: the sandbox around it is the boundary. The service's own package.json must not be found.
      found.path, 'run', '--quiet', '--allow-all', '--no-prompt', '--no-lock', '--no-config', worker,
    ],
    readOnly: [...(found.path.startsWith('/usr/') ? [] : [found.path]), workerFolder],
  };
}

/** The executable itself: the package's own is a script that needs Node, and copies files about. */
async function denoOfPackage(): Promise<string | undefined> {
  const platform = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`;
  try {
    const deno = createRequire(import.meta.url).resolve('deno/package.json');
    const path = join(dirname(createRequire(deno).resolve(`@deno/${platform}/package.json`)), 'deno');
    await access(path, constants.X_OK);
    return path;
  } catch {
    // Optional: not installed, or not for this platform.
    return undefined;
  }
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(entry => entry.startsWith('/'))) {
    const path = join(folder, name);
    if (await exists(path)) {
      return path;
    }
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

async function run(path: string, name: string): Promise<{ path: string; output: string }> {
  try {
    const real = await realpath(path);
    const { stdout } = await promisify(execFile)(real, ['--version'], { timeout: 20_000, killSignal: 'SIGKILL' });
    return { path: real, output: stdout };
  } catch (error) {
    throw new Error(`${path} cannot be run as ${name}: ${error instanceof Error ? error.message : String(error)}. `
      + 'Give the path of an executable, or leave it out to have one found.');
  }
}
