import { Token } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { configurationError, shown } from './errors';

export const MAX_REQUEST_HEADERS = 20;

/** Names that the service passes on, in any case: `x-amz-` is its own, and of `x-amzn-` it takes one prefix. */
export const REQUEST_HEADER = /^(?!x-amz-)(?!x-amzn-(?!bedrock-agentcore-runtime-custom-))[a-z][a-z0-9_-]{0,255}$/i;

export function validateRequestHeaders(scope: IConstruct, names: string[]): void {
  if (Token.isUnresolved(names)) { return; }
  if (names.length < 1 || names.length > MAX_REQUEST_HEADERS) {
    throw configurationError(scope, 'InvalidRequestHeaderCount',
      `requestHeaders must have 1 to ${MAX_REQUEST_HEADERS} names, got: ${names.length}; ${names.length === 0 ? 'leave it out to have none' : 'remove some'}`);
  }
  const wrong = names.find((name) => !Token.isUnresolved(name) && !REQUEST_HEADER.test(name));
  if (wrong !== undefined) {
    throw configurationError(scope, 'InvalidRequestHeader',
      `requestHeaders must have names of a letter and at most 255 letters, digits, - and _, got: ${shown(wrong)}`
      + '; names that start with x-amz- or x-amzn- are the service\'s own, but for X-Amzn-Bedrock-AgentCore-Runtime-Custom-');
  }
}
