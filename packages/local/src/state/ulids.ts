import { randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const VALUES = 2 ** 32;

/** Ids that sort by the time they were made. Its own source of random numbers would cost each 0.15 ms: Node keeps some ready. */
export function ulids(): () => string {
  const next = monotonicFactory(() => randomInt(VALUES) / VALUES);
  return () => next();
}
