import { Conditions, RequestContext } from './conditions';
import { ineffectiveParts, isAllowed, Statement } from './evaluator';
import { resourcePatternsOf, takes } from './service-reference';

/** Policies of a role, nothing left to resolve. */
export interface RolePolicies {
  readonly arn: string;
  readonly identity: Statement[];
  readonly trust: Statement[];
  /** The permissions boundary. */
  readonly boundary?: Statement[];
}

/** One thing that a statement allows, as the policy writes it. */
export interface Allowance {
  readonly action: string;
  readonly resource: string;
  /** Empty if it is unconditional. */
  readonly conditions: Conditions;
}

/** A role of a deployed template. Judges what the role's own policies say; resource and organization policies are not looked at. */
export class DeployedRole {
  public readonly arn: string;

  constructor(private readonly policies: RolePolicies) {
    this.arn = policies.arn;
  }

  /**
   * Whether the role may do `action` on `resource`.
   *
   * Fails for an action that does not exist and a resource that the action does not work on, because `false` would be
   * true of a mistyped question.
   *
   * @param resource an ARN without wildcards; `*` for actions that take no resource
   */
  public may(action: string, resource: string, context: RequestContext = {}): boolean {
    refuseSenseless(action, resource);
    const { identity, boundary } = this.policies;
    return [identity, ...boundary ? [boundary] : []].every(statements => isAllowed(statements, { action, resource, context }));
  }

  /**
   * Whether the trust policy lets `principal` assume the role.
   *
   * @param principal a service such as `bedrock-agentcore.amazonaws.com`, or the ARN of a role, user or account
   */
  public mayBeAssumedBy(principal: string, context: RequestContext = {}): boolean {
    const kind = principal.startsWith('arn:') ? 'AWS' : 'Service';
    return isAllowed(this.policies.trust, { action: 'sts:AssumeRole', principal: { kind, name: principal }, context });
  }

  /** Everything that an Allow statement names, sorted. A Deny may still take it back. */
  public allowances(): Allowance[] {
    return this.policies.identity.filter(({ effect }) => effect === 'Allow')
      .flatMap(({ actions, notActions, resources, notResources, conditions }) =>
        named(actions, notActions).flatMap(action => named(resources, notResources).map(resource => ({ action, resource, conditions }))))
      .sort((a, b) => `${a.action} ${a.resource}`.localeCompare(`${b.action} ${b.resource}`));
  }

  /** Grants and denials without effect, because their actions do not work on their resources. */
  public problems(): string[] {
    return this.policies.identity.flatMap(ineffectiveParts);
  }
}

function named(list: string[] | undefined, exceptions: string[] | undefined): string[] {
  return list ?? [`all but ${exceptions!.join(', ')}`];
}

function refuseSenseless(action: string, resource: string): void {
  const patterns = resourcePatternsOf(action);
  if (patterns.length === 0 ? resource !== '*' : (/[*?]/.test(resource) || !takes(action, resource))) {
    throw new Error(`${action} does not work on ${resource}, only on ${patterns.join(', ') || '*'}`);
  }
}
