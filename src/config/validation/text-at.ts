import { ConfigNode, ConfigPath, valueOf } from '../node';

/** The text of a scalar; undefined for all else, about which there are problems of their own. */
export function textAt(node: ConfigNode | undefined, ...path: ConfigPath): string | undefined {
  const value = valueOf(node, ...path);
  return value?.kind === 'scalar' && value.value !== null ? value.text : undefined;
}
