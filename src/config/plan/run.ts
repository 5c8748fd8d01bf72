import { Construct } from 'constructs';
import { Expression, GivenGroup, ModuleName, Plan, Statement, TypeName } from './expression';

export type Given = Readonly<Partial<Record<GivenGroup, Readonly<Record<string, unknown>>>>>;

/** What the variables of a plan stand for. */
export type Variables = ReadonlyMap<string, unknown>;

/** Runs one statement; wraps what it throws. */
export type Attempt = (statement: Statement, run: () => void) => void;

/**
 * Makes the constructs of a plan in `scope`.
 *
 * @returns the value of each variable
 */
export function run(plan: Plan, scope: Construct, given: Given, attempt: Attempt = (_, action) => action()): Variables {
  const variables = new Map<string, unknown>([['this', scope]]);
  const evaluate = evaluator(variables, given);
  for (const statement of plan.statements) {
    attempt(statement, () => {
      switch (statement.kind) {
        case 'define':
          variables.set(statement.variable, evaluate(statement.expression));
          break;
        case 'do':
          evaluate(statement.expression);
          break;
        case 'set': {
          const target = statement.target as Extract<Expression, { kind: 'property' }>;
          (evaluate(target.of) as Record<string, unknown>)[target.name] = evaluate(statement.value);
        }
      }
    });
  }
  return variables;
}

function evaluator(variables: Variables, given: Given): (expression: Expression) => any {
  const evaluate = (expression: Expression): any => {
    switch (expression.kind) {
      case 'literal': return expression.value;
      case 'nothing': return undefined;
      case 'text': return expression.parts.map((part) => String(evaluate(part))).join('');
      case 'path': return expression.path;
      case 'list': return expression.items.map(evaluate);
      case 'map': return Object.fromEntries(expression.entries.map(([key, value]) => [key, evaluate(value)]));
      case 'struct': return Object.fromEntries(expression.fields.map(([key, value]) => [key, evaluate(value)]));
      case 'variable': return variables.get(expression.name);
      case 'given': return given[expression.group]![expression.name];
      case 'property': return evaluate(expression.of)[expression.name];
      case 'entry': return evaluate(expression.of)[expression.key];
      case 'static': return classOf(expression.type)[expression.member];
      case 'new': return new (classOf(expression.type))(...expression.args.map(evaluate));
      case 'call': {
        const target = expression.of.kind === 'type' ? classOf(expression.of) : evaluate(expression.of);
        return target[expression.method](...expression.args.map(evaluate));
      }
      case 'cast': return evaluate(expression.of);
    }
  };
  return evaluate;
}

function classOf({ module, name }: TypeName): any {
  return MODULES[module]()[name];
}

/* eslint-disable @typescript-eslint/no-require-imports -- an app pays only for the modules that its file needs */
const MODULES: Record<ModuleName, () => any> = {
  own: () => require('../../index'),
  core: () => require('aws-cdk-lib/core'),
  agentcore: () => require('aws-cdk-lib/aws-bedrockagentcore'),
  constructs: () => require('constructs'),
  ec2: () => require('aws-cdk-lib/aws-ec2'),
  ecr: () => require('aws-cdk-lib/aws-ecr'),
  iam: () => require('aws-cdk-lib/aws-iam'),
  s3: () => require('aws-cdk-lib/aws-s3'),
};
