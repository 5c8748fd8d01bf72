import { Lookups } from './lookups';
import { parse, Part, Source, Template, Variable } from './parse';
import { joined, Mode, Piece, piecesOf, reference } from './pieces';
import type { VariableSources } from './sources';
import { shown } from '../../private/errors';
import { isFunction, withAttributeList } from '../cloudformation-tags';
import { ConfigNode, ConfigPath, ListNode, MapEntry, MapNode, pathText, Position, ScalarNode, UnknownNode } from '../node';
import { isPseudoParameter } from '../plan/values';
import { Problems } from '../problem';

/** How many values are resolved within one another: of maps, lists, and what they refer to. */
const MAX_NESTING = 200;
/** Characters of all texts that variables are put into. */
const MAX_CHARACTERS = 5_000_000;
const INTRINSIC_LENGTH = 50;
/** Of one text. */
const MAX_PROBLEMS = 10;

/** Where a variable is written. */
export interface Place {
  readonly at: Position;
  readonly path: ConfigPath;
  readonly mode: Mode;
}

/** A value, or why there is none. */
export type Found = ConfigNode | { readonly missing: string };

interface Frame<T extends ConfigNode = ConfigNode> {
  readonly node: T;
  readonly path: ConfigPath;
}

/** Puts values in the place of variables, each once, when they are needed. */
export class Resolver {
  private readonly resolved: Record<Mode, Map<ConfigNode, ConfigNode>> = { text: new Map(), sub: new Map(), known: new Map() };
  private readonly inProgress = new Set<ConfigNode>();
  private readonly stack: Frame[] = [];
  private readonly lookups: Lookups;
  private characters = 0;

  constructor(root: ConfigNode, sources: VariableSources, private readonly problems: Problems) {
    this.lookups = new Lookups(this, root, sources, problems);
  }

  /** Undefined while it is being found out. */
  public stage(): string | undefined {
    return this.lookups.stage();
  }

  public resolve(node: ConfigNode, path: ConfigPath, mode: Mode = 'text'): ConfigNode {
    if (node.kind === 'unknown' || (node.kind === 'scalar' && !hasVariable(node))) { return node; }
    const known = this.resolved[mode].get(node);
    if (known) { return known; }
    if (this.inProgress.has(node)) { return this.circle(node); }
    if (this.stack.length >= MAX_NESTING) {
      return this.problem(node.at, path, `variables refer to one another through more than ${MAX_NESTING} values; `
        + 'refer to the value itself');
    }
    this.inProgress.add(node);
    this.stack.push({ node, path });
    const value = this.once(node, path, mode);
    this.stack.pop();
    this.inProgress.delete(node);
    this.resolved[mode].set(node, value);
    return value;
  }

  /** What a text means that has to be known before anything is deployed; undefined where it has no value. */
  public textOf(template: Template, place: Place): string | undefined {
    const value = this.value(template, { ...place, mode: 'known' });
    if (value.kind === 'scalar') { return value.text; }
    if (value.kind !== 'unknown') {
      this.problem(place.at, place.path, piecesOf(value, 'text')
        ? 'a value that is known only when it is deployed is needed to find another one; of the region, pass options: { region: … }'
        : `got a ${value.kind} within a variable, expected a text`);
    }
    return undefined;
  }

  public problem(at: Position, path: ConfigPath, message: string): UnknownNode {
    this.problems.add(at, path, message);
    return { kind: 'unknown', at };
  }

  private once(node: ScalarNode | ListNode | MapNode, path: ConfigPath, mode: Mode): ConfigNode {
    switch (node.kind) {
      case 'scalar': return this.scalar(node, path, mode);
      case 'list': return this.list(node, path, () => 'text');
      case 'map': return this.map(node, path);
    }
  }

  private scalar(node: ScalarNode, path: ConfigPath, mode: Mode): ConfigNode {
    const parsed = parse(node.text, node.at.line === 0);
    if ('problem' in parsed) { return this.problem(node.at, path, parsed.problem); }
    const value = this.value(parsed.parts, { at: node.at, path, mode });
    return value.kind === 'scalar' ? { ...value, at: node.at } : value;
  }

  private list(node: ListNode, path: ConfigPath, modeOf: (index: number) => Mode): ListNode {
    const items = node.items.map((item, index) => this.resolve(item, [...path, index], modeOf(index)));
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  }

  private map(node: MapNode, path: ConfigPath): MapNode {
    const isSub = isFunction(node, 'Fn::Sub');
    const entries: MapEntry[] = [];
    for (const entry of node.entries) {
      const own = [...path, entry.key];
      if (hasVariable({ value: entry.key, at: entry.keyAt })) {
        this.problem(entry.keyAt, own, 'variables are not allowed in keys; write the key out');
        continue;
      }
      const value = isSub ? this.substituted(entry.value, own) : this.resolve(entry.value, own);
      entries.push(value === entry.value ? entry : { ...entry, value });
    }
    const unchanged = entries.length === node.entries.length && entries.every((entry, index) => entry === node.entries[index]);
    return unchanged ? node : withAttributeList({ ...node, entries }, path, this.problems);
  }

  /** What `Fn::Sub` takes: a text, or a list of the text and a map. */
  private substituted(node: ConfigNode, path: ConfigPath): ConfigNode {
    return node.kind === 'list' ? this.list(node, path, (index) => (index === 0 ? 'sub' : 'text')) : this.resolve(node, path, 'sub');
  }

  private value(template: Template, place: Place): ConfigNode {
    const only = onlyVariable(template);
    if (only && place.mode !== 'sub') { return this.variable(only, place); }
    const all: Piece[] = [];
    let failed = 0;
    for (const part of template) {
      const pieces = this.pieces(part, place);
      if (!pieces && ++failed === MAX_PROBLEMS) { break; }
      for (const piece of pieces ?? []) { all.push(piece); }
    }
    if (failed > 0) { return { kind: 'unknown', at: place.at }; }
    const before = this.characters;
    this.characters += all.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : INTRINSIC_LENGTH), 0);
    if (this.characters <= MAX_CHARACTERS) { return joined(all, place.at); }
    return before > MAX_CHARACTERS
      ? { kind: 'unknown', at: place.at }
      : this.problem(place.at, place.path,
        `the texts that variables make have more than ${MAX_CHARACTERS.toLocaleString('en')} characters in all; repeat less`);
  }

  /** Undefined where there is a problem. */
  private pieces(part: Part, place: Place): readonly Piece[] | undefined {
    if (typeof part === 'string') { return [part]; }
    switch (part.kind) {
      case 'escaped': return [place.mode === 'sub' ? '${!' : '${'];
      case 'foreign': return this.foreign(part.parts, part.text, place);
      case 'variable': {
        const value = this.variable(part, place);
        if (value.kind === 'unknown') { return undefined; }
        const pieces = piecesOf(value, place.mode);
        if (!pieces) {
          const got = value.kind === 'scalar' ? 'nothing (null)' : `a ${value.kind}`;
          this.problem(place.at, place.path, `${shown(part.text)} is ${got}, which cannot be within a text`);
        }
        return pieces;
      }
    }
  }

  private foreign(parts: Template, written: string, place: Place): readonly Piece[] | undefined {
    if (place.mode === 'sub') {
      const inner = this.textOf(parts, place);
      return inner === undefined ? undefined : [`\${${inner}}`];
    }
    const name = written.slice(2, -1).trim();
    if (isPseudoParameter(name)) { return [reference(name, place.at)]; }
    this.problem(place.at, place.path, `${shown(written)} is no variable; `
      + `to CloudFormation it means something within Fn::Sub (!Sub) only, and as ordinary text it is written \\${written.slice(0, 50)}`);
    return undefined;
  }

  private variable(variable: Variable, place: Place): ConfigNode {
    const found = this.find(variable, place);
    if (!('missing' in found)) { return found; }
    const isAdvised = variable.sources.length > 1 || found.missing.endsWith('?');
    const advice = isAdvised ? '' : "; correct it, or give a fallback after a comma: ${…, 'value'}";
    return this.problem(place.at, place.path, `${variable.text.slice(0, 100)} has no value: ${found.missing}${advice}`);
  }

  private find({ sources }: Variable, place: Place): Found {
    const reasons: string[] = [];
    for (const [index, source] of sources.entries()) {
      const found = this.source(source, index === sources.length - 1, place);
      if (!('missing' in found)) { return found; }
      reasons.push(found.missing);
    }
    return { missing: reasons.slice(0, 5).join('; ') };
  }

  private source(source: Source, isLast: boolean, place: Place): Found {
    switch (source.kind) {
      case 'literal': return { kind: 'scalar', value: source.value, text: source.text, at: place.at };
      case 'text': {
        const only = onlyVariable(source.parts);
        return only ? this.find(only, place) : this.value(source.parts, place);
      }
      case 'source': return this.lookups.find(source, isLast, place);
    }
  }

  private circle(node: ConfigNode): UnknownNode {
    const frames = this.stack.slice(this.stack.findIndex((frame) => frame.node === node));
    const variables = frames.filter((frame): frame is Frame<ScalarNode> => frame.node.kind === 'scalar');
    const names = [frames[0], ...variables.filter((frame) => frame !== frames[0])].map(({ path }) => pathText(path) || 'the file');
    const { node: { at, text }, path: where } = variables[variables.length - 1];
    const chain = [...names.slice(0, 5), ...(names.length > 5 ? ['…'] : []), names[0]].join(' → ');
    return this.problem(at, where, `${text.slice(0, 100)} comes back to itself: ${chain}`);
  }
}

/** The variable that is all of a text, and may be a map or a list then. */
function onlyVariable(template: Template): Variable | undefined {
  const [only, ...more] = template;
  return more.length === 0 && typeof only === 'object' && only.kind === 'variable' ? only : undefined;
}

/** Tokens, which only objects have, are written like variables. */
function hasVariable({ value, at }: Pick<ScalarNode, 'value' | 'at'>): boolean {
  if (typeof value !== 'string') { return false; }
  return (at.line === 0 ? value.replace(/\$\{Token\[[^\]}]*\]\}/g, '') : value).includes('${');
}
