import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BasePython, findBasePython } from './base-python.js';
import { makeAside, putInPlace, readMarker } from './environment-folder.js';
import { readRequirements, Requirements } from './requirements.js';
import { run, RunResult } from './run.js';
import { SetupError } from './setup-error.js';
import { pythonFolder } from '../sandbox/python-folder.js';

export interface SetupOptions {
  /** What the environment is made with. Left out: `python3`. */
  readonly python?: string;
  /** Where it goes. Left out: the user's data folder, where the service looks for it. */
  readonly folder?: string;
  /** To install besides. Left out: none. */
  readonly packages?: readonly string[];
  /** All that the service is known to have. Left out: what is most often imported. */
  readonly all?: boolean;
  /** Makes it again although it is complete. Left out: it is kept. */
  readonly force?: boolean;
  /** Told what happens, line by line. Left out: nobody is. */
  readonly onLine?: (line: string) => void;
  /** Aborting leaves what was there before. */
  readonly signal?: AbortSignal;
}

export interface SetupResult {
  readonly folder: string;
  readonly python: string;
  readonly pythonVersion: string;
  /** False when it was complete already. */
  readonly changed: boolean;
  /** Of the packages asked for: name to version. */
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * Makes the Python environment that sessions run: beside its place, then moved there, so that it is whole or not there.
 * @throws SetupError
 */
export async function setupPython(options: SetupOptions = {}): Promise<SetupResult> {
  if (process.platform === 'win32') { throw new SetupError('sessions run on Linux and macOS; on Windows use WSL 2, and run this command there'); }
  const folder = resolve(options.folder ?? pythonFolder(process.env, process.platform));
  const requirements = await readRequirements(options.all ?? false, options.packages ?? []);
  const base = await findBasePython(options.python ?? 'python3', options.signal);
  const marker = { python: base.version, requirements: requirements.hash };
  const present = await readMarker(folder);
  const changed = options.force === true || present?.python !== marker.python || present.requirements !== marker.requirements;
  if (changed) {
    const aside = await makeAside(folder);
    try {
      await build(aside, base, requirements, options);
      await putInPlace(aside, folder, marker);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }
  const python = join(folder, 'bin', 'python3');
  return { folder, python, pythonVersion: base.version, changed, packages: await installed(python, requirements.names) };
}

async function build(aside: string, base: BasePython, requirements: Requirements, options: SetupOptions): Promise<void> {
  const { onLine, signal } = options;
  onLine?.(`making a virtual environment with ${base.command} (Python ${base.version})`);
  const made = await run(base.command, ['-I', '-m', 'venv', aside], { onLine, signal });
  if (made.exitCode !== 0) { throw failed('the virtual environment could not be made', made, 'see what Python says above'); }
  const installation = await run(join(aside, 'bin', 'python3'), [
    '-I', '-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '-r', requirements.file, ...requirements.extra,
  ], { onLine, signal });
  if (installation.exitCode !== 0) {
    throw failed('pip could not install the packages', installation, 'check the network and pip\'s settings (`pip config list`), then run this command again');
  }
}

async function installed(python: string, names: readonly string[]): Promise<Record<string, string>> {
  const list = await run(python, ['-I', '-m', 'pip', 'list', '--format', 'json', '--disable-pip-version-check']);
  if (list.exitCode !== 0) { throw failed('the packages could not be listed', list, 'run this command again with --force'); }
  const found = JSON.parse(list.stdout) as { name: string; version: string }[];
  const versions = new Map(found.map(({ name, version }) => [normalized(name), version]));
  return Object.fromEntries(names.flatMap((name) => {
    const version = versions.get(normalized(name));
    return version === undefined ? [] : [[name, version] as const];
  }));
}

/** Names are compared as PEP 503 says. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function failed(what: string, result: RunResult, nextStep: string): SetupError {
  return new SetupError(`${what}: exit code ${result.exitCode}; the last that was printed:\n${result.tail}\nNothing was changed; ${nextStep}.`);
}
