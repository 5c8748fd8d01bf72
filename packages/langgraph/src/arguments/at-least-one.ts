import { ArgumentProblem } from '../errors/argument-problem.js';

/**
 * @param argument the list's name
 * @param example of a list that is allowed
 */
export function atLeastOne<Item>(argument: string, items: readonly Item[], example: string): readonly Item[] {
  if (items.length > 0) { return items; }
  throw new ArgumentProblem(`${argument} must not be empty. Got: []. Give at least one, like ${example}.`);
}
