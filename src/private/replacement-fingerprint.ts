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
 * Eight hexadecimal digits that change whenever one of `properties` makes CloudFormation replace `resource`: when
 * its value changes, or when something that it refers to is itself replaced.
 *
 * Known at synthesis only: what a parameter or an imported value holds at deployment is not seen.
 */
export function replacementFingerprint(resource: CfnResource, properties: readonly string[]): string {
  const resolver = new FingerprintResolver();
  const own = resolver.render(resource, properties);
  return createHash('sha256').update(canonical([own, resolver.referenced])).digest('hex').slice(0, 8);
}

class FingerprintResolver extends DefaultTokenResolver {
  /** What would replace each resource that was referred to, by where it is. */
  public readonly referenced: Record<string, unknown> = {};

  constructor() {
    super({ join: (left: unknown, right: unknown) => [left, right] });
  }

  public render(resource: CfnResource, properties: readonly string[]): unknown {
    return Tokenization.resolve(valuesOf(resource, properties), { scope: resource, resolver: this, preparing: false });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) && CfnElement.isCfnElement(token.target)
      ? `${this.identityOf(token.target)}.${token.displayName}`
      : super.resolveToken(token, context, postProcessor);
  }

  /** The same from every stack, where the rendered reference depends on who refers. */
  private identityOf(element: CfnElement): string {
    const stack = Stack.of(element);
    const stackName = Token.isUnresolved(stack.stackName) ? stack.node.path : stack.stackName;
    const identity = `${stackName}/${stack.resolve(element.logicalId)}`;
    const createOnly = CfnResource.isCfnResource(element) ? CREATE_ONLY_PROPERTIES[element.cfnResourceType] : undefined;
    if (createOnly && !(identity in this.referenced)) {
      this.referenced[identity] = undefined; // cuts a cycle
      this.referenced[identity] = this.render(element as CfnResource, createOnly);
    }
    return identity;
  }
}

/** The properties of an L1, as its setters and `addPropertyOverride()` have left them. */
function valuesOf(resource: CfnResource, properties: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of properties) {
    values[name] = (resource as unknown as Record<string, unknown>)[name.charAt(0).toLowerCase() + name.slice(1)];
  }
  const { Name, Tags, ...overrides } = (resource as unknown as WithOverrides).rawOverrides?.Properties ?? {};
  return { ...values, overrides };
}

/** What an L1 keeps of `addPropertyOverride()`; private in aws-cdk-lib, and tested on both ends of the peer range. */
interface WithOverrides {
  readonly rawOverrides?: { readonly Properties?: Record<string, unknown> };
}

/** JSON with sorted keys, and with the two lists sorted whose order the service does not keep. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, v: unknown) => {
    if (Array.isArray(v)) { return /^(subnets|securityGroups)$/i.test(key) ? [...v].sort() : v; }
    return v !== null && typeof v === 'object' ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v;
  });
}
