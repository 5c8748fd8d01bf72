import { ToolContext } from '@strands-agents/sdk';
import { CodeInterpreterOptions } from '../options.js';

export interface CodeInterpreterToolsOptions extends CodeInterpreterOptions {
  /**
   * Calls of one thread share a session, so give each conversation its own. A function is asked at each call.
   * Left out, or undefined from the function: 'default', one session for all agents that use these tools.
   */
  threadId?: string | ((context: ToolContext) => string | undefined);
}
