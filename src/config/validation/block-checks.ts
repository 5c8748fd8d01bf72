import { ProblemSink } from './problem-sink';
import { got, nearest } from './words';
import { Block, Item, RESERVED_KEYS } from '../block';
import { frameworkLogicalId } from '../naming';
import { entryOf, MapNode } from '../node';

/** Top-level keys that a typo may have been meant for. */
const BLOCKS = ['agents', 'ai'];
const MAX_LOGICAL_ID = 255;
/** The longest that is put behind a name, and what a role adds to it. */
const LONGEST_SUFFIX = 'CodeInterpreterRole';
/** Keys that agents have, and that nothing else has. */
const ONLY_OF_AGENTS = ['artifact', 'handler', 'runtime', 'environment', 'protocol', 'lifecycle', 'endpoints', 'authorizer'];

/** Whether there is one block that is about agents. */
export function checkBlock(root: MapNode, problems: ProblemSink): void {
  const [agents, ai] = BLOCKS.map((key) => entryOf(root, key));
  if (agents && ai) {
    problems.add(agents.keyAt, [], 'got agents and ai, expected one of them; put what is below agents into ai, agents themselves below ai.agents');
  } else if (!agents && !ai) {
    const meant = root.entries.find(({ key }) => nearest(key, BLOCKS));
    problems.add(meant?.keyAt ?? root.at, [], meant
      ? `unknown key ${JSON.stringify(meant.key)}; did you mean ${JSON.stringify(nearest(meant.key, BLOCKS))}?`
      : 'agents is missing; add agents: { <name>: {} }, or ai:, where agents, code interpreters and browsers are described');
  }
}

/** An agent that is called like a part of the block is read as that part. */
export function checkReservedNames(root: MapNode, problems: ProblemSink): ReadonlySet<string> {
  const misnamed = new Set<string>();
  const agents = entryOf(root, 'agents');
  for (const key of RESERVED_KEYS) {
    const entry = entryOf(agents?.value, key);
    const telling = entry?.value.kind === 'map' && entry.value.entries.find((each) => ONLY_OF_AGENTS.includes(each.key) && ['list', 'scalar'].includes(each.value.kind));
    if (entry && telling) {
      misnamed.add(key);
      problems.add(entry.keyAt, ['agents', key],
        `${key} is a key of its own below agents, ${got(telling.value)} for ${telling.key}, as an agent has it; give the agent another name, or use ai: { agents: … }`);
    }
  }
  return misnamed;
}

/** Names become logical ids, in which a dash takes four letters. */
export function checkNames({ agents, browsers, codeInterpreters }: Block, problems: ProblemSink): void {
  const tooLong = ({ name }: Item): boolean => frameworkLogicalId(name, LONGEST_SUFFIX).length > MAX_LOGICAL_ID;
  for (const { at, path } of [...agents, ...browsers, ...codeInterpreters].filter(tooLong)) {
    problems.add(at, path, `the name makes a logical id of more than ${MAX_LOGICAL_ID} characters; shorten it`);
  }
}
