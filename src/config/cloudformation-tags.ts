import { ConfigNode, ConfigPath, MapNode, ScalarNode } from './node';
import { Problems } from './problem';
import { shown } from '../private/errors';

const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAZs', 'GetAtt', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'Select', 'Split',
  'Sub', 'ToJsonString', 'Transform',
];

/** CloudFormation's YAML tags, and what they stand for. */
export const CLOUDFORMATION_TAGS: ReadonlyMap<string, string> = new Map([
  ['!Condition', 'Condition'],
  ['!Ref', 'Ref'],
  ...FUNCTIONS.map((name): [string, string] => [`!${name}`, `Fn::${name}`]),
]);

/** Whether the map is CloudFormation's function of that name, in its long form. */
export function isFunction(node: MapNode, name: string): boolean {
  return node.entries.length === 1 && node.entries[0].key === name;
}

/**
 * `Fn::GetAtt: A.B` with the list that CloudFormation's JSON has; other maps as they are.
 *
 * Texts that still have variables in them are left for later.
 */
export function withAttributeList(node: MapNode, path: ConfigPath, problems: Problems): MapNode {
  const [entry] = node.entries;
  if (!isFunction(node, 'Fn::GetAtt') || entry.value.kind !== 'scalar' || entry.value.text.includes('${')) { return node; }
  return { ...node, entries: [{ ...entry, value: attributeList(entry.value, [...path, entry.key], problems) }] };
}

function attributeList(value: ScalarNode, path: ConfigPath, problems: Problems): ConfigNode {
  // Of a nested stack, the attribute has a dot itself: Outputs.Name.
  const dot = value.text.indexOf('.');
  const [logicalId, attribute] = [value.text.slice(0, dot), value.text.slice(dot + 1)];
  if (dot < 0 || logicalId === '' || attribute === '') {
    problems.add(value.at, path, `got ${shown(value.value)}, expected a logical id, a dot and an attribute, for example: MyRole.Arn`);
    return { kind: 'unknown', at: value.at };
  }
  return { kind: 'list', at: value.at, items: [logicalId, attribute].map((text) => ({ ...value, value: text, text })) };
}
