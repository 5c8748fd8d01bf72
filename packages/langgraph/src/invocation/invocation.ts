import { ToolArguments, ToolName as ServiceToolName } from '@aws-sdk/client-bedrock-agentcore';

/** What is sent to the service for a tool's call. */
export interface Invocation {
  readonly name: ServiceToolName;
  readonly arguments: ToolArguments;
  /** The task that it is about: that is gone with its session, so there is no point in asking another. Left out: none. */
  readonly taskId?: string;
}
