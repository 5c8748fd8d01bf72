import { expressionsOf } from './rewrite';
import { Expression, Plan, Statement, TypeName } from '../plan/expression';

type Named = Extract<Expression, { kind: 'variable' | 'given' }>;
type Given = Extract<Expression, { kind: 'given' }>;

/** How a language spells what has a name. */
export type NameOf = (expression: Named) => string;

export interface PrintOptions {
  /** What the class is called, unless what it imports has that name. */
  readonly className: string;
  /** The configuration, for a comment. */
  readonly source: string;
  /** The folder of the file with the class, absolute. */
  readonly folder: string;
}

/** A file with a class. */
export interface PrintedClass {
  readonly className: string;
  readonly code: string;
  /** What the class has to be given, by name. */
  readonly wanted: readonly string[];
}

/** What the class exposes. */
export interface Member {
  readonly variable: string;
  readonly type: TypeName;
}

/** What a printer has to know of a plan before it prints the first line. */
export interface Outline {
  readonly members: readonly Member[];
  /** What the class asks for, by `keyOf`. */
  readonly wanted: ReadonlyMap<string, Given>;
  /** Variables that nobody outside sees. One that is never used is none. */
  readonly locals: readonly string[];
}

export function outlineOf(plan: Plan): Outline {
  const definitions = new Map(plan.statements.filter(isDefinition).map((statement) => [statement.variable, statement.expression]));
  const members = [plan.agents, plan.codeInterpreters, plan.browsers].flatMap((group) => Object.values(group)).flatMap((variable) => {
    const expression = definitions.get(variable);
    return expression?.kind === 'new' ? [{ variable, type: expression.type }] : [];
  });
  const expressions = expressionsOf(plan);
  const used = new Set(expressions.filter((expression) => expression.kind === 'variable').map(keyOf));
  const exposed = new Set(members.map(({ variable }) => variable));
  return {
    members,
    wanted: new Map(expressions.filter((expression) => expression.kind === 'given').map((given) => [keyOf(given), given])),
    locals: [...definitions.keys()].filter((variable) => used.has(variable) && !exposed.has(variable)),
  };
}

export function keyOf(named: Named): string {
  return named.kind === 'variable' ? named.name : `${named.group} ${named.name}`;
}

/** Whether a blank line goes before a statement: constructs are set apart, those that need no variable as one group. */
export function opensBlock(statement: Statement, previous: Statement | undefined): boolean {
  if (statement.kind === 'define' || previous === undefined) { return true; }
  return isNew(statement) && (previous.kind === 'define' || !isNew(previous));
}

function isNew(statement: Statement): boolean {
  let expression = statement.kind === 'set' ? statement.target : statement.expression;
  while (expression.kind === 'call' && expression.of.kind !== 'type') { expression = expression.of; }
  return expression.kind === 'new';
}

export function isThis(expression: Expression | undefined): boolean {
  return expression?.kind === 'variable' && expression.name === 'this';
}

/** What is left out at the end needs no word. */
export function withoutTrailingNothing(args: readonly Expression[]): readonly Expression[] {
  return args.slice(0, args.map(({ kind }) => kind !== 'nothing').lastIndexOf(true) + 1);
}

/** A comment on something that the class asks for. */
export function wantedText({ group, name }: Given): string {
  const kind = { memories: 'The memory', gateways: 'The gateway', constructs: 'What has the logical id' }[group];
  return `${kind} ${plainText(name)}, which is not defined here.`;
}

/** What cannot end a comment, or do anything else in one. */
export function plainText(text: string): string {
  return text.replace(/[^\w. -]+/g, '_');
}

function isDefinition(statement: Statement): statement is Extract<Statement, { kind: 'define' }> {
  return statement.kind === 'define';
}
