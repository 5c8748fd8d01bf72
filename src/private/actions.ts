import { Token } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { configurationError, shown } from './errors';

/**
 * What an action can be limited to: any code interpreter, only custom ones, or nothing (`*`).
 *
 * From the service authorization reference, "Actions, resources, and condition keys for Amazon Bedrock AgentCore".
 */
type Scope = 'any' | 'custom' | 'none';

const SCOPE_OF_ACTION: Readonly<Record<string, Scope>> = {
  'bedrock-agentcore:CreateCodeInterpreter': 'none',
  'bedrock-agentcore:DeleteCodeInterpreter': 'custom',
  'bedrock-agentcore:GetCodeInterpreter': 'custom',
  'bedrock-agentcore:GetCodeInterpreterSession': 'any',
  'bedrock-agentcore:InvokeCodeInterpreter': 'any',
  'bedrock-agentcore:ListCodeInterpreterSessions': 'any',
  'bedrock-agentcore:ListCodeInterpreters': 'none',
  'bedrock-agentcore:ListTagsForResource': 'custom',
  'bedrock-agentcore:StartCodeInterpreterSession': 'any',
  'bedrock-agentcore:StopCodeInterpreterSession': 'any',
  'bedrock-agentcore:TagResource': 'custom',
  'bedrock-agentcore:UntagResource': 'custom',
};

export const USE_ACTIONS = [
  'bedrock-agentcore:GetCodeInterpreterSession',
  'bedrock-agentcore:InvokeCodeInterpreter',
  'bedrock-agentcore:StartCodeInterpreterSession',
  'bedrock-agentcore:StopCodeInterpreterSession',
];

export const INVOKE_ACTIONS = ['bedrock-agentcore:InvokeCodeInterpreter'];

export const READ_ACTIONS = [
  'bedrock-agentcore:GetCodeInterpreter',
  'bedrock-agentcore:GetCodeInterpreterSession',
  'bedrock-agentcore:ListCodeInterpreterSessions',
  'bedrock-agentcore:ListCodeInterpreters',
];

/** For one browser; connecting to its stream has no resource level. */
export const BROWSER_SESSION_ACTIONS = [
  'bedrock-agentcore:GetBrowserSession',
  'bedrock-agentcore:StartBrowserSession',
  'bedrock-agentcore:StopBrowserSession',
  'bedrock-agentcore:UpdateBrowserStream',
];
export const BROWSER_STREAM_ACTIONS = ['bedrock-agentcore:ConnectBrowserAutomationStream'];

export interface ScopedActions {
  /** Those that can be limited to the interpreter's ARN. */
  readonly onInterpreter: string[];
  /** Those that IAM only takes on `*`. */
  readonly onAnything: string[];
}

/**
 * Sorts actions by what they can be limited to.
 *
 * @throws when an action is no code-interpreter action, or cannot be used on the AWS-managed interpreter
 */
export function scopedActions(scope: IConstruct, actions: string[], awsManaged: boolean): ScopedActions {
  const onInterpreter: string[] = [];
  const onAnything: string[] = [];
  for (const given of actions) {
    const action = Token.isUnresolved(given) || given.includes(':') ? given : `bedrock-agentcore:${given}`;
    const scopes = scopesOf(scope, action);
    if (awsManaged && scopes.every((s) => s === 'custom')) {
      throw configurationError(scope, 'ActionNotOnAwsManagedInterpreter',
        `${shown(action)} cannot be granted on the AWS-managed code interpreter, which nobody but AWS can read or change`
        + `; grant one of: ${knownActions((s) => s !== 'custom')}`);
    }
    (scopes.every((s) => s === 'none') ? onAnything : onInterpreter).push(action);
  }
  return { onInterpreter, onAnything };
}

/** The actions of `actions` that mean something on the interpreter. */
export function applicable(actions: string[], awsManaged: boolean): string[] {
  return awsManaged ? actions.filter((action) => SCOPE_OF_ACTION[action] !== 'custom') : actions;
}

function scopesOf(scope: IConstruct, action: string): Scope[] {
  if (Token.isUnresolved(action)) { return ['any']; }
  const pattern = new RegExp(`^${action.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i');
  const scopes = Object.keys(SCOPE_OF_ACTION).filter((known) => pattern.test(known)).map((known) => SCOPE_OF_ACTION[known]);
  if (scopes.length === 0) {
    throw configurationError(scope, 'UnknownCodeInterpreterAction',
      `${shown(action)} is not an action on code interpreters; use one of: ${knownActions(() => true)}`
      + '; for an action that is newer than this version, use iam.Grant.addToPrincipal');
  }
  return scopes;
}

function knownActions(filter: (scope: Scope) => boolean): string {
  return Object.entries(SCOPE_OF_ACTION).filter(([, scope]) => filter(scope)).map(([action]) => action).join(', ');
}
