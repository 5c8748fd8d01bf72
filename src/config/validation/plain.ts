import { ConfigNode, PlainValue } from '../node';

/** Keys of a file that have nothing to do with agents. */
const READ_KEYS = ['service', 'provider', 'agents', 'ai'];

/** The values that the schema is about. A value that is not known is of no type: the problems that it makes are dropped. */
export function plainFile(root: ConfigNode): unknown {
  return root.kind === 'map' ? mapOf(root.entries.filter(({ key }) => READ_KEYS.includes(key))) : plain(root);
}

function plain(node: ConfigNode): PlainValue | symbol {
  switch (node.kind) {
    case 'scalar': return node.value;
    case 'list': return node.items.map(plain) as PlainValue[];
    case 'map': return mapOf(node.entries);
    default: return Symbol('unknown');
  }
}

/** Without a prototype, so that every key is only a key. */
function mapOf(entries: ReadonlyArray<{ readonly key: string; readonly value: ConfigNode }>): { [key: string]: PlainValue } {
  const result = Object.create(null);
  for (const { key, value } of entries) { result[key] = plain(value); }
  return result;
}
