import { closest, distance } from 'fastest-levenshtein';
import { shown } from '../../private/errors';

/** What was meant, where that can be told. */
export function nearest(got: string, known: readonly string[]): string {
  // A comparison takes as long as the product of both lengths.
  const candidates = known.filter((name) => Math.abs(name.length - got.length) <= 2);
  if (got.length > 60 || candidates.length === 0) { return ''; }
  const name = closest(got, candidates);
  return distance(got, name) <= 2 ? `; did you mean ${shown(name)}?` : '';
}
