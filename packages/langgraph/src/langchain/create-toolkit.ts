import { StructuredToolInterface } from '@langchain/core/tools';
import { CodeInterpreterToolkit } from './toolkit.js';
import { CodeInterpreterOptions } from '../options.js';
import { ToolRunner } from '../tool-runner.js';

export interface CodeInterpreterToolkitAndTools {
  readonly toolkit: CodeInterpreterToolkit;
  /** Those of the toolkit, ready for an agent. */
  readonly tools: StructuredToolInterface[];
}

/**
 * Tools that run code in Amazon Bedrock AgentCore Code Interpreter, for LangChain and LangGraph. No session is started yet:
 * that is done by the first call of each thread.
 *
 * @throws CodeInterpreterToolError InvalidOptions
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-tool.html
 */
export async function createCodeInterpreterToolkit(options: CodeInterpreterOptions = {}): Promise<CodeInterpreterToolkitAndTools> {
  const toolkit = new CodeInterpreterToolkit(new ToolRunner(options));
  return { toolkit, tools: toolkit.tools };
}
