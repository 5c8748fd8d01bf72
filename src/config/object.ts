import { Token, Tokenization } from 'aws-cdk-lib/core';
import { withAttributeList } from './cloudformation-tags';
import { ConfigNode, ConfigPath, MapEntry, MapNode, Position, ScalarNode, UnknownNode } from './node';
import { Problems } from './problem';
import { MAX_DEPTH } from './reading/compose';
import { Expansion } from './reading/expansion';
import { HALF_CHARACTER, hasHalfCharacter } from './reading/half-characters';
import { shown } from '../private/errors';

/** Objects have no lines. */
const AT: Position = { file: 'object', line: 0, column: 0 };
const UNKNOWN: UnknownNode = { kind: 'unknown', at: AT };
const MAX_ITEMS = 100_000;

/**
 * Reads a configuration that is an object already. Its values may be tokens.
 *
 * @returns undefined where it is no map, about which there is a problem then
 */
export function readObject(value: unknown, problems: Problems): ConfigNode | undefined {
  try {
    const root = new ObjectReader(problems).read(value, []);
    if (root.kind === 'map') { return root; }
    if (root.kind !== 'unknown') {
      problems.add(AT, [], `got ${root.kind === 'list' ? 'a list' : shown(value)}, expected an object with "agents" or "ai"`);
    }
  } catch (error) {
    // A getter or a proxy may do anything.
    problems.add(AT, [], `the object cannot be read: ${shown(String(error))}`);
  }
  return undefined;
}

class ObjectReader {
  /** What has been read, as parts may be shared, and what is being read. */
  private readonly known = new Map<object, ConfigNode | 'reading'>();
  private readonly expansion = new Expansion();

  constructor(private readonly problems: Problems) {}

  public read(value: unknown, path: ConfigPath): ConfigNode {
    switch (typeof value) {
      case 'string':
        return hasHalfCharacter(value) ? this.problem(path, HALF_CHARACTER) : scalar(value);
      case 'boolean':
        return scalar(value);
      case 'number':
        return Number.isFinite(value) ? scalar(value) : this.problem(path, `got ${value}, expected a finite number`);
      case 'object':
        if (value === null) { return scalar(null); }
        return Tokenization.isResolvable(value) ? scalar(Token.asString(value)) : this.once(value, path);
      default:
        return this.problem(path, `got ${value === undefined ? 'undefined' : `a ${typeof value}`}, `
          + 'expected text, a number, a boolean, a list or a plain object');
    }
  }

  private once(value: object, path: ConfigPath): ConfigNode {
    const known = this.known.get(value);
    if (known === 'reading') { return this.problem(path, 'the object is within itself; values cannot be circular'); }
    if (known !== undefined) {
      return this.expansion.repeat(known, (message) => this.problem(path, message)) ? known : UNKNOWN;
    }
    if (path.length >= MAX_DEPTH) { return this.problem(path, `values are nested more than ${MAX_DEPTH} levels deep`); }
    this.known.set(value, 'reading');
    const node = Array.isArray(value) ? this.list(value, path) : this.map(value, path);
    this.known.set(value, node);
    return node;
  }

  private list(values: readonly unknown[], path: ConfigPath): ConfigNode {
    if (values.length > MAX_ITEMS) { return this.problem(path, `got a list of ${values.length} items, allowed: ${MAX_ITEMS}`); }
    const items: ConfigNode[] = [];
    values.forEach((value) => {
      if (value !== undefined) { items.push(this.read(value, [...path, items.length])); }
    });
    return { kind: 'list', items, at: AT };
  }

  private map(value: object, path: ConfigPath): MapNode | UnknownNode {
    const prototype = Object.getPrototypeOf(value);
    // Plain objects of another realm have another Object.prototype.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      return this.problem(path, `got an object of ${className(prototype)}, expected a plain object; `
        + 'of a construct, pass an attribute, for example its ARN');
    }
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]): MapEntry => ({ key, keyAt: AT, value: this.read(each, [...path, key]) }));
    return withAttributeList({ kind: 'map', entries, at: AT }, path, this.problems);
  }

  private problem(path: ConfigPath, message: string): UnknownNode {
    this.problems.add(AT, path, message);
    return UNKNOWN;
  }
}

function scalar(value: ScalarNode['value']): ScalarNode {
  return { kind: 'scalar', value, text: value === null ? '' : String(value), at: AT };
}

function className({ constructor }: { constructor?: { name?: unknown } }): string {
  return constructor === undefined ? 'a class' : `the class ${shown(constructor.name)}`;
}
