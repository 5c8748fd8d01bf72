import { fileURLToPath } from 'node:url';
import { Pyodide } from './pyodide.js';
import { PYTHON_PACKAGES } from '../../python-start.js';
import { ScriptRuntime } from '../../setup.js';

const workerFolder = fileURLToPath(new URL('../../../../worker', import.meta.url));
const reducedFolder = fileURLToPath(new URL('../../../../reduced', import.meta.url));

/** Deno knows no name for the permission to use the inspector on oneself: it takes all of `sys`, less everything it knows. */
const deniedSys = 'hostname,osRelease,osUptime,loadavg,networkInterfaces,systemMemoryInfo,uid,gid,username,cpus,homedir,getegid,'
  + 'statfs,getPriority,setPriority,userInfo';

/** Deno takes a comma as the end of a path. */
export function mayBePermitted(path: string): boolean {
  return !path.includes(',');
}

/** JavaScript and TypeScript cells, with the session's folder and nothing else. */
export function scriptCommand(deno: ScriptRuntime, memoryBytes: number, folder: string): string[] {
  return [
    ...denoCommand(deno, memoryBytes, [workerFolder, folder], folder),
    '--allow-sys', `--deny-sys=${deniedSys}`, `${workerFolder}/worker.mjs`,
  ];
}

/** Python cells, with the session's folder and nothing else. */
export function pythonCommand(deno: ScriptRuntime, memoryBytes: number, folder: string, pyodide: Pyodide): string[] {
  return [
    ...denoCommand(deno, memoryBytes, [workerFolder, reducedFolder, PYTHON_PACKAGES, pyodide.folder, folder], folder),
    `${reducedFolder}/python-process.mjs`, pyodide.folder, folder,
  ];
}

function denoCommand(deno: ScriptRuntime, memoryBytes: number, readable: readonly string[], writable: string): string[] {
  return [
    deno.path, 'run', '--quiet', '--no-prompt', '--no-config', '--no-lock', '--no-remote', '--no-npm',
    `--v8-flags=--max-old-space-size=${Math.max(64, Math.floor(memoryBytes / 2 ** 20))}`,
    // The environment holds nothing but what the service puts there.
    '--allow-env', `--allow-read=${readable.join(',')}`, `--allow-write=${writable}`,
  ];
}
