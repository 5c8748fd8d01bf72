import { Conditions, conditionsHold, RequestContext, validateConditions } from './conditions';
import { arnMatches, globMatches, isArn } from './patterns';
import { actionsMatching, takes } from './service-reference';

/** A statement of a policy, with every list a list and nothing left to resolve. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions?: string[];
  readonly notActions?: string[];
  /** Neither these nor `notResources` in a trust policy. */
  readonly resources?: string[];
  readonly notResources?: string[];
  /** In a trust policy: kind of principal to principals, `*` standing for `{ AWS: ['*'] }`. */
  readonly principals?: { readonly [kind: string]: string[] };
  readonly conditions: Conditions;
}

export interface Request {
  readonly action: string;
  /** Left out for a trust policy, which names none. */
  readonly resource?: string;
  /** The one who asks; for trust policies. */
  readonly principal?: { readonly kind: string; readonly name: string };
  readonly context: RequestContext;
}

/**
 * Reads a policy document.
 *
 * Fails on elements that it does not know and on actions that do not exist.
 */
export function statementsOf(document: unknown): Statement[] {
  const { Statement: statements } = document as { Statement: unknown };
  return [statements].flat().map(one => statementOf(one as { [element: string]: unknown }));
}

/** Whether policies allow a request: one statement must, and none may deny it. */
export function isAllowed(statements: Statement[], request: Request): boolean {
  const applying = statements.filter(statement => applies(statement, request));
  return applying.some(({ effect }) => effect === 'Allow') && !applying.some(({ effect }) => effect === 'Deny');
}

/** Actions and resources of a statement that have nothing to do with each other, so that they grant or deny nothing. */
export function ineffectiveParts(statement: Statement): string[] {
  const { actions = [], resources = [] } = statement;
  const fits = (action: string, resource: string) => actionsMatching(action).some(one => takes(one, resource));
  const idleActions = actions.filter(action => action !== '*' && !resources.some(resource => fits(action, resource)));
  const idleResources = resources.filter(resource => !actions.some(action => action === '*' || fits(action, resource)));
  return statement.resources === undefined || statement.actions === undefined ? [] : [
    ...idleActions.map(action => `${action} works on none of ${resources.join(', ')}`),
    ...idleResources.map(resource => `${resource} is nothing that ${actions.join(', ')} works on`),
  ];
}

function applies(statement: Statement, request: Request): boolean {
  return matchesAction(statement, request.action)
    && (request.resource === undefined || matchesResource(statement, request.resource))
    && (request.principal === undefined || matchesPrincipal(statement, request.principal))
    && conditionsHold(statement.conditions, request.context);
}

function matchesAction({ actions, notActions }: Statement, action: string): boolean {
  const matches = (pattern: string) => globMatches(pattern, action, 'i');
  return actions ? actions.some(matches) : !notActions!.some(matches);
}

function matchesResource({ resources, notResources }: Statement, resource: string): boolean {
  // A request for an action without resources asks for `*`, which only `*` is.
  const matches = (pattern: string) => pattern === '*' || (resource !== '*' && arnMatches(pattern, resource));
  return resources ? resources.some(matches) : !(notResources ?? []).some(matches);
}

function matchesPrincipal({ principals = {} }: Statement, { kind, name }: { kind: string; name: string }): boolean {
  const listed = principals[kind] ?? [];
  const account = kind === 'AWS' ? name.split(':')[4] : undefined;
  return listed.some(one => one === '*' || one === name || (account !== undefined && (one === account || isRootOf(account, one))));
}

function isRootOf(account: string, arn: string): boolean {
  return globMatches(`arn:*:iam::${account}:root`, arn);
}

const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition'];

function statementOf(raw: { [element: string]: unknown }): Statement {
  const unknown = Object.keys(raw).find(element => !ELEMENTS.includes(element));
  if (unknown !== undefined) {
    throw new Error(`unknown element of a statement: ${unknown}`);
  }
  const statement: Statement = {
    effect: raw.Effect as Statement['effect'],
    actions: list(raw.Action),
    notActions: list(raw.NotAction),
    resources: list(raw.Resource),
    notResources: list(raw.NotResource),
    principals: raw.Principal === undefined ? undefined : principalsOf(raw.Principal),
    conditions: conditionsOf(raw.Condition),
  };
  validate(statement);
  return statement;
}

function validate(statement: Statement): void {
  const { effect, actions, notActions, resources, notResources, principals, conditions } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new Error(`unknown effect: ${String(effect)}`);
  }
  const exactlyOne = (...lists: unknown[]) => lists.filter(one => one !== undefined).length === 1;
  if (!exactlyOne(actions, notActions) || !exactlyOne(resources, notResources, principals)) {
    throw new Error(`a statement needs actions, and resources or principals: ${JSON.stringify(statement)}`);
  }
  [...actions ?? [], ...notActions ?? []].filter(pattern => pattern !== '*').forEach(actionsMatching);
  const malformed = [...resources ?? [], ...notResources ?? []].find(resource => resource !== '*' && !isArn(resource));
  if (malformed !== undefined) {
    throw new Error(`not an ARN: ${malformed}`);
  }
  validateConditions(conditions);
}

function principalsOf(raw: unknown): { [kind: string]: string[] } {
  return raw === '*' ? { AWS: ['*'] } : mapped(raw as object);
}

function conditionsOf(raw: unknown): Conditions {
  return Object.fromEntries(Object.entries(raw ?? {}).map(([operator, keys]) => [operator, mapped(keys as object)]));
}

function mapped(lists: object): { [key: string]: string[] } {
  return Object.fromEntries(Object.entries(lists).map(([key, values]) => [key, list(values)!]));
}

/** One text, number or boolean stands for a list of one. */
function list(raw: unknown): string[] | undefined {
  return raw === undefined ? undefined : [raw].flat().map(String);
}
