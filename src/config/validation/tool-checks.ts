import { ProblemSink } from './problem-sink';
import { textAt } from './text-at';
import { didYouMean, listed } from './words';
import { AWS_MANAGED_BROWSER_ID, AWS_MANAGED_CODE_INTERPRETER_ID } from '../../private/service';
import { Block, Item } from '../block';
import { valueOf } from '../node';

/** The interpreter and the browser that an agent names must be there. */
export function checkTools({ agents, browsers, codeInterpreters }: Block, problems: ProblemSink): void {
  const check = (key: string, part: string, items: readonly Item[], managed: string): void => {
    const names = [...items.map((item) => item.name), managed];
    const known = new Set(names);
    for (const { node, path } of agents) {
      const value = valueOf(node, key);
      const name = textAt(value);
      if (name === undefined || known.has(name)) { continue; }
      problems.add(value!.at, [...path, key],
        `nothing below ${part} is called ${JSON.stringify(name)}, allowed: ${listed(names)}${didYouMean(name, names)}`);
    }
  };
  check('codeInterpreter', 'codeInterpreters', codeInterpreters, AWS_MANAGED_CODE_INTERPRETER_ID);
  check('browser', 'browsers', browsers, AWS_MANAGED_BROWSER_ID);
}
