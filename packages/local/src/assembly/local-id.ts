import { createHash } from 'node:crypto';

const SUFFIX_LENGTH = 10;
const LONGEST_NAME = 48;

/** An id of the service's pattern that is the same in every run for the same resource. */
export function localId(name: string, stack: string, logicalId: string): string {
  const digest = createHash('sha256').update(`${stack}\n${logicalId}`).digest('hex');
  const suffix = (BigInt(`0x${digest}`) % 36n ** BigInt(SUFFIX_LENGTH)).toString(36).padStart(SUFFIX_LENGTH, '0');
  return `${name}-${suffix}`;
}

/** The nearest name that the service would take: `[a-zA-Z][a-zA-Z0-9_]{0,47}`. */
export function validName(text: string): string {
  const cleaned = text.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^[^a-zA-Z]+/, '');
  return (cleaned || 'interpreter').slice(0, LONGEST_NAME);
}
