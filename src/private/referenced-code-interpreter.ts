import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { CodeInterpreterAttributes } from '../code-interpreter';
import { CodeInterpreterBase, ICodeInterpreter } from '../code-interpreter-base';
import { rememberCertificates } from './certificates';
import { configurationError, shown } from './errors';
import { noRoleError, principalOf, roleOf, UnknownRolePrincipal } from './execution-role';
import { agentCoreArn, AWS_MANAGED_CODE_INTERPRETER_ID, ID_PATTERN } from './service';

const CUSTOM_ARN = /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:[0-9]{12}:code-interpreter-custom\/([^/]+)$/;
const MANAGED_ARN = /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:aws:code-interpreter\/aws\.codeinterpreter\.v1$/;

export function fromArn(scope: Construct, id: string, arn: string): ICodeInterpreter {
  return fromAttributes(scope, id, { codeInterpreterArn: arn });
}

export function fromId(scope: Construct, id: string, codeInterpreterId: string): ICodeInterpreter {
  if (codeInterpreterId === AWS_MANAGED_CODE_INTERPRETER_ID) { return awsManaged(scope, id); }
  if (!Token.isUnresolved(codeInterpreterId) && !ID_PATTERN.test(codeInterpreterId)) {
    throw configurationError(scope, 'InvalidCodeInterpreterId',
      `codeInterpreterId must be ${AWS_MANAGED_CODE_INTERPRETER_ID} or <name>-<10 letters or digits>, got: ${shown(codeInterpreterId)}`
      + '; the id is what GetCodeInterpreter and ListCodeInterpreters call codeInterpreterId, not the name');
  }
  return new Referenced(scope, id, { codeInterpreterArn: agentCoreArn(scope, 'code-interpreter-custom', codeInterpreterId) }, codeInterpreterId);
}

export function fromAttributes(scope: Construct, id: string, attrs: CodeInterpreterAttributes): ICodeInterpreter {
  const arn = attrs.codeInterpreterArn;
  if (Token.isUnresolved(arn)) {
    const { resourceName } = Stack.of(scope).splitArn(arn, ArnFormat.SLASH_RESOURCE_NAME);
    return new Referenced(scope, id, attrs, resourceName!);
  }
  if (MANAGED_ARN.test(arn)) {
    if (attrs.executionRole) { throw noRoleError(scope); }
    if (attrs.securityGroups?.length || attrs.certificates?.length) {
      throw configurationError(scope, 'AwsManagedInterpreterCannotBeConfigured',
        'the AWS-managed code interpreter has no security groups and no certificates, got some; leave them out, or define a CodeInterpreter');
    }
    return new AwsManaged(scope, id, arn, Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region);
  }
  const codeInterpreterId = CUSTOM_ARN.exec(arn)?.[1];
  if (codeInterpreterId === undefined || !ID_PATTERN.test(codeInterpreterId)) {
    throw configurationError(scope, 'InvalidCodeInterpreterArn',
      'codeInterpreterArn must be arn:<partition>:bedrock-agentcore:<region>:<account>:code-interpreter-custom/<id>, or'
      + ` …:aws:code-interpreter/${AWS_MANAGED_CODE_INTERPRETER_ID}, got: ${shown(arn)}; copy it from GetCodeInterpreter`);
  }
  return new Referenced(scope, id, attrs, codeInterpreterId);
}

export function awsManaged(scope: Construct, id: string): ICodeInterpreter {
  return new AwsManaged(scope, id, agentCoreArn(scope, 'code-interpreter', AWS_MANAGED_CODE_INTERPRETER_ID, 'aws'));
}

class Referenced extends CodeInterpreterBase {
  public readonly codeInterpreterArn: string;
  public readonly grantPrincipal: iam.IPrincipal;
  protected readonly ownConnections?: ec2.Connections;
  protected readonly connectionsAdvice = 'pass its securityGroups to CodeInterpreter.fromCodeInterpreterAttributes()';

  constructor(scope: Construct, id: string, attrs: CodeInterpreterAttributes, public readonly codeInterpreterId: string) {
    super(scope, id, { environmentFromArn: attrs.codeInterpreterArn });
    this.codeInterpreterArn = attrs.codeInterpreterArn;
    this.grantPrincipal = attrs.executionRole
      ? principalOf(this, roleOf(this, 'ExecutionRole', attrs.executionRole))
      : new UnknownRolePrincipal(this);
    this.ownConnections = attrs.securityGroups && new ec2.Connections({ securityGroups: attrs.securityGroups });
    rememberCertificates(this, attrs.certificates);
  }
}

/** The account in its ARN is `aws`, but sessions, metrics and charges are in the account of the caller. */
class AwsManaged extends CodeInterpreterBase {
  public readonly codeInterpreterId = AWS_MANAGED_CODE_INTERPRETER_ID;
  protected readonly ownConnections = undefined;
  protected readonly connectionsAdvice = 'define a CodeInterpreter in VPC mode instead of the AWS-managed one';

  constructor(scope: Construct, id: string, public readonly codeInterpreterArn: string, region?: string) {
    super(scope, id, { region });
  }

  public get grantPrincipal(): iam.IPrincipal {
    throw noRoleError(this);
  }
}
