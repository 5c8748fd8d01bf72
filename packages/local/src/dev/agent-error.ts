/** An agent cannot be started or called. The message says what to do. */
export class AgentError extends Error {
  public override readonly name: string = 'AgentError';
}

/** The agent itself does not start: its code has to change, and not how it is asked for. */
export class AgentFailedError extends AgentError {
  public override readonly name = 'AgentFailedError';
}
