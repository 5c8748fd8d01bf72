import { textOf } from './demo-text.mjs';

const INTERPRETER = 'AWS::BedrockAgentCore::CodeInterpreterCustom';
const BROWSER = 'AWS::BedrockAgentCore::BrowserCustom';
const RUNTIME = 'AWS::BedrockAgentCore::Runtime';
const ROLE = 'AWS::IAM::Role';
const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];

/** A CloudFormation template, and what is in it in the words of this library. */
export class Template {
  constructor(stack, { Resources = {} }) {
    this.stack = stack;
    this.resources = Resources;
  }

  get interpreters() {
    return this.all(INTERPRETER).map(([id, { Name, NetworkConfiguration, ExecutionRoleArn }]) => ({
      id,
      name: this.text(Name),
      mode: NetworkConfiguration.NetworkMode,
      placement: Object.values(NetworkConfiguration.VpcConfig ?? {}).flat().map((one) => this.text(one)).sort(),
      role: this.roleName(ExecutionRoleArn),
    }));
  }

  get agents() {
    return this.all(RUNTIME).map(([id, properties]) => ({
      id,
      name: this.text(properties.AgentRuntimeName),
      source: this.sourceOf(properties.AgentRuntimeArtifact),
      variables: properties.EnvironmentVariables ?? {},
      roleId: logicalIdIn(properties.RoleArn),
    }));
  }

  /** The roles of agents, then those of interpreters. Others, of custom resources for example, are not shown. */
  get roles() {
    const used = [...this.all(INTERPRETER), ...this.all(RUNTIME)]
      .map(([user, { ExecutionRoleArn, RoleArn }]) => ({ user, id: logicalIdIn(ExecutionRoleArn ?? RoleArn) }));
    const roles = this.all(ROLE).map(([id, properties]) => ({
      id,
      trust: properties.AssumeRolePolicyDocument.Statement,
      managedPolicies: (properties.ManagedPolicyArns ?? []).map((arn) => this.text(arn)),
      statements: [...(properties.Policies ?? []).flatMap((policy) => policy.PolicyDocument.Statement), ...this.statementsAttachedTo(id)],
      users: used.filter((use) => use.id === id).map(({ user }) => user),
    }));
    const order = ({ users }) => (this.isAgent(users[0]) ? 0 : 1);
    return roles.filter(({ users }) => users.length > 0).sort((a, b) => order(a) - order(b));
  }

  isAgent(logicalId) {
    return this.resources[logicalId].Type === RUNTIME;
  }

  /** What a construct is called in its stack: `Agent/ExecutionRole`. */
  nameOf(logicalId) {
    const path = this.resources[logicalId]?.Metadata?.['aws:cdk:path'];
    if (!path) { return logicalId; }
    return path.split('/').slice(1).filter((part, index, parts) => !(index === parts.length - 1 && part === 'Resource')).join('/');
  }

  /** As for the construct around it, whose `Runtime` is no name that somebody chose. */
  agentName(logicalId) {
    return this.nameOf(logicalId).replace(/\/Runtime$/, '');
  }

  typeOf(logicalId) {
    const type = this.resources[logicalId]?.Type;
    if (type === INTERPRETER) { return 'code interpreter'; }
    return type === BROWSER ? 'browser' : type;
  }

  text(value) {
    return textOf(value, (id) => this.nameOf(id));
  }

  /** With the name in IAM, where somebody chose one. */
  roleName(arn) {
    const id = logicalIdIn(arn);
    if (!id) { return this.text(arn ?? 'none'); }
    const { RoleName } = this.resources[id].Properties;
    return RoleName ? `${this.nameOf(id)}, named ${this.text(RoleName)}` : this.nameOf(id);
  }

  all(...types) {
    return Object.entries(this.resources).filter(([, { Type }]) => types.includes(Type))
      .map(([id, { Properties = {} }]) => [id, Properties]);
  }

  statementsAttachedTo(roleId) {
    return this.all(...POLICIES).filter(([, { Roles = [] }]) => Roles.some((role) => logicalIdIn(role) === roleId))
      .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement);
  }

  sourceOf({ ContainerConfiguration, CodeConfiguration }) {
    if (ContainerConfiguration) {
      const [repository, tag] = this.text(ContainerConfiguration.ContainerUri).split(':');
      if (!/container-assets/.test(repository)) { return `image ${repository}:${tag}`; }
      return `image for arm64, built from a Dockerfile (asset ${tag.slice(0, 8)})`;
    }
    const { Runtime, EntryPoint } = CodeConfiguration;
    return `code for ${Runtime}, which runs ${EntryPoint.join(' ')}`;
  }
}

/** The resource that a Ref or GetAtt names. */
export function logicalIdIn(value) {
  return value?.Ref ?? value?.['Fn::GetAtt']?.[0];
}
