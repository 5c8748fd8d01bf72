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
  const text = new FingerprintText(context).of(resource, properties, (name) => !ignored.includes(name));
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** Written in one pass, because it is written for every interpreter of an app, more than once. */
class FingerprintText {
  /** What would replace each resource that is referred to, by where it is. */
  private readonly referenced = new Map<string, string>();
  private readonly resolver = new ReferenceResolver((reference) => this.ofReference(reference));

  constructor(private readonly context: IResolveContext) {}

  public of(resource: CfnResource, properties: readonly string[], overridable: (name: string) => boolean): string {
    const own = `${this.logicalIdOf(resource)}{${this.ofProperties(resource, properties, overridable)}}`;
    const referenced = [...this.referenced].map(([identity, text]) => `${identity}{${text}}`).sort();
    return [own, ...referenced].join('\n');
  }

  private ofProperties(resource: CfnResource, properties: readonly string[], overridable: (name: string) => boolean): string {
    const typed = resource as unknown as Record<string, unknown>;
    const { _cfnProperties: untyped, rawOverrides } = resource as unknown as Internals;
    const values = properties.map((name) => [name, typed[name.charAt(0).toLowerCase() + name.slice(1)] ?? untyped?.[name]]);
    const overrides = Object.entries(rawOverrides?.Properties ?? {})
      .filter(([name]) => overridable(name))
      .map(([name, value]) => [`override of ${name}`, deletionsShown(value)]);
    return this.ofEntries([...values, ...overrides] as [string, unknown][], resource);
  }

  private ofEntries(entries: [string, unknown][], scope: CfnResource): string {
    let text = '';
    for (const [name, value] of entries) {
      const valueText = value === undefined ? undefined : this.ofValue(value, scope);
      if (valueText !== undefined) { text += `${JSON.stringify(name)}:${valueText},`; }
    }
    return text;
  }

  /** Writes the usual values by itself, which takes a tenth of the time, and leaves the others to a resolver. */
  private ofValue(value: unknown, scope: CfnResource): string | undefined {
    if (typeof value === 'string') {
      return Token.isUnresolved(value) ? this.ofTokenString(value, scope) : JSON.stringify(value);
    }
    if (Token.isUnresolved(value)) { return this.ofResolved(value, scope); }
    if (value === null || typeof value !== 'object') { return JSON.stringify(value); }
    if (Array.isArray(value)) { return `[${value.map((element) => this.ofValue(element, scope)).join()}]`; }
    return `{${this.ofEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)), scope)}}`;
  }

  private ofTokenString(value: string, scope: CfnResource): string | undefined {
    const fragments = Tokenization.reverseString(value);
    const token = fragments.length === 1 ? fragments.firstToken : undefined;
    if (!token) { return this.ofResolved(value, scope); }
    const reference = Reference.isReference(token) ? this.ofReference(token) : undefined;
    return reference === undefined ? this.ofResolved(token, scope) : JSON.stringify(reference);
  }

  private ofResolved(value: unknown, scope: CfnResource): string | undefined {
    // The name of a resource that was given none: no need for a resolver.
    if (Tokenization.isResolvable(value) && value.resolve(this.context) === undefined) { return undefined; }
    const resolved = Tokenization.resolve(value, { scope, resolver: this.resolver, preparing: false });
    return resolved === undefined ? undefined : this.ofValue(resolved, scope);
  }

  /** The same from every stack, where the rendered reference depends on who refers. */
  private ofReference(reference: Reference): string | undefined {
    const element = reference.target;
    if (!CfnElement.isCfnElement(element)) { return undefined; }
    const stack = Stack.of(element);
    const stackName = Token.isUnresolved(stack.stackName) ? stack.node.path : stack.stackName;
    const identity = `${stackName}/${this.logicalIdOf(element)}`;
    const createOnly = CfnResource.isCfnResource(element) ? CREATE_ONLY_PROPERTIES[element.cfnResourceType] : undefined;
    if (createOnly && !this.referenced.has(identity)) {
      this.referenced.set(identity, ''); // cuts a cycle
      this.referenced.set(identity, this.ofProperties(element as CfnResource, createOnly, (name) => createOnly.includes(name)));
    }
    return `${identity}.${reference.displayName}`;
  }

  /** The same as `stack.resolve(element.logicalId)`, which goes through a resolver and hashes the path each time. */
  private logicalIdOf(element: CfnElement): string {
    const override = (element as unknown as Internals)._logicalIdOverride;
    const known = LOGICAL_IDS.get(element);
    if (known && known.override === override) { return known.logicalId; }
    const logicalId = Tokenization.reverseString(element.logicalId).firstToken!.resolve(this.context) as string;
    LOGICAL_IDS.set(element, { override, logicalId });
    return logicalId;
  }
}

/** By element, with the override that it had; a rename is refused once the id has been read. */
const LOGICAL_IDS = new WeakMap<CfnElement, { readonly override?: string; readonly logicalId: string }>();

/** Puts what `replace` says in the place of references. */
class ReferenceResolver extends DefaultTokenResolver {
  constructor(private readonly replace: (reference: Reference) => string | undefined) {
    super({ join: (left: unknown, right: unknown) => [left, right] });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) && this.replace(token) || super.resolveToken(token, context, postProcessor);
  }
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
  readonly _logicalIdOverride?: string;
  readonly rawOverrides?: { readonly Properties?: Record<string, unknown> };
}
