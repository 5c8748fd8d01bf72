/** As much of a CloudFormation template as is looked at. All of it is checked when it is used: templates are written by others. */
export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

export interface Resource {
  readonly Type?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Output {
  readonly Value?: unknown;
  readonly Export?: { readonly Name?: unknown };
}

/** A stack of an assembly, or one nested in another. */
export interface StackTemplate {
  /** Tells stacks of one assembly apart: artifact ids, then logical ids of nested stacks. */
  readonly key: string;
  /** For people: the construct path where the manifest has it. */
  readonly title: string;
  readonly stackName: string;
  readonly template: Template;
  /** For a nested stack: where it is nested. */
  readonly parent?: { readonly stack: StackTemplate; readonly logicalId: string };
  /** Nested stacks by logical id. */
  readonly nested: ReadonlyMap<string, StackTemplate>;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The resources of one type, by logical id. */
export function resourcesOfType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources ?? {}).filter(([, resource]) => isRecord(resource) && resource.Type === type);
}

/** Literals as they are, intrinsic functions as their JSON. */
export function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) { return undefined; }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
