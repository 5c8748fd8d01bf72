import { dirname, resolve } from 'node:path';
import { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import { readJsonFile } from '../json-file.js';
import { limitProblem } from './limits.js';
import { parseBytes, parseSeconds } from './quantity.js';
import { CONFIG_SCHEMA } from './schema.js';
import { Limits, NetworkMode } from '../sandbox/sandbox.js';
import { LocalServiceOptions } from '../service/options.js';

/** An interpreter to serve from the start, besides those that clients create. */
export interface ConfiguredInterpreter {
  readonly name: string;
  /** Left out: made of the name, the same in every run. */
  readonly id?: string;
  /** Left out: none. */
  readonly description?: string;
  /** Left out: SANDBOX. */
  readonly networkMode?: NetworkMode;
  /** Left out: none. */
  readonly executionRoleArn?: string;
  /** Left out: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a configuration file holds. Each setting means what the option of `startLocalService` of the same name means. */
export interface Config extends Omit<LocalServiceOptions, 'config' | 'observer' | 'onWarning' | 'faults'> {
  readonly faults?: readonly string[];
}

/** As it is written: limits may have units. */
interface WrittenConfig extends Omit<Config, 'limits'> {
  readonly $schema?: string;
  readonly limits?: Readonly<Record<string, number | string>>;
}

/** A configuration file holds what it may not. The message has every problem, a line for each. */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';
}

const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile<WrittenConfig>(CONFIG_SCHEMA);

/** @throws ConfigError with all problems at once, or JsonFileError */
export async function readConfig(file: string): Promise<Config> {
  const content = await readJsonFile(file);
  if (!validate(content)) { throw problemsIn(file, (validate.errors ?? []).map(describe)); }
  const { $schema: _, limits: written, ...rest } = content;
  const problems: string[] = [];
  const limits = written && parseLimits(written, problems);
  if (problems.length > 0) { throw problemsIn(file, problems); }
  const folder = dirname(resolve(file));
  return {
    ...rest,
    ...(limits && { limits }),
    ...(rest.assembly !== undefined && { assembly: resolve(folder, rest.assembly) }),
    // A bare name is looked up on the path.
    ...(rest.python?.includes('/') && { python: resolve(folder, rest.python) }),
  };
}

function parseLimits(written: Readonly<Record<string, number | string>>, problems: string[]): Partial<Limits> {
  return Object.fromEntries(Object.entries(written).map(([name, value]) => {
    try {
      const number = typeof value === 'number' ? value : name.endsWith('Bytes') ? parseBytes(value) : parseSeconds(value);
      const problem = limitProblem(name as keyof Limits, number);
      if (problem !== undefined) { problems.push(`limits.${name}: ${JSON.stringify(value)} ${problem}`); }
      return [name, number];
    } catch (error) {
      problems.push(`limits.${name}: ${JSON.stringify(value)} ${(error as Error).message}`);
      return [name, undefined];
    }
  }));
}

function problemsIn(file: string, problems: readonly string[]): ConfigError {
  return new ConfigError(`${file}: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}

/** Ajv's words, with what it keeps in `params`. */
function describe({ instancePath, keyword, params, message = 'is wrong' }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.') || 'the file';
  switch (keyword) {
    case 'additionalProperties': return `${path}: there is no setting ${JSON.stringify(params.additionalProperty)}; allowed are ${allowedAt(instancePath)}`;
    case 'enum': return `${path}: ${message}: ${(params.allowedValues as string[]).join(', ')}`;
    default: return `${path}: ${message}`;
  }
}

function allowedAt(instancePath: string): string {
  const { limits, interpreters } = CONFIG_SCHEMA.properties;
  const schema = instancePath.startsWith('/limits') ? limits : instancePath.startsWith('/interpreters') ? interpreters.items : CONFIG_SCHEMA;
  return Object.keys(schema.properties).filter((name) => name !== '$schema').join(', ');
}
