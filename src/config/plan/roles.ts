import { props, resourceOf } from './constructs';
import { Declared, define, originOf, PlanContext, perform } from './context';
import { call, create, Expression, literal, map, member, struct, text, THIS, type, variable } from './expression';
import { policyStatement } from './role-statements';
import { intrinsicOf } from './values';
import { frameworkName } from '../naming';
import { ConfigNode, entryOf, MapNode, valueOf } from '../node';

/** Whose role it is: what the framework calls such a role, and what makes one here. */
export interface RoleKind {
  readonly suffix: string;
  readonly create: (id: Expression, fields: Readonly<Record<string, Expression | undefined>>) => Expression;
}

export const CODE_INTERPRETER_ROLE: RoleKind = ownRole('ci-role', 'CodeInterpreterExecutionRole');
export const AGENT_ROLE: RoleKind = ownRole('runtime-role', 'AgentExecutionRole');
export const BROWSER_ROLE: RoleKind = {
  suffix: 'browser-role',
  create: (id, { tags: _tags, ...fields }) => create('iam', 'Role', THIS, id, struct('iam', 'RoleProps', {
    assumedBy: create('iam', 'ServicePrincipal', literal('bedrock-agentcore.amazonaws.com'), struct('iam', 'ServicePrincipalOpts', {
      conditions: map([
        ['StringEquals', map([['aws:SourceAccount', member('core', 'Aws', 'ACCOUNT_ID')]])],
        ['ArnLike', map([['aws:SourceArn', text([
          literal('arn:'), member('core', 'Aws', 'PARTITION'), literal(':bedrock-agentcore:'), member('core', 'Aws', 'REGION'), literal(':'),
          member('core', 'Aws', 'ACCOUNT_ID'), literal(':browser-custom/*'),
        ])]])],
      ]),
    })),
    ...fields,
  })),
};

/** The role that the file names for something. */
export interface RolePlan {
  /** For `executionRole`; left out where the construct makes its own. */
  readonly expression?: Expression;
  /** Whether it is a role from outside, which is not ours to change more than it takes. */
  readonly given: boolean;
}

export class Roles {
  constructor(private readonly context: PlanContext) {}

  public plan(owner: Declared, kind: RoleKind, needs: Set<string>): RolePlan {
    const node = valueOf(owner.item.node, 'role');
    if (isGivenRole(node)) { return { expression: this.given(node!, owner, needs), given: true }; }
    const { options, names, units } = this.context;
    const { framework, service, stage } = options;
    const customized = ['name', 'managedPolicies', 'permissionsBoundary', 'tags'].some((key) => entryOf(node, key));
    if (!framework && !customized) { return { given: false }; }

    const name = names.take(`${owner.variable}Role`, 'Role');
    const unit = units.add(name, originOf(owner.item));
    define(unit, name, kind.create(literal(`${owner.logicalId}Role`), this.propsOf(owner, kind, node, unit.needs, service, stage, framework)));
    const tags = valueOf(node, 'tags');
    if (kind === BROWSER_ROLE) {
      for (const { key, value } of (tags as MapNode | undefined)?.entries ?? []) {
        perform(unit, call(call(type('core', 'Tags'), 'of', variable(name)), 'add', literal(key), this.context.values.text(value, unit.needs)));
      }
    }
    if (framework) {
      perform(unit, call(resourceOf(variable(name)), 'overrideLogicalId', literal(`${owner.logicalId}Role`)));
    }
    needs.add(name);
    return { expression: variable(name), given: false };
  }

  /** The statements of a role that is made here, by way of the method that adds one to it. */
  public addStatements(
    owner: Declared, add: (statement: Expression) => Expression,
    skip: (statement: ConfigNode, index: number) => boolean = () => false,
  ): void {
    const statements = valueOf(owner.item.node, 'role', 'statements');
    if (statements?.kind !== 'list') { return; }
    statements.items.forEach((statement, index) => {
      if (skip(statement, index)) { return; }
      const origin = { at: statement.at, path: [...owner.item.path, 'role', 'statements', index] };
      const unit = this.context.units.add(`${owner.variable} statement ${index}`, origin);
      unit.needs.add(owner.variable);
      perform(unit, add(policyStatement(this.context.values, statement, unit.needs)));
    });
  }

  private propsOf(
    owner: Declared, kind: RoleKind, node: ConfigNode | undefined, needs: Set<string>, service: string, stage: string, framework: boolean,
  ): Readonly<Record<string, Expression | undefined>> {
    const { values, imports } = this.context;
    const origin = originOf(owner.item);
    const [name, boundary, tags] = ['name', 'permissionsBoundary', 'tags'].map((key) => valueOf(node, key));
    const policies = valueOf(node, 'managedPolicies');
    return {
      roleName: name ? values.text(name, needs) : framework ? literal(frameworkName(service, `${owner.item.name}-${kind.suffix}`, stage)) : undefined,
      managedPolicies: policies?.kind === 'list'
        ? { kind: 'list', items: policies.items.map((policy) => imports.managedPolicy(policy, needs, origin)) }
        : undefined,
      permissionsBoundary: boundary && imports.managedPolicy(boundary, needs, origin),
      tags: tags && values.textMap(tags, needs),
    };
  }

  private given(node: ConfigNode, owner: Declared, needs: Set<string>): Expression {
    const { references, values, imports } = this.context;
    const logicalId = roleLogicalId(node);
    const target = logicalId === undefined ? undefined : references.find(logicalId);
    if (target?.role) {
      needs.add(target.unit!);
      return target.role;
    }
    return imports.role((own) => {
      if (target?.roleArn) {
        own.add(target.unit!);
        return target.roleArn;
      }
      return node.kind === 'scalar' && logicalId !== undefined ? values.attribute(logicalId, 'Arn', own) : values.text(node, own);
    }, needs, originOf(owner.item));
  }
}

/** Whether it is a role that exists, or that something else makes: not the description of one. */
export function isGivenRole(node: ConfigNode | undefined): boolean {
  return node?.kind === 'scalar' || intrinsicOf(node) !== undefined;
}

/** The logical id of a role given as `MyRole` or as `!GetAtt MyRole.Arn`. */
export function roleLogicalId(node: ConfigNode): string | undefined {
  if (node.kind === 'scalar') { return /^[a-zA-Z0-9]+$/.test(node.text) ? node.text : undefined; }
  const intrinsic = intrinsicOf(node);
  const [logicalId, attribute] = intrinsic?.key === 'Fn::GetAtt' && intrinsic.value.kind === 'list' ? intrinsic.value.items : [];
  return attribute?.kind === 'scalar' && attribute.text === 'Arn' && logicalId?.kind === 'scalar' ? logicalId.text : undefined;
}

function ownRole(suffix: string, name: string): RoleKind {
  return {
    suffix,
    create: (id, fields) => create('own', name, THIS, id, ...props('own', `${name}Props`, fields)),
  };
}
