/** Where a value is written. Lines and columns start at 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * A value of a configuration file, and where it is written.
 *
 * CloudFormation's short forms are maps of one key here, in their long form: `!GetAtt A.B` is `{ Fn::GetAtt: [A, B] }`.
 */
export type ConfigNode = ScalarNode | ListNode | MapNode | UnknownNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written: of `1.10` the text is `1.10`, where the value is `1.1`. */
  readonly text: string;
  readonly at: Position;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
  readonly at: Position;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly at: Position;
}

export interface MapEntry {
  readonly key: string;
  readonly keyAt: Position;
  readonly value: ConfigNode;
}

/** A value that could not be found out, about which there is a problem already. */
export interface UnknownNode {
  readonly kind: 'unknown';
  readonly at: Position;
}

export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

/** Keys from the top of the file down to a value. */
export type ConfigPath = ReadonlyArray<string | number>;

export function entryOf(node: ConfigNode | undefined, key: string): MapEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

export function valueOf(node: ConfigNode | undefined, ...path: ConfigPath): ConfigNode | undefined {
  return path.reduce<ConfigNode | undefined>((current, key) => (
    typeof key === 'number' && current?.kind === 'list' ? current.items[key] : entryOf(current, String(key))?.value
  ), node);
}

/** `agents.analyzer.subnets[0]`; keys that are no identifiers are quoted. */
export function pathText(path: ConfigPath): string {
  return path.map((key, index) => {
    if (typeof key === 'number') { return `[${key}]`; }
    if (!/^[\w-]+$/.test(key)) { return `[${JSON.stringify(key)}]`; }
    return index === 0 ? key : `.${key}`;
  }).join('');
}
