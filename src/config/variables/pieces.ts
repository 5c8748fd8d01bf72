import { isFunction } from '../cloudformation-tags';
import { ConfigNode, MapNode, Position } from '../node';

/** A part of a text: itself, or a CloudFormation intrinsic that stands for it. */
export type Piece = string | MapNode;

/**
 * What a text is for. `sub` is the text of `Fn::Sub`, which has a language of its own; `known` has to be known before
 * anything is deployed, as it decides what another variable stands for.
 */
export type Mode = 'text' | 'sub' | 'known';

export function reference(logicalId: string, at: Position): MapNode {
  return intrinsic('Ref', text(logicalId, at), at);
}

export function text(value: string, at: Position): ConfigNode {
  return { kind: 'scalar', value, text: value, at };
}

/** A text that is to be no reference to CloudFormation. */
export function plain(value: string, mode: Mode): string {
  return mode === 'sub' ? value.replace(/\$\{(?!Token\[)/g, '${!') : value;
}

/** What a value is within a text; undefined where it cannot be in one. */
export function piecesOf(node: ConfigNode, mode: Mode): readonly Piece[] | undefined {
  if (node.kind === 'scalar') { return node.value === null ? undefined : [node.text]; }
  if (node.kind !== 'map' || node.entries.length !== 1) { return undefined; }
  const [{ key, value }] = node.entries;
  if (key !== 'Ref' && !key.startsWith('Fn::')) { return undefined; }
  const parts = partsOfJoin(node);
  if (parts) {
    const pieces = parts.map((item) => (item.kind === 'scalar' ? [plain(item.text, mode)] : piecesOf(item, mode)));
    return pieces.some((each) => each === undefined) ? undefined : pieces.flatMap((each) => each!);
  }
  if (mode !== 'sub') { return [node]; }
  if (key === 'Fn::Sub' && value.kind === 'scalar') { return [value.text]; }
  const names = key === 'Ref' ? [value] : key === 'Fn::GetAtt' && value.kind === 'list' ? value.items : [];
  return names.length > 0 && names.every((name) => name.kind === 'scalar')
    ? [`\${${names.map((name) => (name as { text: string }).text).join('.')}}`]
    : undefined;
}

/** A text, or the `Fn::Join` that makes it. */
export function joined(pieces: readonly Piece[], at: Position): ConfigNode {
  const parts: Piece[] = [];
  for (const piece of pieces) {
    const last = parts[parts.length - 1];
    if (typeof piece === 'string' && typeof last === 'string') {
      parts[parts.length - 1] = last + piece;
    } else if (piece !== '') {
      parts.push(piece);
    }
  }
  const nodes = parts.map((part) => (typeof part === 'string' ? text(part, at) : part));
  if (nodes.length <= 1) { return nodes[0] ?? text('', at); }
  return intrinsic('Fn::Join', { kind: 'list', at, items: [text('', at), { kind: 'list', at, items: nodes }] }, at);
}

/** The items of a `Fn::Join` with nothing between them. */
function partsOfJoin(node: MapNode): readonly ConfigNode[] | undefined {
  const [{ value }] = node.entries;
  if (!isFunction(node, 'Fn::Join') || value.kind !== 'list') { return undefined; }
  const [delimiter, items] = value.items;
  return delimiter?.kind === 'scalar' && delimiter.value === '' && items?.kind === 'list' ? items.items : undefined;
}

function intrinsic(key: string, value: ConfigNode, at: Position): MapNode {
  return { kind: 'map', at, entries: [{ key, keyAt: at, value }] };
}
