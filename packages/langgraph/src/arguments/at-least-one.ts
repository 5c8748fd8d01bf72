import { ArgumentProblem } from '../errors/argument-problem.js';

/** @param noun what the list is of, in the singular */
export function atLeastOne<Item>(noun: string, items: readonly Item[]): readonly Item[] {
  if (items.length > 0) { return items; }
  throw new ArgumentProblem(`At least one ${noun} must be provided`);
}
