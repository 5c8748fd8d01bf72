import { Place, Places } from './places';
import { didYouMean, listed, nearest } from './words';
import { isReserved, RESERVED_KEYS } from '../block';
import { ConfigPath } from '../node';
import { Problem } from '../problem';
import { LIST_FUNCTION_NAMES } from '../schema/functions';
import { Schema } from '../schema/schema';

/** What to say about a key that its map must not have. */
export function unknownKey(places: Places, map: Place, key: string, schema: Schema): Problem | undefined {
  const { keyAt } = places.below(map, key);
  const known = Object.keys(schema.properties!).filter((each) => schema.properties![each].refused === undefined);
  const message = isFunction(schema) ? unknownFunction(map, key, known)
    : aboutMisplaced(map.path, key) ?? `unknown key ${JSON.stringify(key)}${aboutKey(key, known, schema)}`;
  return message === undefined ? undefined : { at: keyAt, path: map.path, message };
}

/** Whether it is the definition of CloudFormation's functions. */
export function isFunction(schema: Schema): boolean {
  return schema.properties?.Ref !== undefined;
}

function unknownFunction({ node }: Place, key: string, known: readonly string[]): string | undefined {
  if (node.kind === 'map' && node.entries.length > 1) { return undefined; }
  if (LIST_FUNCTION_NAMES.includes(key)) {
    return `got ${key}, which gives a list, expected a text; take one item of it with Fn::Select, or put the items together with Fn::Join`;
  }
  return `unknown function ${JSON.stringify(key)}, allowed: ${listed(known)}${didYouMean(key, known)}`;
}

/** Whatever is below `agents` and is no reserved key is an agent: also what was meant as one of those keys. */
function aboutMisplaced([block, name, ...rest]: ConfigPath, key: string): string | undefined {
  if (block !== 'agents' || typeof name !== 'string' || isReserved(name) || rest.length > 0) { return undefined; }
  const reserved = nearest(name, RESERVED_KEYS);
  return reserved && `unknown key ${JSON.stringify(key)} of an agent called ${name}; did you mean ${reserved}: { ${key}: … }?`;
}

function aboutKey(key: string, known: readonly string[], { instead = {} }: Schema): string {
  if (Object.hasOwn(instead, key)) { return `; ${instead[key]}`; }
  return didYouMean(key, known, JSON.stringify) || `, allowed: ${listed(known)}; remove it`;
}
