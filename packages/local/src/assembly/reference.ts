import { isRecord, StackTemplate } from './template.js';

/** A resource of some stack of the assembly. */
export interface ResourceReference {
  readonly stack: StackTemplate;
  readonly logicalId: string;
  /** Left out: what `Ref` gives. */
  readonly attribute?: string;
}

/** Longer chains than any app has; a chain that leads back to itself ends here. */
const LONGEST_CHAIN = 32;

/** Follows references through exports, outputs and parameters of nested stacks, to the resource they come from. */
export class ReferenceResolver {
  public constructor(private readonly stacks: readonly StackTemplate[]) {}

  public resolve(stack: StackTemplate, value: unknown, steps = 0): ResourceReference | undefined {
    if (!isRecord(value) || steps > LONGEST_CHAIN) { return undefined; }
    const [name] = Object.keys(value);
    const argument = name === undefined ? undefined : value[name];
    switch (name) {
      case 'Ref': return typeof argument === 'string' ? this.ref(stack, argument, steps) : undefined;
      case 'Fn::GetAtt': return this.attribute(stack, argument, steps);
      case 'Fn::ImportValue': return this.exported(argument, steps);
      case 'Fn::GetStackOutput': return isRecord(argument) ? this.stackOutput(argument, steps) : undefined;
      default: return undefined;
    }
  }

  private ref(stack: StackTemplate, name: string, steps: number): ResourceReference | undefined {
    if (stack.template.Resources?.[name]) { return { stack, logicalId: name }; }
    if (!stack.parent) { return undefined; }
    const parameters = stack.parent.stack.template.Resources?.[stack.parent.logicalId]?.Properties?.Parameters;
    return isRecord(parameters) ? this.resolve(stack.parent.stack, parameters[name], steps + 1) : undefined;
  }

  private attribute(stack: StackTemplate, argument: unknown, steps: number): ResourceReference | undefined {
    const [logicalId, attribute] = typeof argument === 'string' ? splitOnce(argument) : Array.isArray(argument) ? argument : [];
    if (typeof logicalId !== 'string' || typeof attribute !== 'string') { return undefined; }
    const nested = stack.nested.get(logicalId);
    if (!nested) { return stack.template.Resources?.[logicalId] && { stack, logicalId, attribute }; }
    return this.resolve(nested, nested.template.Outputs?.[attribute.replace(/^Outputs\./, '')]?.Value, steps + 1);
  }

  private exported(name: unknown, steps: number): ResourceReference | undefined {
    const wanted = JSON.stringify(name);
    for (const stack of this.stacks) {
      for (const output of Object.values(stack.template.Outputs ?? {})) {
        if (output.Export && JSON.stringify(output.Export.Name) === wanted) { return this.resolve(stack, output.Value, steps + 1); }
      }
    }
    return undefined;
  }

  private stackOutput(argument: Readonly<Record<string, unknown>>, steps: number): ResourceReference | undefined {
    const stack = this.stacks.find(({ stackName, parent }) => !parent && stackName === argument.StackName);
    const output = typeof argument.OutputName === 'string' ? stack?.template.Outputs?.[argument.OutputName] : undefined;
    return stack && output && this.resolve(stack, output.Value, steps + 1);
  }
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [] : [text.slice(0, dot), text.slice(dot + 1)];
}
