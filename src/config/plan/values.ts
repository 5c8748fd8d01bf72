import { call, Expression, list, literal, map, member, text, type } from './expression';
import { References } from './references';
import { substitution, Substitution } from './substitution';
import { ConfigNode, MapEntry, MapNode } from '../node';

const FN = type('core', 'Fn');
const LISTS = new Set(['Fn::Split', 'Fn::GetAZs', 'Fn::Cidr']);
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': 'ACCOUNT_ID',
  'AWS::NoValue': 'NO_VALUE',
  'AWS::NotificationARNs': 'NOTIFICATION_ARNS',
  'AWS::Partition': 'PARTITION',
  'AWS::Region': 'REGION',
  'AWS::StackId': 'STACK_ID',
  'AWS::StackName': 'STACK_NAME',
  'AWS::URLSuffix': 'URL_SUFFIX',
};

export function isPseudoParameter(name: string): boolean {
  return Object.hasOwn(PSEUDO, name);
}

/** The one entry of a map that is a CloudFormation intrinsic. */
export function intrinsicOf(node: ConfigNode | undefined): MapEntry | undefined {
  if (node?.kind !== 'map' || node.entries.length !== 1) { return undefined; }
  const [entry] = node.entries;
  return entry.key === 'Ref' || INTRINSICS.has(entry.key) ? entry : undefined;
}

/** Whether an intrinsic is a list, as far as one can tell before the deployment. */
export function isList(node: ConfigNode, references: References): boolean {
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.key !== 'Ref') { return intrinsic !== undefined && LISTS.has(intrinsic.key); }
  const logicalId = textOf(intrinsic.value);
  return logicalId === 'AWS::NotificationARNs' || references.find(logicalId)?.isList === true;
}

/** Turns values of a file into expressions, and notes in `needs` the units that they refer to. */
export class Values {
  constructor(private readonly references: References) {}

  /** A value that is a text: numbers and booleans count as they are written. */
  public text(node: ConfigNode, needs: Set<string>): Expression {
    const intrinsic = intrinsicOf(node);
    return intrinsic ? this.intrinsic(intrinsic, needs) : literal((node as { text: string }).text);
  }

  /** A list of texts, or an intrinsic that is one. */
  public texts(node: ConfigNode, needs: Set<string>): Expression {
    return node.kind === 'list' ? list(node.items.map((item) => this.text(item, needs))) : this.text(node, needs);
  }

  /** A map of texts. */
  public textMap(node: ConfigNode, needs: Set<string>): Expression {
    return map((node as MapNode).entries.map(({ key, value }) => [key, this.text(value, needs)]));
  }

  /** A value as it is written, in which intrinsics are replaced. */
  public data(node: ConfigNode, needs: Set<string>): Expression {
    const intrinsic = intrinsicOf(node);
    if (intrinsic) { return this.intrinsic(intrinsic, needs); }
    switch (node.kind) {
      case 'list': return list(node.items.map((item) => this.data(item, needs)));
      case 'map': return map(node.entries.map(({ key, value }) => [key, this.data(value, needs)]));
      default: return literal((node as { value: string | number | boolean }).value);
    }
  }

  private intrinsic({ key, value }: MapEntry, needs: Set<string>): Expression {
    const make = INTRINSICS.get(key);
    return make ? make(this, value, needs) : this.ref((value as { text: string }).text, needs);
  }

  public ref(logicalId: string, needs: Set<string>): Expression {
    return isPseudoParameter(logicalId) ? member('core', 'Aws', PSEUDO[logicalId]) : this.target(logicalId, needs).ref;
  }

  public attribute(logicalId: string, name: string, needs: Set<string>): Expression {
    return this.target(logicalId, needs).attribute(name)!;
  }

  /** An argument that may be a list of values, or an intrinsic that gives one. */
  public items(node: ConfigNode, needs: Set<string>): Expression {
    const value = this.data(node, needs);
    return node.kind === 'list' || isList(node, this.references) ? value : call(type('core', 'Token'), 'asList', value);
  }

  private target(logicalId: string, needs: Set<string>) {
    const target = this.references.find(logicalId)!;
    if (target.unit !== undefined) { needs.add(target.unit); }
    return target;
  }
}

type Make = (values: Values, value: ConfigNode, needs: Set<string>) => Expression;

const itemsOf = (node: ConfigNode): readonly ConfigNode[] => (node.kind === 'list' ? node.items : [node]);
const textOf = (node: ConfigNode): string => (node as { text: string }).text;

/** All but `Ref`, which has no prefix. What CloudFormation has beyond these stays as it is written. */
const INTRINSICS = new Map<string, Make>([
  ['Fn::GetAtt', (values, value, needs) => {
    const [logicalId, ...attribute] = itemsOf(value).map(textOf);
    return values.attribute(logicalId, attribute.join('.'), needs);
  }],
  ['Fn::Sub', (values, value, needs) => {
    const [template, variables] = itemsOf(value);
    return text(substitution(textOf(template)).map((part) => substituted(values, part, variables, needs)));
  }],
  ['Fn::Join', (values, value, needs) => {
    const [delimiter, joined] = itemsOf(value);
    if (joined.kind !== 'list') { return call(FN, 'join', values.text(delimiter, needs), values.items(joined, needs)); }
    return text(joined.items.flatMap((item, index) => (
      index === 0 ? [values.text(item, needs)] : [values.text(delimiter, needs), values.text(item, needs)]
    )));
  }],
  ['Fn::ImportValue', (values, value, needs) => call(FN, 'importValue', values.text(value, needs))],
  ['Fn::Select', (values, value, needs) => {
    const [index, from] = itemsOf(value);
    const item = from.kind === 'list' ? from.items[Number(textOf(index))] : undefined;
    return item ? values.data(item, needs) : call(FN, 'select', literal(Number(textOf(index))), values.items(from, needs));
  }],
  ['Fn::Split', (values, value, needs) => {
    const [delimiter, source] = itemsOf(value);
    return call(FN, 'split', values.text(delimiter, needs), values.text(source, needs));
  }],
  ['Fn::FindInMap', (values, value, needs) => call(FN, 'findInMap', ...itemsOf(value).map((item) => values.text(item, needs)))],
  ['Fn::If', (values, value, needs) => {
    const [condition, yes, no] = itemsOf(value);
    return call(call(FN, 'conditionIf', literal(textOf(condition)), values.data(yes, needs), values.data(no, needs)), 'toString');
  }],
  ['Fn::Base64', (values, value, needs) => call(FN, 'base64', values.text(value, needs))],
  ['Fn::GetAZs', (values, value, needs) => call(FN, 'getAzs', values.text(value, needs))],
  ['Fn::Cidr', (values, value, needs) => {
    const [block, count, size] = itemsOf(value);
    return call(FN, 'cidr', values.text(block, needs), literal(Number(textOf(count))), values.text(size, needs));
  }],
]);

function substituted(values: Values, part: Substitution, variables: ConfigNode | undefined, needs: Set<string>): Expression {
  if ('literal' in part) { return literal(part.literal); }
  const given = variables?.kind === 'map' ? variables.entries.find(({ key }) => key === part.name) : undefined;
  if (given) { return values.text(given.value, needs); }
  return part.attribute === undefined ? values.ref(part.logicalId, needs) : values.attribute(part.logicalId, part.attribute, needs);
}
