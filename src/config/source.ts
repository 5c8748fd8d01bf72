import * as fs from 'fs';
import * as path from 'path';
import { ConfigNode } from './node';
import { readObject } from './object';
import { Problems } from './problem';
import { readYaml } from './yaml';
import { configurationError, shown } from '../private/errors';

/** Where a configuration comes from. */
export interface ConfigSource {
  /** What it is called in messages. */
  readonly name: string;
  /** The folder that its paths are relative to, absolute. */
  readonly directory: string;
  /** Undefined where it cannot be read, about which there is a problem then. */
  read(problems: Problems): ConfigNode | undefined;
}

export function yamlFile(file: string): ConfigSource {
  const absolute = path.resolve(file);
  let text: string;
  try {
    text = fs.readFileSync(absolute, 'utf8');
  } catch (error) {
    throw configurationError(undefined, 'ConfigNotReadable',
      `the configuration file must be a file that can be read, got: ${shown(file)} (${(error as NodeJS.ErrnoException).code}, in ${process.cwd()})`
      + '; check the path, which is relative to the working directory');
  }
  const relative = path.relative(process.cwd(), absolute);
  const name = relative.startsWith('..') ? absolute : relative;
  return { name, directory: path.dirname(absolute), read: (problems) => readYaml(text, name, problems) };
}

export function yamlText(text: string): ConfigSource {
  return { name: 'config', directory: process.cwd(), read: (problems) => readYaml(text, 'config', problems) };
}

export function plainObject(value: unknown): ConfigSource {
  return { name: 'object', directory: process.cwd(), read: (problems) => readObject(value, problems) };
}
