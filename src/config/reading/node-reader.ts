import { isAlias, isMap, isScalar, isSeq, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { Expansion } from './expansion';
import { HALF_CHARACTER, hasHalfCharacter } from './half-characters';
import { SourceText } from './source-text';
import { shown } from '../../private/errors';
import { CLOUDFORMATION_TAGS, withAttributeList } from '../cloudformation-tags';
import { ConfigNode, ConfigPath, MapEntry, MapNode, Position, ScalarNode, UnknownNode } from '../node';
import { Problems } from '../problem';

const MERGE_KEY = '<<';
const STANDARD_TAG = 'tag:yaml.org,2002:';
const STANDARD_TAGS: ReadonlyMap<string, string> = new Map([
  ['map', 'map'], ['seq', 'list'], ['str', 'string'], ['int', 'number'], ['float', 'number'], ['bool', 'boolean'], ['null', 'object'],
]);

/** What an anchor names; nothing yet while it is being read. */
interface Anchor {
  node?: ConfigNode;
}

/** Makes located values of the nodes of a YAML document. */
export class NodeReader {
  private readonly anchors = new Map<string, Anchor>();
  private readonly expansion = new Expansion();

  constructor(private readonly source: SourceText, private readonly problems: Problems) {}

  public read(node: Node, path: ConfigPath): ConfigNode {
    if (isAlias(node)) { return this.alias(node.source, this.at(node), path); }
    const { anchor: name } = node as Scalar | YAMLMap | YAMLSeq;
    const anchor: Anchor = {};
    if (name !== undefined) { this.anchors.set(name, anchor); }
    anchor.node = this.tagged(node, path);
    return anchor.node;
  }

  private alias(name: string, at: Position, path: ConfigPath): ConfigNode {
    const anchor = this.anchors.get(name);
    if (anchor === undefined) { return this.problem(at, path, `there is no anchor &${name} before the alias *${name}`); }
    if (anchor.node === undefined) { return this.problem(at, path, `the alias *${name} is within what it stands for`); }
    const allowed = this.expansion.repeat(anchor.node, (message) => this.problems.add(at, path, message));
    return allowed ? anchor.node : { kind: 'unknown', at };
  }

  private tagged(node: Node, path: ConfigPath): ConfigNode {
    const { tag } = node;
    const name = tag === undefined ? undefined : CLOUDFORMATION_TAGS.get(tag);
    if (name !== undefined) {
      const at = this.tagAt(tag!, node);
      const value = this.untagged(node, [...path, name]);
      return withAttributeList({ kind: 'map', at, entries: [{ key: name, keyAt: at, value }] }, path, this.problems);
    }
    const value = this.untagged(node, path);
    if (tag === undefined || tag === '!' || this.fits(tag, value)) { return value; }
    return this.problem(value.at, path, tag.startsWith(STANDARD_TAG)
      ? `the tag !!${tag.slice(STANDARD_TAG.length)} does not go with this value; remove it`
      : `unknown tag ${shown(tag)}, allowed: ${[...CLOUDFORMATION_TAGS.keys()].join(', ')}`);
  }

  private fits(tag: string, value: ConfigNode): boolean {
    return tag.startsWith(STANDARD_TAG)
      && STANDARD_TAGS.get(tag.slice(STANDARD_TAG.length)) === (value.kind === 'scalar' ? typeof value.value : value.kind);
  }

  private untagged(node: Node, path: ConfigPath): ConfigNode {
    if (isMap(node)) { return this.map(node, path); }
    if (isSeq(node)) {
      return { kind: 'list', at: this.at(node), items: node.items.map((item, index) => this.read(item as Node, [...path, index])) };
    }
    return this.scalar(node as Scalar, path);
  }

  private scalar(node: Scalar, path: ConfigPath): ScalarNode | UnknownNode {
    const at = this.at(node);
    const text = node.source!;
    const value = node.value as ScalarNode['value'];
    // Escapes in double quotes can make what cannot be written.
    if (hasHalfCharacter(text)) { return this.problem(at, path, HALF_CHARACTER); }
    // Infinity and NaN are no numbers in JSON, which CloudFormation takes.
    return { kind: 'scalar', value: typeof value === 'number' && !Number.isFinite(value) ? text : value, text, at };
  }

  private map(node: YAMLMap, path: ConfigPath): MapNode {
    const own = new Map<string, MapEntry>();
    const merged: MapEntry[] = [];
    for (const { key, value } of node.items as Array<Pair<Node, Node | null>>) {
      if (isMergeKey(key)) {
        this.merge(this.value(key, value, [...path, MERGE_KEY]), merged, [...path, MERGE_KEY]);
        continue;
      }
      const name = this.key(key, path);
      if (name === undefined) { continue; }
      const entry = { key: name, keyAt: this.at(key), value: this.value(key, value, [...path, name]) };
      const first = own.get(name);
      if (first) {
        this.problem(entry.keyAt, [...path, name], `the key ${shown(name)} is there already, in line ${first.keyAt.line}; remove one of the two`);
      } else {
        own.set(name, entry);
      }
    }
    for (const entry of merged) {
      if (!own.has(entry.key)) { own.set(entry.key, entry); }
    }
    return withAttributeList({ kind: 'map', at: this.at(node), entries: [...own.values()] }, path, this.problems);
  }

  private value(key: Node, value: Node | null, path: ConfigPath): ConfigNode {
    return value === null ? { kind: 'scalar', value: null, text: '', at: this.at(key) } : this.read(value, path);
  }

  private key(node: Node, path: ConfigPath): string | undefined {
    const key = this.read(node, path);
    if (key.kind === 'scalar' && key.text !== '') { return key.text; }
    if (key.kind !== 'unknown') {
      this.problem(this.at(node), path, `got ${key.kind === 'scalar' ? 'nothing' : `a ${key.kind}`} as a key, expected a text`);
    }
    return undefined;
  }

  private merge(value: ConfigNode, into: MapEntry[], path: ConfigPath): void {
    for (const map of value.kind === 'list' ? value.items : [value]) {
      if (map.kind === 'map') {
        for (const entry of map.entries) { into.push(entry); }
      } else if (map.kind !== 'unknown') {
        this.problems.add(map.at, path, `"<<" takes a map or a list of maps, got a ${map.kind === 'list' ? 'list' : 'text'}`);
      }
    }
  }

  /** Before the value, with an anchor and comments between them at the most. */
  private tagAt(tag: string, node: Node): Position {
    const from = Math.max(0, node.range![0] - 500);
    const found = this.source.text.slice(from, node.range![0]).lastIndexOf(tag);
    return found < 0 ? this.at(node) : this.source.at(from + found);
  }

  private at(node: Node): Position {
    return this.source.at(node.range![0]);
  }

  private problem(at: Position, path: ConfigPath, message: string): UnknownNode {
    this.problems.add(at, path, message);
    return { kind: 'unknown', at };
  }
}

function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === MERGE_KEY;
}
