/** Code that fits on one line, or is broken inside its brackets. */
export type Layout = string | readonly Layout[] | Brackets;

export interface Brackets {
  readonly open: string;
  readonly items: readonly Layout[];
  readonly close: string;
  /** Whether a space goes inside the brackets of one line. */
  readonly spaced?: boolean;
  /** Whether one line does without the brackets. */
  readonly bare?: boolean;
  /** How many of the items share the first line when the others get one each. */
  readonly together?: number;
}

export interface LayoutStyle {
  readonly indent: string;
  readonly width: number;
}

/** Brings a layout into lines. */
export class Layouter {
  constructor(private readonly style: LayoutStyle) {}

  /** The lines of a layout whose first one is indented so many times. */
  public lines(layout: Layout, depth = 0): string {
    const indent = this.style.indent.repeat(depth);
    return indent + this.write(layout, indent, indent.length, 0);
  }

  /**
   * @param column where the layout begins
   * @param after how many characters follow on its last line
   */
  private write(layout: Layout, indent: string, column: number, after: number): string {
    const line = flat(layout);
    if (typeof layout === 'string' || column + line.length + after <= this.style.width) { return line; }
    return isBrackets(layout) ? this.broken(layout, indent, column, after) : this.sequence(layout, indent, column, after);
  }

  /** The longest part that can be broken is; the others stay on their lines if they can. */
  private sequence(parts: readonly Layout[], indent: string, column: number, after: number): string {
    const lengths = parts.map((part) => (canBreak(part) ? flat(part).length : -1));
    const longest = lengths.lastIndexOf(Math.max(...lengths));
    const tail = flat(parts.slice(longest + 1)).length + after;
    let written = '';
    let start = column;
    parts.forEach((part, index) => {
      const text = this.write(part, indent, start, index === longest ? tail : 0);
      const newline = text.lastIndexOf('\n');
      start = newline < 0 ? start + text.length : text.length - newline - 1;
      written += text;
    });
    return written;
  }

  private broken({ open, items, close, together }: Brackets, indent: string, column: number, after: number): string {
    if (items.length === 0) { return open + close; }
    if (together === undefined) {
      const first = flat(items.slice(0, -1).flatMap((item) => [item, ', ']));
      const last = items[items.length - 1];
      // `f(a, {` keeps the brackets of the last argument on the line of the call.
      const start = column + open.length + first.length;
      if (open === '(' && (hugs(last) || (items.length === 1 && isCall(last))) && start < this.style.width) {
        return open + first + this.write(last, indent, start, after + close.length) + close;
      }
    }
    const inner = indent + this.style.indent;
    const head = flat(items.slice(0, together ?? 0).flatMap((item, index) => (index === 0 ? [item] : [', ', item])));
    const joins = head !== '' && inner.length + head.length + 1 <= this.style.width;
    const rows = (joins ? [head, ...items.slice(together)] : items).map((item) => `${inner}${this.write(item, inner, inner.length, 1)},\n`);
    return `${open}\n${rows.join('')}${indent}${close}`;
  }
}

/** On one line. */
export function flat(layout: Layout): string {
  if (typeof layout === 'string') { return layout; }
  if (!isBrackets(layout)) { return layout.map(flat).join(''); }
  const inside = layout.items.map(flat).join(', ');
  if (layout.bare) { return inside; }
  const space = layout.spaced && inside !== '' ? ' ' : '';
  return `${layout.open}${space}${inside}${space}${layout.close}`;
}

function isBrackets(layout: Layout): layout is Brackets {
  return typeof layout === 'object' && 'open' in layout;
}

function canBreak(layout: Layout): boolean {
  if (typeof layout === 'string') { return false; }
  return isBrackets(layout) ? layout.items.length > 0 : layout.some(canBreak);
}

function hugs(layout: Layout): boolean {
  return isBrackets(layout) && canBreak(layout);
}

/** `f(…)`, and not `f(…).g` */
function isCall(layout: Layout): boolean {
  return Array.isArray(layout) && hugs(layout[layout.length - 1]) && layout.filter(canBreak).length === 1;
}
