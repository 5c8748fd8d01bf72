import * as iam from 'aws-cdk-lib/aws-iam';
import { Annotations, IResource, Stack } from 'aws-cdk-lib/core';
import { Construct, Dependable, DependencyGroup, IConstruct } from 'constructs';
import { configurationError } from './errors';

const UNCHANGEABLE = 'its execution role cannot be changed by this app; add the statement where the role is defined';

/** The role of a ref: the ref itself where it is a role already, else a role that can be granted to. */
export function roleOf(scope: Construct, id: string, ref: iam.IRoleRef): iam.IRole {
  return 'addToPrincipalPolicy' in ref
    ? ref as iam.IRole
    : iam.Role.fromRoleName(scope, id, ref.roleRef.roleName);
}

/** Who is granted to when an interpreter is: its role, seen through a watcher where the role may refuse statements. */
export function principalOf(scope: IConstruct, role: iam.IRole): iam.IPrincipal {
  return role instanceof iam.Role ? role : new WatchedPrincipal(scope, role);
}

/** An immutable role pretends to have added a statement, and names no policy that would hold it. */
export function wasDropped(result: iam.AddToPrincipalPolicyResult): boolean {
  return result.statementAdded && result.policyDependable !== undefined
    && Dependable.of(result.policyDependable).dependencyRoots.length === 0;
}

/** Adds a statement, and says so where the principal refuses it: nobody else is there to take it. */
export function addStatement(scope: IConstruct, principal: iam.IPrincipal, statement: iam.PolicyStatement): void {
  if (!principal.addToPrincipalPolicy(statement).statementAdded) { warnAboutMissing(scope, statement, UNCHANGEABLE); }
}

/** The principal of a code interpreter whose role is not known to the app. */
export class UnknownRolePrincipal extends iam.UnknownPrincipal {
  public readonly principalAccount: string;

  constructor(private readonly codeInterpreter: IResource) {
    super({ resource: codeInterpreter });
    this.principalAccount = codeInterpreter.env.account;
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    throw configurationError(this.codeInterpreter, 'UnknownExecutionRole',
      'a resource policy must name the execution role of this code interpreter, and it is not known here'
      + '; pass executionRole to CodeInterpreter.fromCodeInterpreterAttributes()');
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    warnAboutMissing(this.codeInterpreter, statement, 'its execution role is not known here; pass executionRole to fromCodeInterpreterAttributes()');
    // Claims success, or the caller would go on to ask for a policy fragment, which an unknown role has not.
    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }
}

/** The principal of the AWS-managed code interpreter, which has no execution role at all. */
export function noRoleError(scope: IConstruct): Error {
  return configurationError(scope, 'AwsManagedInterpreterHasNoRole',
    'the AWS-managed code interpreter has no execution role, so nothing can be granted to it; define a CodeInterpreter, and grant to that');
}

/**
 * An imported role may be one that the app cannot change. aws-cdk-lib then drops statements in silence; this says
 * which ones somebody has to add by hand.
 */
class WatchedPrincipal implements iam.IPrincipal {
  public readonly grantPrincipal: iam.IPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: iam.PrincipalPolicyFragment;
  public readonly principalAccount?: string;

  constructor(private readonly scope: IConstruct, private readonly role: iam.IRole) {
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const result = this.role.addToPrincipalPolicy(statement);
    if (wasDropped(result)) {
      warnAboutMissing(this.scope, statement, UNCHANGEABLE);
    }
    return result;
  }
}

function warnAboutMissing(scope: IConstruct, statement: iam.PolicyStatement, why: string): void {
  const json = JSON.stringify(Stack.of(scope).resolve(statement.toStatementJson()));
  Annotations.of(scope).addWarningV2('cdk-agentcore-code-interpreter:statementNotAdded',
    `code in the sessions of this code interpreter lacks a permission that was granted to it: ${why}: ${json}`);
}
