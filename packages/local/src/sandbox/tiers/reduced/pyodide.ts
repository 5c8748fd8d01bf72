import { readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** CPython compiled to WebAssembly, of the optional npm package. */
export interface Pyodide {
  readonly folder: string;
  /** Of CPython. */
  readonly pythonVersion: string;
  readonly version: string;
}

/** Undefined when the package is not installed. */
export async function findPyodide(): Promise<Pyodide | undefined> {
  try {
    const folder = await realpath(dirname(createRequire(import.meta.url).resolve('pyodide/package.json')));
    const [manifest, lock] = await Promise.all(['package.json', 'pyodide-lock.json'].map(name => readFile(`${folder}/${name}`, 'utf8')));
    const { version } = JSON.parse(manifest!) as { version: string };
    const { info } = JSON.parse(lock!) as { info: { python: string } };
    return { folder, version, pythonVersion: info.python };
  } catch {
    // Optional: not installed, or not whole.
    return undefined;
  }
}
