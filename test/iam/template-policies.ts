import { DeployedRole } from './deployed-role';
import { Statement, statementsOf } from './evaluator';
import { resolveIntrinsics } from './intrinsics';
import { PhysicalIds, physicalIds, Place, TemplateResource } from './physical-ids';

/** A CloudFormation template, as `Template.fromStack(stack).toJSON()` gives it. */
export interface TemplateJson {
  readonly Resources?: { readonly [logicalId: string]: ResourceJson };
  readonly Parameters?: { readonly [logicalId: string]: { readonly Type?: string; readonly Default?: unknown } };
  readonly Outputs?: { readonly [logicalId: string]: { readonly Value: unknown; readonly Export?: { readonly Name: unknown } } };
}

interface ResourceJson {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: { readonly [name: string]: unknown };
}

export interface DeploymentOptions {
  readonly account: string;
  readonly region: string;
  /** @default aws */
  readonly partition?: string;
  /** @default Stack */
  readonly stackName?: string;
  /** Physical ids by logical id, instead of those made up. */
  readonly ids?: { readonly [logicalId: string]: string };
  /** What Fn::GetAtt gives, by `LogicalId.Attribute`, for types that physical-ids.ts does not know. */
  readonly attributes?: { readonly [logicalIdAndAttribute: string]: string };
  /** What other stacks export. */
  readonly imports?: { readonly [exportName: string]: string };
  readonly parameters?: { readonly [name: string]: string };
  /** Documents of managed policies outside of the template, by ARN. */
  readonly managedPolicies?: { readonly [arn: string]: unknown };
}

/** What a template comes to in an account: every name known, every role with its policies. */
export class DeployedTemplate {
  private readonly place: Place;

  constructor(private readonly template: TemplateJson, private readonly options: DeploymentOptions) {
    this.place = { partition: 'aws', stackName: 'Stack', ...options };
  }

  /** The logical ids of the roles. */
  public roles(): string[] {
    return this.logicalIds('AWS::IAM::Role');
  }

  public role(logicalId: string): DeployedRole {
    const { Type } = this.resource(logicalId);
    if (Type !== 'AWS::IAM::Role') {
      throw new Error(`not a role: ${logicalId} is ${Type}`);
    }
    const boundary = this.property(logicalId, 'PermissionsBoundary') as string | undefined;
    return new DeployedRole({
      arn: this.attribute(logicalId, 'Arn'),
      identity: this.documentsOf(logicalId).flatMap(statementsOf),
      trust: statementsOf(this.property(logicalId, 'AssumeRolePolicyDocument')),
      boundary: boundary === undefined ? undefined : this.managedPolicy(boundary),
    });
  }

  /** What Ref gives. */
  public ref(logicalId: string): string {
    const value = this.tryRef(logicalId);
    if (value === undefined) {
      throw new Error(`no value: ${logicalId}`);
    }
    return value;
  }

  /** What Fn::GetAtt gives. */
  public attribute(logicalId: string, name: string): string {
    const value = this.options.attributes?.[`${logicalId}.${name}`] ?? this.identify(logicalId).attributes[name];
    if (value === undefined) {
      throw new Error(`no value for ${logicalId}.${name} of ${this.resource(logicalId).Type}: give one in attributes`);
    }
    return value;
  }

  /** What the stack exports, to be given as `imports` to another. */
  public exports(): { [name: string]: string } {
    const exported = Object.values(this.template.Outputs ?? {}).filter(output => output.Export !== undefined);
    return Object.fromEntries(exported.map(({ Value, Export }) => [this.resolve(Export!.Name), this.resolve(Value)]));
  }

  /** A part of the template with its references replaced. */
  public resolve(value: unknown): unknown {
    return resolveIntrinsics(value, {
      ref: logicalId => this.tryRef(logicalId),
      attribute: (logicalId, name) => this.attribute(logicalId, name),
      importValue: name => this.imported(name),
    });
  }

  /** Inline policies, policies of their own and managed policies, whichever side names the other. */
  private documentsOf(roleId: string): unknown[] {
    const name = this.ref(roleId);
    const inline = (this.property(roleId, 'Policies') ?? []) as { PolicyDocument: unknown }[];
    const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap(type => this.logicalIds(type))
      .filter(policyId => ((this.property(policyId, 'Roles') ?? []) as string[]).includes(name));
    const separate = this.logicalIds('AWS::IAM::RolePolicy').filter(policyId => this.property(policyId, 'RoleName') === name);
    const named = (this.property(roleId, 'ManagedPolicyArns') ?? []) as string[];
    return [
      ...inline.map(policy => policy.PolicyDocument),
      ...[...attached, ...separate].map(policyId => this.property(policyId, 'PolicyDocument')),
      ...named.map(arn => this.managedDocument(arn)),
    ];
  }

  private managedPolicy(arn: string): Statement[] {
    return statementsOf(this.managedDocument(arn));
  }

  private managedDocument(arn: string): unknown {
    const own = this.logicalIds('AWS::IAM::ManagedPolicy').find(logicalId => this.ref(logicalId) === arn);
    const document = own === undefined ? this.options.managedPolicies?.[arn] : this.property(own, 'PolicyDocument');
    if (document === undefined) {
      throw new Error(`managed policy not known: ${arn}: give its document in managedPolicies`);
    }
    return document;
  }

  private tryRef(logicalId: string): string | undefined {
    const { partition, region, account, stackName } = this.place;
    switch (logicalId) {
      case 'AWS::AccountId': return account;
      case 'AWS::NoValue': return undefined;
      case 'AWS::Partition': return partition;
      case 'AWS::Region': return region;
      case 'AWS::StackId': return `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/00000000-0000-4000-8000-000000000000`;
      case 'AWS::StackName': return stackName;
      case 'AWS::URLSuffix': return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    }
    return this.parameter(logicalId) ?? this.identify(logicalId).ref;
  }

  private parameter(name: string): string | undefined {
    const parameter = this.template.Parameters?.[name];
    if (parameter === undefined) { return undefined; }
    // The default of a parameter from Parameter Store is where the value is, not what it is.
    const defaultValue = parameter.Type?.startsWith('AWS::SSM::') ? undefined : parameter.Default;
    const value = this.options.parameters?.[name] ?? defaultValue;
    if (value === undefined) {
      throw new Error(`no value for parameter ${name}: give it in parameters`);
    }
    return String(value);
  }

  private imported(name: string): string {
    const value = this.options.imports?.[name];
    if (value === undefined) {
      throw new Error(`no export: ${name}: give it in imports`);
    }
    return value;
  }

  private identify(logicalId: string): PhysicalIds {
    const resource: TemplateResource = {
      type: this.resource(logicalId).Type,
      logicalId,
      property: name => this.property(logicalId, name) as string | undefined,
    };
    return physicalIds(resource, this.place, this.options.ids?.[logicalId]);
  }

  private property(logicalId: string, name: string): unknown {
    return this.resolve(this.resource(logicalId).Properties?.[name]);
  }

  private logicalIds(type: string): string[] {
    return Object.entries(this.template.Resources ?? {}).filter(([, { Type }]) => Type === type).map(([logicalId]) => logicalId);
  }

  private resource(logicalId: string): ResourceJson {
    const resource = this.template.Resources?.[logicalId];
    if (resource === undefined) {
      throw new Error(`not in the template: ${logicalId}`);
    }
    if (resource.Condition !== undefined) {
      throw new Error(`resources with a condition are not supported: ${logicalId}`);
    }
    return resource;
  }
}
