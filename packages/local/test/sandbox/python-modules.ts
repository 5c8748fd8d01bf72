import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const folder = fileURLToPath(new URL('../../python', import.meta.url));

/** Runs a program that may import our modules and gets `given` as JSON; what it prints, from JSON. */
export async function runPython(program: string, given: unknown): Promise<unknown> {
  const prepare = 'import json, os, sys\nsys.path.insert(0, sys.argv[1])\ngiven = json.loads(sys.argv[2])';
  const { stdout } = await promisify(execFile)('python3', ['-I', '-c', `${prepare}\n${program}`, folder, JSON.stringify(given)]);
  return JSON.parse(stdout);
}
