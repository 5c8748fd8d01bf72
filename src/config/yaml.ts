import { ConfigNode, ScalarNode } from './node';
import { Problems } from './problem';
import { compose } from './reading/compose';
import { NodeReader } from './reading/node-reader';
import { SourceText } from './reading/source-text';

/**
 * Reads a configuration in YAML or JSON.
 *
 * @returns undefined where there is no map to go on with, about which there is a problem then
 */
export function readYaml(text: string, file: string, problems: Problems): ConfigNode | undefined {
  const root = readYamlValue(text, file, problems);
  if (root === undefined || root.kind === 'map') { return root; }
  if (root.kind !== 'unknown') {
    problems.add(root.at, [], isEmpty(root)
      ? 'the file is empty, expected a configuration with a block "agents" or "ai"'
      : `got a ${root.kind === 'list' ? 'list' : 'text'}, expected a configuration with a block "agents" or "ai"`);
  }
  return undefined;
}

/** Reads any value in YAML or JSON; undefined where the text is no valid YAML. */
export function readYamlValue(text: string, file: string, problems: Problems): ConfigNode | undefined {
  const source = new SourceText(text, file);
  const before = problems.count;
  const contents = compose(source, problems)?.contents;
  if (problems.count > before) { return undefined; }
  return contents ? new NodeReader(source, problems).read(contents, []) : { kind: 'scalar', value: null, text: '', at: source.at(0) };
}

function isEmpty(node: ConfigNode): node is ScalarNode {
  return node.kind === 'scalar' && node.value === null;
}
