/**
 * The operations on sessions, which the service counts one by one.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-tool-metrics.html
 */
export enum CodeInterpreterOperation {
  /** Start a session. */
  START_SESSION = 'StartCodeInterpreterSession',
  /** Run code or another tool in a session. */
  INVOKE = 'InvokeCodeInterpreter',
  /** Look at a session. */
  GET_SESSION = 'GetCodeInterpreterSession',
  /** List sessions. */
  LIST_SESSIONS = 'ListCodeInterpreterSessions',
  /** Stop a session. */
  STOP_SESSION = 'StopCodeInterpreterSession',
}
