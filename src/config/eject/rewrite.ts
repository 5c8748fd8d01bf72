import { Expression, Plan, Statement } from '../plan/expression';

/** Changes an expression from the inside out. */
export function rewrite(expression: Expression, change: (expression: Expression) => Expression): Expression {
  const inner = (each: Expression): Expression => rewrite(each, change);
  const pairs = (all: ReadonlyArray<readonly [string, Expression]>) => all.map(([key, value]) => [key, inner(value)] as const);
  switch (expression.kind) {
    case 'text': return change({ ...expression, parts: expression.parts.map(inner) });
    case 'list': return change({ ...expression, items: expression.items.map(inner) });
    case 'map': return change({ ...expression, entries: pairs(expression.entries) });
    case 'struct': return change({ ...expression, fields: pairs(expression.fields) });
    case 'property':
    case 'entry':
    case 'cast': return change({ ...expression, of: inner(expression.of) });
    case 'new': return change({ ...expression, args: expression.args.map(inner) });
    case 'call': {
      const of = expression.of.kind === 'type' ? expression.of : inner(expression.of);
      return change({ ...expression, of, args: expression.args.map(inner) });
    }
    default: return change(expression);
  }
}

export function rewritePlan(plan: Plan, change: (expression: Expression) => Expression): Plan {
  const statements = plan.statements.map((statement): Statement => (
    statement.kind === 'set'
      ? { ...statement, target: rewrite(statement.target, change), value: rewrite(statement.value, change) }
      : { ...statement, expression: rewrite(statement.expression, change) }
  ));
  return { ...plan, statements };
}

/** All expressions of a plan, those inside others too. */
export function expressionsOf(plan: Plan): Expression[] {
  const all: Expression[] = [];
  rewritePlan(plan, (expression) => {
    all.push(expression);
    return expression;
  });
  return all;
}
