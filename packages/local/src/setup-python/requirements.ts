import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SetupError } from './setup-error.js';

/** What is to be installed. */
export interface Requirements {
  readonly file: string;
  readonly extra: readonly string[];
  /** Distribution names, for the report. */
  readonly names: readonly string[];
  /** Changes when anything of it changes. */
  readonly hash: string;
}

const COMMON = new URL('../../python/requirements.txt', import.meta.url);
const ALL = new URL('../../python/requirements-all.txt', import.meta.url);
/** A name, then perhaps extras and versions: no option of pip, no path and no URL. */
const REQUIREMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9._,-]+\])?([<>=!~]=?[A-Za-z0-9.*+!<>=~,]+)?$/;

export async function readRequirements(all: boolean, extra: readonly string[]): Promise<Requirements> {
  const wrong = extra.find((requirement) => !REQUIREMENT.test(requirement));
  if (wrong !== undefined) {
    throw new SetupError(`--packages: ${JSON.stringify(wrong)} is not a package; allowed are names with versions if need be, such as polars or "polars>=1,<2"`);
  }
  const common = await readFile(COMMON, 'utf8');
  const text = all ? common + await readFile(ALL, 'utf8') : common;
  return {
    file: fileURLToPath(all ? ALL : COMMON),
    extra,
    names: [...text.split('\n'), ...extra].flatMap((line) => /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(line) ?? []),
    hash: createHash('sha256').update(JSON.stringify([text, extra])).digest('hex'),
  };
}
