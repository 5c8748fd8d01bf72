import { createHash } from 'crypto';
import {
  CfnElement, CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Token, Tokenization,
} from 'aws-cdk-lib/core';

/**
 * The properties whose change makes CloudFormation replace a resource, for the types that a code interpreter can
 * point to. When one of those is replaced, its id changes, and with it a create-only property of the interpreter.
 *
 * A test compares this table with AWS's own service specification.
 */
export const CREATE_ONLY_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::SecurityGroup': ['GroupDescription', 'GroupName', 'VpcId'],
  'AWS::EC2::Subnet': [
    'AvailabilityZone', 'AvailabilityZoneId', 'CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength',
    'Ipv6IpamPoolId', 'Ipv6Native', 'Ipv6NetmaskLength', 'OutpostArn', 'VpcId',
  ],
  'AWS::EC2::VPC': ['CidrBlock', 'Ipv4IpamPoolId', 'Ipv4NetmaskLength', 'VpcEncryptionControl'],
  'AWS::IAM::Role': ['Path', 'RoleName'],
  'AWS::SecretsManager::Secret': ['Name'],
};

/**
 * Eight hexadecimal digits that change whenever CloudFormation replaces `resource`: when its logical id or the value
 * of one of `properties` changes, or when something that it refers to is itself replaced. Overrides of properties
 * that are in neither list count as well: they may be newer than this version.
 *
 * Known at synthesis only: what a parameter or an imported value holds at deployment is not seen.
 */
export function replacementFingerprint(
  resource: CfnResource, properties: readonly string[], ignored: readonly string[], context: IResolveContext,
): string {
  const fingerprint = new Fingerprint(context);
  const own = fingerprint.of(resource, properties, (name) => !ignored.includes(name));
  return createHash('sha256').update(canonical([fingerprint.logicalIdOf(resource), own, fingerprint.referenced])).digest('hex').slice(0, 8);
}

class Fingerprint {
  /** What would replace each resource that was referred to, by where it is. */
  public readonly referenced: Record<string, unknown> = {};
  private readonly resolver = new FingerprintResolver(this);

  constructor(private readonly context: IResolveContext) {}

  public of(resource: CfnResource, properties: readonly string[], overridable: (name: string) => boolean): unknown {
    return this.plain({ ...valuesOf(resource, properties), overrides: overridesOf(resource, overridable) }, resource);
  }

  /** The same from every stack, where the rendered reference depends on who refers. */
  public reference(reference: Reference): string | undefined {
    const element = reference.target;
    if (!CfnElement.isCfnElement(element)) { return undefined; }
    const stack = Stack.of(element);
    const stackName = Token.isUnresolved(stack.stackName) ? stack.node.path : stack.stackName;
    const identity = `${stackName}/${this.logicalIdOf(element)}`;
    const createOnly = CfnResource.isCfnResource(element) ? CREATE_ONLY_PROPERTIES[element.cfnResourceType] : undefined;
    if (createOnly && !(identity in this.referenced)) {
      this.referenced[identity] = undefined; // cuts a cycle
      this.referenced[identity] = this.of(element as CfnResource, createOnly, (name) => createOnly.includes(name));
    }
    return `${identity}.${reference.displayName}`;
  }

  /** The same as `stack.resolve(element.logicalId)`, in a fraction of the time. */
  public logicalIdOf(element: CfnElement): string {
    return Tokenization.reverseCompleteString(element.logicalId)?.resolve(this.context) ?? element.logicalId;
  }

  /** Resolves the usual values by itself, which takes a tenth of the time, and leaves the others to a resolver. */
  private plain(value: unknown, scope: CfnResource): unknown {
    if (typeof value === 'string') {
      if (!Token.isUnresolved(value)) { return value; }
      const fragments = Tokenization.reverseString(value);
      const token = fragments.length === 1 ? fragments.firstToken : undefined;
      return token && Reference.isReference(token) && this.reference(token) || this.resolved(value, scope);
    }
    if (Token.isUnresolved(value)) { return this.resolved(value, scope); }
    if (value === null || typeof value !== 'object') { return value; }
    if (Array.isArray(value)) { return value.map((element) => this.plain(element, scope)); }
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, this.plain(element, scope)]));
  }

  private resolved(value: unknown, scope: CfnResource): unknown {
    return Tokenization.resolve(value, { scope, resolver: this.resolver, preparing: false });
  }
}

class FingerprintResolver extends DefaultTokenResolver {
  constructor(private readonly fingerprint: Fingerprint) {
    super({ join: (left: unknown, right: unknown) => [left, right] });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) && this.fingerprint.reference(token) || super.resolveToken(token, context, postProcessor);
  }
}

/** The properties of an L1, as its setters have left them. */
function valuesOf(resource: CfnResource, properties: readonly string[]): Record<string, unknown> {
  const typed = resource as unknown as Record<string, unknown>;
  const untyped = (resource as unknown as Internals)._cfnProperties;
  const values: Record<string, unknown> = {};
  for (const name of properties) {
    values[name] = typed[name.charAt(0).toLowerCase() + name.slice(1)] ?? untyped?.[name];
  }
  return values;
}

/** What `addPropertyOverride()` and its like were given. */
function overridesOf(resource: CfnResource, overridable: (name: string) => boolean): unknown {
  const overrides = Object.entries((resource as unknown as Internals).rawOverrides?.Properties ?? {}).filter(([name]) => overridable(name));
  return overrides.length === 0 ? undefined : deletionsShown(Object.fromEntries(overrides));
}

/** An override that deletes holds undefined, which has to be told from a value that was never there. */
function deletionsShown(value: unknown): unknown {
  if (value === undefined) { return '<deleted>'; }
  if (value === null || typeof value !== 'object' || Array.isArray(value) || Token.isUnresolved(value)) { return value; }
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, deletionsShown(element)]));
}

/** What an L1 keeps to itself; private in aws-cdk-lib, and tested on both ends of the peer range. */
interface Internals {
  /** The properties of a resource that has no class of its own. */
  readonly _cfnProperties?: Record<string, unknown>;
  readonly rawOverrides?: { readonly Properties?: Record<string, unknown> };
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => {
    return v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v;
  });
}
