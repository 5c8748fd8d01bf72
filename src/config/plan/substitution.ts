/** A part of an `Fn::Sub` text: as it is, or what stands for a logical id, an attribute of it, or a variable. */
export type Substitution =
  | { readonly literal: string }
  | { readonly name: string; readonly logicalId: string; readonly attribute?: string };

/** `${Name}`, `${Name.Attribute}`, `${AWS::Region}`, and `${!Literal}` for a literal `${Literal}`. */
export function substitution(template: string): Substitution[] {
  return template.split(/(\$\{[^{}]*\})/).filter((part) => part !== '').map((part) => {
    const inner = /^\$\{([^{}]*)\}$/.exec(part)?.[1].trim();
    // A token of CDK looks like a reference.
    if (inner === undefined || inner.startsWith('Token[')) { return { literal: part }; }
    if (inner.startsWith('!')) { return { literal: `\${${inner.slice(1)}}` }; }
    const dot = inner.indexOf('.');
    return dot < 0
      ? { name: inner, logicalId: inner }
      : { name: inner, logicalId: inner.slice(0, dot), attribute: inner.slice(dot + 1) };
  });
}
