import { closest, distance } from 'fastest-levenshtein';
import { shown } from '../../private/errors';
import { ConfigNode } from '../node';

/** What was found, for messages. */
export function kindOf(node: ConfigNode): string {
  if (node.kind !== 'scalar') { return `a ${node.kind}`; }
  return node.value === null ? 'nothing' : shown(node.value);
}

export function unknownKey(key: string, known: readonly string[]): string {
  return `unknown key ${shown(key)}${suggestion(key, known)}`;
}

/** What was meant, where that can be told, or else all that could be. */
export function suggestion(got: string, known: readonly string[]): string {
  const [nearest] = known.length === 0 ? [] : [closest(got, known as string[])];
  if (nearest !== undefined && distance(got.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, got.length / 3)) {
    return `; did you mean ${shown(nearest)}?`;
  }
  return known.length === 0 ? '' : `, allowed: ${known.join(', ')}`;
}
