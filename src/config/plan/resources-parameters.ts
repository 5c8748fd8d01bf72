import { Expression, list, literal, struct } from './expression';
import { ConfigNode, ListNode, MapNode, ScalarNode } from '../node';

/** What a parameter can have, and what that is. */
export const PARAMETER_KEYS: Readonly<Record<string, 'text' | 'texts' | 'number' | 'boolean' | 'value'>> = {
  Type: 'text',
  Default: 'value',
  AllowedPattern: 'text',
  AllowedValues: 'texts',
  ConstraintDescription: 'text',
  Description: 'text',
  MaxLength: 'number',
  MaxValue: 'number',
  MinLength: 'number',
  MinValue: 'number',
  NoEcho: 'boolean',
};

export function parameterProps(node: MapNode): Expression {
  return struct('core', 'CfnParameterProps', Object.fromEntries(node.entries.map(({ key, value }) => (
    [`${key.charAt(0).toLowerCase()}${key.slice(1)}`, parameterValue(key, value)]
  ))));
}

/** Whether the value of the parameter is a list. */
export function isListParameter(type: string): boolean {
  return type.includes('List<') || type === 'CommaDelimitedList';
}

function parameterValue(key: string, node: ConfigNode): Expression {
  const { text, value } = node as ScalarNode;
  switch (PARAMETER_KEYS[key]) {
    case 'texts': return list((node as ListNode).items.map((item) => literal((item as ScalarNode).text)));
    case 'number': return literal(Number(text));
    case 'boolean': return literal(text === 'true');
    case 'value': return literal(value!);
    default: return literal(text);
  }
}
