import { ConfigNode } from '../node';

/** How many values aliases and variables may repeat in one file. */
const MAX_REPEATED_VALUES = 100_000;

/** Said where there are more, once for each file. */
const TOO_MANY_VALUES = `this repeats more than ${MAX_REPEATED_VALUES.toLocaleString('en')} values in all; `
  + 'repeat less, or write smaller files';

/**
 * Bounds what a file grows to. A part that is used in many places is one object in memory, but each step after reading
 * visits each place: ten lines of ten aliases each are ten billion places.
 */
export class Expansion {
  private readonly sizes = new Map<ConfigNode, number>();
  private repeated = 0;
  private said = false;

  /** Whether `node` may be used once more; says that there are too many through `refuse`, once. */
  public repeat(node: ConfigNode, refuse: (message: string) => void): boolean {
    this.repeated += this.sizeOf(node);
    if (this.repeated <= MAX_REPEATED_VALUES) { return true; }
    if (!this.said) { refuse(TOO_MANY_VALUES); }
    this.said = true;
    return false;
  }

  private sizeOf(node: ConfigNode): number {
    const known = this.sizes.get(node);
    if (known !== undefined) { return known; }
    const size = partsOf(node).reduce((sum, part) => sum + this.sizeOf(part), 1);
    this.sizes.set(node, size);
    return size;
  }
}

function partsOf(node: ConfigNode): readonly ConfigNode[] {
  if (node.kind === 'list') { return node.items; }
  return node.kind === 'map' ? node.entries.map(({ value }) => value) : [];
}
