import { DEFAULT_LIMITS, LIMIT_RANGES, WHOLE_LIMITS } from './limit-ranges.js';
import { formatBytes, formatSeconds } from './quantity.js';
import { Limits } from '../sandbox/sandbox.js';

/** A limit that cannot be kept. The message says which are allowed. */
export class LimitError extends Error {
  public override readonly name = 'LimitError';
}

/** With the defaults for what is left out. @throws LimitError */
export function completeLimits(given: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(given) as [keyof Limits, number | undefined][]) {
    const problem = value === undefined ? undefined : limitProblem(name, value);
    if (problem !== undefined) { throw new LimitError(`limits.${name}: ${value} ${problem}`); }
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(known) };
}

/** What is wrong with it, to be put after the value. Undefined when nothing is. */
export function limitProblem(name: keyof Limits, value: number): string | undefined {
  if (!Object.hasOwn(LIMIT_RANGES, name)) { return `is no limit; allowed are ${Object.keys(LIMIT_RANGES).join(', ')}`; }
  const { least, most } = LIMIT_RANGES[name];
  if (!(value >= least && value <= most)) { return `is out of range; allowed is from ${formatLimit(name, least)} to ${formatLimit(name, most)}`; }
  return WHOLE_LIMITS.includes(name) && !Number.isInteger(value) ? 'is not a whole number' : undefined;
}

function formatLimit(name: keyof Limits, value: number): string {
  if (name.endsWith('Bytes')) { return formatBytes(value); }
  return name.endsWith('Seconds') ? formatSeconds(value) : String(value);
}
