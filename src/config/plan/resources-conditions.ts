import { call, Expression, type, variable } from './expression';
import { Values } from './values';
import { ConfigNode, ListNode, MapNode } from '../node';

/** How many parts each condition has, at least and at most; the one that is a name has none. */
export const CONDITION_PARTS: Readonly<Record<string, readonly [number, number]>> = {
  'Fn::And': [2, 10],
  'Fn::Equals': [2, 2],
  'Fn::Not': [1, 1],
  'Fn::Or': [2, 10],
  'Condition': [0, 0],
};

/** `Fn.conditionEquals(…)` and so on for a condition that was found to be right. */
export class ConditionExpressions {
  /** @param variables of the conditions, by name */
  constructor(private readonly values: Values, private readonly variables: ReadonlyMap<string, string>) {}

  public named(node: ConfigNode, needs: Set<string>): Expression {
    const name = this.variables.get((node as { text: string }).text)!;
    needs.add(name);
    return variable(name);
  }

  public expression(node: ConfigNode, needs: Set<string>): Expression {
    const [{ key, value }] = (node as MapNode).entries;
    if (key === 'Condition') { return this.named(value, needs); }
    const parts = (value as ListNode).items.map((item) => (
      key === 'Fn::Equals' ? this.values.data(item, needs) : this.expression(item, needs)
    ));
    return call(type('core', 'Fn'), `condition${key.slice('Fn::'.length)}`, ...parts);
  }
}
