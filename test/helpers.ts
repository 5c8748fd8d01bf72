import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** A stack with a known environment, in an app of its own. */
export function testStack(id = 'Stack', context: { [key: string]: unknown } = {}): Stack {
  return new Stack(new App({ context }), id, { env: { account: ACCOUNT, region: REGION } });
}

/** What `fn` throws, as text. Fails when it throws nothing. */
export function messageOf(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected an error, and there was none');
}

export const CODE_INTERPRETER = 'AWS::BedrockAgentCore::CodeInterpreterCustom';

/** The properties of the one resource of a type that the stack synthesizes. */
export function onlyOne(stack: Stack, type: string): { [property: string]: any } {
  const found = Object.values(Template.fromStack(stack).findResources(type));
  if (found.length !== 1) { throw new Error(`expected one ${type}, got ${found.length}`); }
  return found[0].Properties;
}

/** All warnings of a synthesized stack, as `<path>: <text>`. */
export function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => `${id}: ${entry.data}`);
}

export const RUNTIME = 'AWS::BedrockAgentCore::Runtime';

/** An image that nobody has to build. */
export const IMAGE_URI = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/agent:v1`;

/** The statements of all policies of a stack, one list of actions and one of resources each. */
export function statementsIn(stack: Stack): { Action: string[]; Resource: any[]; Condition?: object }[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
    .map((statement) => ({ ...statement, Action: [statement.Action].flat(), Resource: [statement.Resource].flat() }));
}
