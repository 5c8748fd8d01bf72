import { arnMatches, globMatches, isArn } from './patterns';

/** What the request says about itself, by condition key. Keys that are absent are absent in the request. */
export interface RequestContext {
  readonly [key: string]: string | boolean | string[];
}

/** The Condition block of a statement: operator, key, values. */
export interface Conditions {
  readonly [operator: string]: { readonly [key: string]: string[] };
}

type Comparison = (expected: string, actual: string) => boolean;

const COMPARISONS: { [operator: string]: Comparison } = {
  StringEquals: (expected, actual) => expected === actual,
  StringLike: (expected, actual) => globMatches(expected, actual),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
};

const NEGATIONS: { [operator: string]: string } = {
  StringNotEquals: 'StringEquals',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

const OPERATOR = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;

/** Fails on what this file cannot judge, so that it never passes for a condition that does not hold. */
export function validateConditions(conditions: Conditions): void {
  for (const [operator, keys] of Object.entries(conditions)) {
    if (operator !== 'Null') { parse(operator); }
    const variable = Object.values(keys).flat().find(value => value.includes('${'));
    if (variable !== undefined) {
      throw new Error(`policy variables are not evaluated: ${variable}`);
    }
  }
}

/** All operators and all keys must hold. */
export function conditionsHold(conditions: Conditions, context: RequestContext): boolean {
  const request = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat().map(String)]));
  return Object.entries(conditions).every(([operator, keys]) => Object.entries(keys)
    .every(([key, expected]) => conditionHolds(operator, expected, request.get(key.toLowerCase()))));
}

function conditionHolds(operator: string, expected: string[], actual: string[] | undefined): boolean {
  if (operator === 'Null') {
    return expected.some(value => value.toLowerCase() === String(actual === undefined));
  }
  const { set, compare, negated, ifExists } = parse(operator);
  const fits = (value: string) => expected.some(one => compare(one, value)) !== negated;

  if (actual === undefined) {
    return ifExists || set === 'ForAllValues' || (set === undefined && negated);
  }
  if (set === 'ForAllValues') { return actual.every(fits); }
  if (set === undefined && actual.length !== 1) {
    throw new Error(`${operator} on a key with ${actual.length} values: needs ForAnyValue or ForAllValues`);
  }
  return actual.some(fits);
}

function parse(operator: string): { set?: string; compare: Comparison; negated: boolean; ifExists: boolean } {
  const [, set, name, ifExists] = OPERATOR.exec(operator) ?? [];
  const compare = COMPARISONS[NEGATIONS[name] ?? name];
  if (compare === undefined) {
    throw new Error(`unknown condition operator: ${operator}`);
  }
  return { set, compare, negated: name in NEGATIONS, ifExists: ifExists !== undefined };
}

/** ArnEquals takes wildcards just as ArnLike does. What is no ARN in the request matches nothing. */
function matchesArn(expected: string, actual: string): boolean {
  if (!isArn(expected)) {
    throw new Error(`not an ARN: ${expected}`);
  }
  return isArn(actual) && arnMatches(expected, actual);
}
