import { call, Expression, literal, ModuleName, property, struct, type, variable } from './expression';

/** The props of a construct as its last argument; none where all are left out. */
export function props(module: ModuleName, name: string, fields: Readonly<Record<string, Expression | undefined>>): Expression[] {
  const given = struct(module, name, fields);
  return given.kind === 'struct' && given.fields.length > 0 ? [given] : [];
}

export function attributeOfConstruct(name: string, attribute: string): Expression {
  return property(variable(name), attribute);
}

/** The L1 that a construct is made of. */
export function resourceOf(construct: Expression): Expression {
  return { kind: 'cast', of: property(construct, 'node', 'defaultChild'), type: type('core', 'CfnResource') };
}

/** An attribute that only the L1 knows. */
export function attributeOf(resource: Expression, name: string): Expression {
  return call(call(resource, 'getAtt', literal(name)), 'toString');
}
