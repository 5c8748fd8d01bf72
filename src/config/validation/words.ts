import { closest, distance } from 'fastest-levenshtein';
import { shown } from '../../private/errors';
import { ConfigNode } from '../node';

const MAX_LISTED = 12;
/** Beyond these a typo is not looked for: it takes time for each problem, of which a file can have thousands. */
const [MAX_LENGTH, MAX_KNOWN] = [100, 100];

/** A value that was received, in words. */
export function got(node: ConfigNode): string {
  if (node.kind !== 'scalar') { return node.kind === 'list' ? 'got a list' : 'got a map'; }
  return node.value === null ? 'got nothing' : `got ${typeof node.value === 'string' ? shown(node.value) : node.text}`;
}

/** `; did you mean SANDBOX?`, if one of `known` is close. */
export function didYouMean(text: string, known: readonly string[], quote: (text: string) => string = (word) => word): string {
  const near = nearest(text, known);
  return near === undefined ? '' : `; did you mean ${quote(near)}?`;
}

/** The one of `known` that a typo turns into `text`. */
export function nearest(text: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || known.length > MAX_KNOWN || text.length > MAX_LENGTH) { return undefined; }
  const lower = text.toLowerCase();
  const best = closest(lower, known.map((each) => each.toLowerCase()));
  const found = known.find((each) => each.toLowerCase() === best)!;
  const most = found.length < 4 ? 1 : Math.max(2, Math.floor(found.length / 3));
  return distance(lower, best) <= most ? found : undefined;
}

/** `a, b, c and 4 more` */
export function listed(words: readonly string[]): string {
  return words.length <= MAX_LISTED + 1 ? words.join(', ') : `${words.slice(0, MAX_LISTED).join(', ')} and ${words.length - MAX_LISTED} more`;
}
