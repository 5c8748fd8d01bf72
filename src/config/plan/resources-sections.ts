import { ConfigNode, ConfigPath, MapNode, Position } from '../node';
import { Problems } from '../problem';
import { kindOf, unknownKey } from './resources-words';

/** The parts of a template whose entries have names. */
const NAMED = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs', 'Metadata'] as const;
/** The parts that are one value each. */
const SINGLE = ['Description', 'Transform'] as const;
/** What is legal there and has no effect here: `extensions` has a note of its own. */
const IGNORED = ['AWSTemplateFormatVersion', 'extensions'];
const UNBUILT = ['Rules', 'Hooks'];

type Named = typeof NAMED[number];
type Single = typeof SINGLE[number];

/** One named part of a template. */
export interface Entry {
  readonly id: string;
  readonly at: Position;
  readonly path: ConfigPath;
  readonly node: ConfigNode;
}

/** What `resources:` adds to the template. */
export type Sections = Readonly<Record<Named | Single, readonly Entry[]>>;

/** `resources:` is a part of a template, or a list of such parts, which are merged. */
export function sectionsOf(resources: ConfigNode | undefined, problems: Problems): Sections {
  const sections = new Map<string, Map<string, Entry>>([...NAMED, ...SINGLE].map((name) => [name, new Map()]));
  const add = (section: string, entry: Entry): void => {
    const entries = sections.get(section)!;
    const same = entries.get(entry.id);
    entries.set(entry.id, same ? { ...same, node: merged(same.node, entry.node, entry.path, problems) } : entry);
  };
  for (const { node, path } of fragmentsOf(resources, problems)) {
    for (const { key, keyAt, value } of node.entries) {
      const here = [...path, key];
      if (isOne(SINGLE, key)) {
        add(key, { id: key, at: value.at, path: here, node: value });
      } else if (isOne(NAMED, key)) {
        for (const entry of entriesOf(value, here, problems)) { add(key, entry); }
      } else if (UNBUILT.includes(key)) {
        problems.add(keyAt, here, `${key} are not built here; define them in code, with Cfn${key.slice(0, -1)} of aws-cdk-lib`);
      } else if (!IGNORED.includes(key)) {
        problems.add(keyAt, here, unknownKey(key, [...NAMED, ...SINGLE, ...IGNORED]));
      }
    }
  }
  return Object.fromEntries([...sections].map(([name, entries]) => [name, [...entries.values()]])) as unknown as Sections;
}

interface Fragment {
  readonly node: MapNode;
  readonly path: ConfigPath;
}

function fragmentsOf(resources: ConfigNode | undefined, problems: Problems): Fragment[] {
  if (!resources) { return []; }
  const path = ['resources'];
  const parts: { node: ConfigNode; path: ConfigPath }[] = resources.kind === 'list'
    ? resources.items.map((node, index) => ({ node, path: [...path, index] }))
    : [{ node: resources, path }];
  return parts.filter((part): part is Fragment => isMap(part.node, part.path, problems));
}

function entriesOf(section: ConfigNode, path: ConfigPath, problems: Problems): Entry[] {
  return isMap(section, path, problems)
    ? section.entries.map(({ key, keyAt, value }) => ({ id: key, at: keyAt, path: [...path, key], node: value }))
    : [];
}

/** Nothing is a map without entries: all of them may be commented out. */
function isMap(node: ConfigNode, path: ConfigPath, problems: Problems): node is MapNode {
  const isNothing = node.kind === 'scalar' && node.value === null;
  if (node.kind !== 'map' && node.kind !== 'unknown' && !isNothing) {
    problems.add(node.at, path, `got ${kindOf(node)}, allowed: a map`);
  }
  return node.kind === 'map';
}

/** Maps are merged; of all else the later one counts, as with the framework. */
function merged(earlier: ConfigNode, later: ConfigNode, path: ConfigPath, problems: Problems): ConfigNode {
  if (earlier.kind === 'map' && later.kind === 'map') {
    const entries = new Map(earlier.entries.map((entry) => [entry.key, entry]));
    for (const entry of later.entries) {
      const same = entries.get(entry.key);
      entries.set(entry.key, same ? { ...same, value: merged(same.value, entry.value, [...path, entry.key], problems) } : entry);
    }
    return { ...earlier, entries: [...entries.values()] };
  }
  if (earlier.kind === 'list' && later.kind === 'list') {
    const { file, line } = earlier.at;
    problems.add(later.at, path, `this list is given already, at ${file}:${line}; keep one of the two`);
  }
  return later;
}

function isOne<T extends string>(names: readonly T[], key: string): key is T {
  return (names as readonly string[]).includes(key);
}
