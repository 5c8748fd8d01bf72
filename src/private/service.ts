import { Arn, ArnFormat, Stack } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';

export const SERVICE = 'bedrock-agentcore';
/** What the service calls itself in metrics of CPU and memory. */
export const USAGE_SERVICE = 'AgentCore.CodeInterpreter';
export const SERVICE_PRINCIPAL = 'bedrock-agentcore.amazonaws.com';

/** The id of the code interpreter that AWS runs in every region of the service. */
export const AWS_MANAGED_CODE_INTERPRETER_ID = 'aws.codeinterpreter.v1';
export const AWS_MANAGED_BROWSER_ID = 'aws.browser.v1';

/** Names of code interpreters, browsers, runtimes and endpoints. */
export const NAME_PATTERN = /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/;
export const NAME_MAX_LENGTH = 48;

/** The ids that the service gives: the name, a dash (which no name can hold) and ten characters. */
export const ID_PATTERN = /^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/;

/** `arn:…:bedrock-agentcore:<region>:<account>:<resource>/<resourceName>` in the environment of `scope`. */
export function agentCoreArn(scope: IConstruct, resource: string, resourceName: string, account?: string): string {
  return Arn.format({ service: SERVICE, resource, resourceName, account, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }, Stack.of(scope));
}
