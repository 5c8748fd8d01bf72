import { Tool } from '@strands-agents/sdk';
import { CodeInterpreterTool } from './code-interpreter-tool.js';
import { CodeInterpreterToolsOptions } from './options.js';
import { ToolRunner } from '../tool-runner.js';

export interface CodeInterpreterTools {
  /** For the `tools` of an Agent, in the order of langchain-aws. */
  readonly tools: Tool[];
  /** Has their sessions: clean it up when the agent is done. */
  readonly runner: ToolRunner;
}

/**
 * Tools that run code in Amazon Bedrock AgentCore Code Interpreter, for the Strands Agents SDK. No session is started yet: that
 * is done by the first call of each thread.
 *
 * @throws CodeInterpreterToolError InvalidOptions
 * @see https://strandsagents.com/
 */
export function createCodeInterpreterTools(options: CodeInterpreterToolsOptions = {}): CodeInterpreterTools {
  const runner = new ToolRunner(options);
  return { tools: runner.tools.map((definition) => new CodeInterpreterTool(runner, definition, options.threadId)), runner };
}
