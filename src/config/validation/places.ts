import { ConfigNode, ConfigPath, MapEntry, MapNode, Position } from '../node';

/** A value, and where it is. */
export interface Place {
  readonly node: ConfigNode;
  readonly path: ConfigPath;
  /** Where its key is, or it itself if it has none. */
  readonly keyAt: Position;
}

/** Finds values by the JSON pointers that Ajv gives. */
export class Places {
  private readonly entries = new Map<MapNode, Map<string, MapEntry>>();

  constructor(private readonly root: ConfigNode) {}

  public at(pointer: string): Place {
    const keys = pointer.split('/').slice(1).map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
    return keys.reduce<Place>((place, key) => this.below(place, key), { node: this.root, path: [], keyAt: this.root.at });
  }

  /** The value of a key, or an item, that is there. */
  public below({ node, path }: Place, key: string): Place {
    if (node.kind === 'list') {
      const item = node.items[Number(key)];
      return { node: item, path: [...path, Number(key)], keyAt: item.at };
    }
    const entry = this.entriesOf(node as MapNode).get(key)!;
    return { node: entry.value, path: [...path, key], keyAt: entry.keyAt };
  }

  private entriesOf(node: MapNode): Map<string, MapEntry> {
    let entries = this.entries.get(node);
    if (!entries) {
      entries = new Map(node.entries.map((entry) => [entry.key, entry]));
      this.entries.set(node, entries);
    }
    return entries;
  }
}
