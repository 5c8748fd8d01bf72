import { ProblemSink } from './problem-sink';
import { textAt } from './text-at';
import { Item } from '../block';
import { entryOf, valueOf } from '../node';

/** Subnets and security groups are for VPC mode. That VPC mode has them is in the schema. */
export function checkNetwork({ node, path }: Item, fallback: string, problems: ProblemSink): void {
  const network = valueOf(node, 'network');
  const mode = entryOf(network, 'mode') ? textAt(network, 'mode')?.toUpperCase() : fallback;
  if (mode === undefined || mode === 'VPC') { return; }
  const useless = ['subnets', 'securityGroups'].map((key) => entryOf(network, key)).find((entry) => entry !== undefined);
  if (useless) {
    problems.add(useless.keyAt, [...path, 'network'], `${useless.key} is for VPC mode, and the mode is ${mode}; write mode: VPC, or remove ${useless.key}`);
  }
}
