import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LocalService } from '../../src/index.js';

const MOST_BYTES = 64 * 1024 * 1024;
/** Of the script. Tests that run one are given more than the usual time, since boto3 waits between its retries. */
export const SCRIPT_MS = 110_000;

/** What a script of `python/` prints, in a process that knows the service by its environment only. */
export async function runPython(
  script: string, { environment }: Pick<LocalService, 'environment'>, given: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const path = fileURLToPath(new URL(`python/${script}`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.env.AGENTCORE_LOCAL_PYTHON ?? 'python3', [path], {
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...environment, ...given },
    maxBuffer: MOST_BYTES,
    timeout: SCRIPT_MS,
  });
  return JSON.parse(stdout) as Record<string, unknown>;
}
