import { ConfigNode, ConfigPath, entryOf, MapEntry, Position } from './node';

/** What is beside the agents in an `agents:` block. */
export const RESERVED_KEYS = ['codeInterpreters', 'browsers', 'memory', 'gateways', 'tools'] as const;
export type ReservedKey = typeof RESERVED_KEYS[number];

/** One agent, interpreter and so on, with its name. */
export interface Item {
  readonly name: string;
  readonly at: Position;
  readonly path: ConfigPath;
  readonly node: ConfigNode;
}

/** The block of a file that is about agents, in either of its two shapes. */
export type Block = Readonly<Record<ReservedKey | 'agents', readonly Item[]>>;

export function blockOf(root: ConfigNode): Block {
  const ai = entryOf(root, 'ai');
  const whole = ai ?? entryOf(root, 'agents');
  const part = (key: string): Item[] => itemsOf(entryOf(whole?.value, key), [whole?.key ?? 'agents', key]);
  return {
    agents: ai ? part('agents') : itemsOf(whole, ['agents']).filter(({ name }) => !isReserved(name)),
    codeInterpreters: part('codeInterpreters'),
    browsers: part('browsers'),
    memory: part('memory'),
    gateways: part('gateways'),
    tools: part('tools'),
  };
}

export function isReserved(name: string): boolean {
  return (RESERVED_KEYS as readonly string[]).includes(name);
}

function itemsOf(entry: MapEntry | undefined, path: ConfigPath): Item[] {
  return entry?.value.kind !== 'map' ? [] : entry.value.entries.map(({ key, keyAt, value }) => ({
    name: key, at: keyAt, path: [...path, key], node: value,
  }));
}
