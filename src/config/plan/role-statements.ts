import { create, Expression, member, struct } from './expression';
import { Values } from './values';
import { ConfigNode, valueOf } from '../node';

/** `new iam.PolicyStatement({ … })` for a statement of the file. */
export function policyStatement(values: Values, node: ConfigNode, needs: Set<string>): Expression {
  const texts = (key: string): Expression | undefined => {
    const value = valueOf(node, key);
    return value && values.texts(value.kind === 'list' ? value : { kind: 'list', items: [value], at: value.at }, needs);
  };
  const sid = valueOf(node, 'Sid');
  const conditions = valueOf(node, 'Condition');
  return create('iam', 'PolicyStatement', struct('iam', 'PolicyStatementProps', {
    sid: sid && values.text(sid, needs),
    effect: textIs(valueOf(node, 'Effect'), 'Deny') ? member('iam', 'Effect', 'DENY') : undefined,
    actions: texts('Action'),
    notActions: texts('NotAction'),
    resources: texts('Resource'),
    notResources: texts('NotResource'),
    conditions: conditions && values.data(conditions, needs),
  }));
}

export function textIs(node: ConfigNode | undefined, text: string): boolean {
  return node?.kind === 'scalar' && node.text === text;
}
