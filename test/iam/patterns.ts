/** How IAM compares texts and ARNs: `*` stands for any run of characters, `?` for one. */

export function globMatches(pattern: string, text: string, flags = ''): boolean {
  const source = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}

/** Whether some text matches both patterns. */
export function globsOverlap(a: string, b: string): boolean {
  const known = new Map<string, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    const result = known.get(key) ?? compare(i, j);
    known.set(key, result);
    return result;
  };
  const compare = (i: number, j: number): boolean => {
    if (i === a.length && j === b.length) { return true; }
    if (a[i] === '*') { return from(i + 1, j) || (j < b.length && from(i, j + 1)); }
    if (b[j] === '*') { return from(i, j + 1) || (i < a.length && from(i + 1, j)); }
    if (i === a.length || j === b.length) { return false; }
    return (a[i] === '?' || b[j] === '?' || a[i] === b[j]) && from(i + 1, j + 1);
  };
  return from(0, 0);
}

/** Compares segment by segment, so that a wildcard cannot stand for an account and a type at once. */
export function arnMatches(pattern: string, arn: string): boolean {
  return everySegment(pattern, arn, globMatches);
}

/** Whether some ARN matches both patterns. */
export function arnsOverlap(a: string, b: string): boolean {
  return everySegment(a, b, globsOverlap);
}

export function isArn(text: string): boolean {
  return text.startsWith('arn:') && text.split(':').length >= 6;
}

function everySegment(a: string, b: string, test: (a: string, b: string) => boolean): boolean {
  const other = segments(b);
  return segments(a).every((segment, index) => test(segment, other[index]));
}

/** Colons in the resource part, the sixth, belong to it. */
function segments(arn: string): string[] {
  if (!isArn(arn)) {
    throw new Error(`not an ARN: ${arn}`);
  }
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
