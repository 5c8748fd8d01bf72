import { ProblemSink } from './problem-sink';
import { Item } from '../block';
import { entryOf, valueOf } from '../node';

const EITHER = [['Action', 'NotAction'], ['Resource', 'NotResource']];

/** What a policy statement must have one of. */
export function checkRole({ node, path }: Item, problems: ProblemSink): void {
  const statements = valueOf(node, 'role', 'statements');
  if (statements?.kind !== 'list') { return; }
  statements.items.forEach((statement, index) => {
    if (statement.kind !== 'map') { return; }
    for (const [key, other] of EITHER) {
      const [first, second] = [entryOf(statement, key), entryOf(statement, other)];
      const at = [...path, 'role', 'statements', index];
      if (first && second) { problems.add(second.keyAt, at, `got ${key} and ${other}, expected one of them; remove one`); }
      if (!first && !second) { problems.add(statement.at, at, `${key} is missing; add it, or ${other}`); }
    }
  });
}
