import { ProblemSink } from './problem-sink';
import { didYouMean } from './words';
import { shown } from '../../private/errors';
import { Item } from '../block';
import { ConfigNode, ConfigPath, entryOf, valueOf } from '../node';

const EITHER = [['Action', 'NotAction'], ['Resource', 'NotResource']];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS = [
  'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'BinaryEquals', 'Bool',
  'DateEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'DateLessThan', 'DateLessThanEquals', 'DateNotEquals',
  'IpAddress', 'NotIpAddress', 'Null',
  'NumericEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericNotEquals',
  'StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike',
];

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
    checkCondition(statement, [...path, 'role', 'statements', index, 'Condition'], problems);
  });
}

function checkCondition(statement: ConfigNode, path: ConfigPath, problems: ProblemSink): void {
  const condition = valueOf(statement, 'Condition');
  if (condition?.kind !== 'map') { return; }
  for (const { key, keyAt } of condition.entries) {
    const operator = key.replace(/^ForA(llValues|nyValue):/, '').replace(/(?<!^Null)IfExists$/, '');
    if (!OPERATORS.includes(operator)) {
      problems.add(keyAt, path, `IAM has no condition operator ${shown(key)}${didYouMean(operator, OPERATORS)}`);
    }
  }
}
