import { Resolver } from './resolver';
import type { VariableSources } from './sources';
import { ConfigNode, MapEntry } from '../node';
import { Problems } from '../problem';

/** What something is made of. The rest counts where a variable refers to it, and may have variables that only the framework knows. */
const READ = ['service', 'agents', 'ai', 'resources'];
const READ_OF_PROVIDER = ['name', 'stage', 'region'];

/**
 * Puts values in the place of variables, in what is read of a file.
 *
 * A text, number or boolean is where its variable is written; a map or list is where it is written itself, as that is
 * where its author changes it. What has no value is unknown, and a problem.
 */
export function resolveVariables(root: ConfigNode, sources: VariableSources, problems: Problems): ConfigNode {
  const resolver = new Resolver(root, sources, problems);
  resolver.stage();
  if (root.kind !== 'map') { return root; }
  return {
    ...root,
    entries: root.entries.map((entry): MapEntry => {
      if (READ.includes(entry.key)) { return { ...entry, value: resolver.resolve(entry.value, [entry.key]) }; }
      return entry.key === 'provider' ? { ...entry, value: provider(entry.value, resolver) } : entry;
    }),
  };
}

function provider(node: ConfigNode, resolver: Resolver): ConfigNode {
  if (node.kind !== 'map') { return resolver.resolve(node, ['provider']); }
  return {
    ...node,
    entries: node.entries.map((entry) => (
      READ_OF_PROVIDER.includes(entry.key) ? { ...entry, value: resolver.resolve(entry.value, ['provider', entry.key]) } : entry
    )),
  };
}
