/** Where references of a template are looked up. */
export interface References {
  /** What Ref gives: of a resource, a parameter or a pseudo parameter. Undefined for AWS::NoValue. */
  ref(logicalId: string): string | undefined;
  attribute(logicalId: string, name: string): string;
  importValue(name: string): string;
}

/**
 * Replaces the intrinsic functions in a part of a template by their values.
 *
 * Fails on functions that it does not know.
 */
export function resolveIntrinsics(value: unknown, references: References): unknown {
  const resolve = (one: unknown): unknown => resolveIntrinsics(one, references);

  if (Array.isArray(value)) {
    return value.map(resolve).filter(one => one !== undefined);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[name, argument] = [], ...others] = Object.entries(value);
  if (others.length === 0 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
    return call(name, argument, resolve, references);
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]).filter(([, one]) => one !== undefined));
}

function call(name: string, argument: unknown, resolve: (one: unknown) => unknown, references: References): unknown {
  switch (name) {
    case 'Ref':
      return references.ref(argument as string);
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = [argument].flat().join('.').split('.');
      return references.attribute(logicalId, attribute.join('.'));
    }
    case 'Fn::ImportValue':
      return references.importValue(resolve(argument) as string);
    case 'Fn::Join': {
      const [delimiter, parts] = argument as [string, unknown];
      return (resolve(parts) as string[]).join(delimiter);
    }
    case 'Fn::Split': {
      const [delimiter, text] = argument as [string, unknown];
      return (resolve(text) as string).split(delimiter);
    }
    case 'Fn::Select': {
      const [index, items] = argument as [number | string, unknown];
      return selected(resolve(items) as unknown[], Number(index));
    }
    case 'Fn::Sub': {
      const [template, variables] = [argument].flat() as [string, object?];
      return substituted(template, resolve(variables ?? {}) as { [name: string]: string }, references);
    }
    default:
      throw new Error(`intrinsic function not supported: ${name}`);
  }
}

function selected(items: unknown[], index: number): unknown {
  if (items[index] === undefined) {
    throw new Error(`Fn::Select: no item ${index} in ${JSON.stringify(items)}`);
  }
  return items[index];
}

function substituted(template: string, variables: { [name: string]: string }, references: References): string {
  return template.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) { return `\${${name}}`; }
    if (Object.hasOwn(variables, name)) { return variables[name]; }
    const [logicalId, ...attribute] = name.split('.');
    return attribute.length > 0 ? references.attribute(logicalId, attribute.join('.')) : references.ref(logicalId) ?? '';
  });
}
