import type { ICodeInterpreterCustomRef } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Annotations, Token } from 'aws-cdk-lib/core';
import { applicable, INVOKE_ACTIONS, READ_ACTIONS, scopedActions, USE_ACTIONS } from './private/actions';
import { certificatesOf } from './private/certificates';
import { AWS_MANAGED_CODE_INTERPRETER_ID, agentCoreArn } from './private/service';

/**
 * Gives principals permissions on a code interpreter: ours, AWS's `CodeInterpreterCustom`, an L1, or a reference.
 *
 * A code interpreter has no resource policy, so each grant changes the policy of the grantee. A principal of another
 * account gets nothing from it: let it assume a role in the interpreter's account, and grant to that role.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-resource-session-management.html
 */
export class CodeInterpreterGrants {
  /**
   * The grants of a code interpreter.
   *
   * @param codeInterpreter the interpreter, or a reference to it; the AWS-managed one is recognised by its id
   */
  public static fromCodeInterpreter(codeInterpreter: ICodeInterpreterCustomRef): CodeInterpreterGrants {
    return new CodeInterpreterGrants(codeInterpreter);
  }

  private readonly awsManaged: boolean;
  private readonly arn: string;

  private constructor(private readonly codeInterpreter: ICodeInterpreterCustomRef) {
    const { codeInterpreterId, codeInterpreterArn } = codeInterpreter.codeInterpreterCustomRef;
    this.awsManaged = codeInterpreterId === AWS_MANAGED_CODE_INTERPRETER_ID;
    // CfnCodeInterpreterCustom.fromCodeInterpreterId() puts the managed id into an ARN that does not exist.
    this.arn = this.awsManaged && !codeInterpreterArn.includes(':code-interpreter/')
      ? agentCoreArn(codeInterpreter, 'code-interpreter', codeInterpreterId, 'aws')
      : codeInterpreterArn;
  }

  /**
   * Run code: start, invoke, get and stop sessions of this interpreter, and read the secrets of its certificates,
   * which the service fetches with the caller's credentials.
   */
  public use(grantee: iam.IGrantable): iam.Grant {
    const grant = this.give(grantee, USE_ACTIONS);
    return certificatesOf(this.codeInterpreter)
      .map((secret) => secret.grantRead(grantee))
      .reduce((all, one) => all.combine(one), grant);
  }

  /**
   * Invoke in sessions that somebody else starts and stops. To run code alone, a principal needs `use`.
   */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    return this.give(grantee, INVOKE_ACTIONS);
  }

  /**
   * See this interpreter and its sessions. Listing all interpreters of the account comes with it, on `*`, because IAM
   * has no resource level for it. The AWS-managed interpreter itself cannot be read, only its sessions.
   */
  public read(grantee: iam.IGrantable): iam.Grant {
    return this.give(grantee, applicable(READ_ACTIONS, this.awsManaged));
  }

  /**
   * Any of the actions on code interpreters, each on this interpreter where IAM has a resource level for it.
   *
   * Fails for an action that the service authorization reference does not list for code interpreters, so that a
   * misspelt one does not deploy as a grant of nothing.
   *
   * @param grantee the principal
   * @param actions such as `bedrock-agentcore:StopCodeInterpreterSession`; the prefix may be left out
   */
  public actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return this.give(grantee, actions);
  }

  private give(grantee: iam.IGrantable, actions: string[]): iam.Grant {
    const { onInterpreter, onAnything } = scopedActions(this.codeInterpreter, actions, this.awsManaged);
    this.warnAboutOtherAccount(grantee);
    const grants = [{ actions: onInterpreter, arn: this.arn }, { actions: onAnything, arn: '*' }]
      .filter((part) => part.actions.length > 0)
      .map((part) => iam.Grant.addToPrincipal({
        grantee,
        actions: part.actions,
        resourceArns: [part.arn],
      }));
    return grants.length === 0 ? iam.Grant.drop(grantee, 'no actions') : grants.reduce((all, one) => all.combine(one));
  }

  private warnAboutOtherAccount(grantee: iam.IGrantable): void {
    const principalAccount = grantee.grantPrincipal.principalAccount;
    const account = this.codeInterpreter.env.account;
    if (this.awsManaged || !principalAccount || principalAccount === account
      || Token.isUnresolved(principalAccount) || Token.isUnresolved(account)) {
      return;
    }
    Annotations.of(this.codeInterpreter).addWarningV2('cdk-agentcore-code-interpreter:crossAccountGrant',
      `a principal of account ${principalAccount} was granted actions on a code interpreter of account ${account}, and will be`
      + ` refused: code interpreters have no resource policy; grant to a role in account ${account} that the principal may assume`);
  }
}
