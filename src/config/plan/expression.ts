import { Position, ConfigPath } from '../node';

/**
 * A piece of CDK code as data: the same plan is run to make constructs and printed as TypeScript or Python, so that
 * what is ejected cannot differ from what was defined.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** An argument that is left out before one that is given. */
  | { readonly kind: 'nothing' }
  /** One string made of parts. */
  | { readonly kind: 'text'; readonly parts: readonly Expression[] }
  /** A file or folder of the project, absolute. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  /** Keys are data. */
  | { readonly kind: 'map'; readonly entries: ReadonlyArray<readonly [string, Expression]> }
  /** Keys are names of properties, which Python spells with underscores. */
  | { readonly kind: 'struct'; readonly type: TypeName; readonly fields: ReadonlyArray<readonly [string, Expression]> }
  /** What an earlier statement defined; `this` is the construct that all belongs to. */
  | { readonly kind: 'variable'; readonly name: string }
  /** What the user of the file passed in. */
  | { readonly kind: 'given'; readonly group: GivenGroup; readonly name: string; readonly type: TypeName }
  | { readonly kind: 'property'; readonly of: Expression; readonly name: string }
  /** An entry of a map whose keys are data. */
  | { readonly kind: 'entry'; readonly of: Expression; readonly key: string }
  /** A static property or an enum member. */
  | { readonly kind: 'static'; readonly type: TypeName; readonly member: string }
  | { readonly kind: 'new'; readonly type: TypeName; readonly args: readonly Expression[] }
  | { readonly kind: 'call'; readonly of: Expression | TypeName; readonly method: string; readonly args: readonly Expression[] }
  /** For TypeScript, whose declared type is too wide. */
  | { readonly kind: 'cast'; readonly of: Expression; readonly type: TypeName };

/** Constructs that a file refers to and that the user hands over. */
export type GivenGroup = 'memories' | 'gateways' | 'constructs';

export interface TypeName {
  readonly kind: 'type';
  readonly module: ModuleName;
  readonly name: string;
}

/** `own` is this package; the others are of aws-cdk-lib. */
export type ModuleName = 'own' | 'core' | 'agentcore' | 'constructs' | 'ec2' | 'ecr' | 'iam' | 's3';

/** What one step of the plan comes from, for messages. */
export interface Origin {
  readonly at: Position;
  readonly path: ConfigPath;
}

export type Statement =
  /** `const variable = expression`. A blank line goes before it. */
  | { readonly kind: 'define'; readonly variable: string; readonly expression: Expression; readonly origin: Origin }
  | { readonly kind: 'do'; readonly expression: Expression; readonly origin: Origin }
  /** `target = value` */
  | { readonly kind: 'set'; readonly target: Expression; readonly value: Expression; readonly origin: Origin };

/** What to make of a file, in an order in which each statement needs only earlier ones. */
export interface Plan {
  readonly statements: readonly Statement[];
  /** The variables of what the construct exposes, by the name in the file. */
  readonly agents: Readonly<Record<string, string>>;
  readonly codeInterpreters: Readonly<Record<string, string>>;
  readonly browsers: Readonly<Record<string, string>>;
  /** By logical id. */
  readonly resources: Readonly<Record<string, string>>;
}

export function type(module: ModuleName, name: string): TypeName {
  return { kind: 'type', module, name };
}

export function literal(value: string | number | boolean): Expression {
  return { kind: 'literal', value };
}

export function variable(name: string): Expression {
  return { kind: 'variable', name };
}

export const THIS = variable('this');

export const NOTHING: Expression = { kind: 'nothing' };

export function list(items: readonly Expression[]): Expression {
  return { kind: 'list', items };
}

export function map(entries: ReadonlyArray<readonly [string, Expression]>): Expression {
  return { kind: 'map', entries };
}

/** Leaves out what is undefined. */
export function struct(module: ModuleName, name: string, fields: Readonly<Record<string, Expression | undefined>>): Expression {
  return {
    kind: 'struct',
    type: type(module, name),
    fields: Object.entries(fields).filter((field): field is [string, Expression] => field[1] !== undefined),
  };
}

export function property(of: Expression, ...names: string[]): Expression {
  return names.reduce<Expression>((expression, name) => ({ kind: 'property', of: expression, name }), of);
}

export function call(of: Expression | TypeName, method: string, ...args: Expression[]): Expression {
  return { kind: 'call', of, method, args };
}

export function create(module: ModuleName, name: string, ...args: Expression[]): Expression {
  return { kind: 'new', type: type(module, name), args };
}

export function member(module: ModuleName, name: string, memberName: string): Expression {
  return { kind: 'static', type: type(module, name), member: memberName };
}

/** Joins neighbouring literals; one literal alone stays a literal. */
export function text(parts: readonly Expression[]): Expression {
  const joined: Expression[] = [];
  for (const part of parts.flatMap((each) => (each.kind === 'text' ? each.parts : [each]))) {
    const last = joined[joined.length - 1];
    if (part.kind === 'literal' && last?.kind === 'literal') {
      joined[joined.length - 1] = literal(`${last.value}${part.value}`);
    } else if (part.kind !== 'literal' || part.value !== '') {
      joined.push(part);
    }
  }
  if (joined.length === 0) { return literal(''); }
  return joined.length === 1 && joined[0].kind === 'literal' ? literal(String(joined[0].value)) : { kind: 'text', parts: joined };
}
