import { tool, Tool } from 'ai';
import { CodeInterpreterToolsOptions, ToolExecution } from './options.js';
import { ToolOutcome } from '../outcome.js';
import { ToolRunner } from '../tool-runner.js';
import { CodeInterpreterToolDefinition } from '../tools/tool-definition.js';
import { ToolName } from '../tools/tool-name.js';

/** For the `tools` of `generateText`, `streamText` and agents, keyed by their names. */
export type CodeInterpreterToolSet<Prefix extends string = ''> = Record<`${Prefix}${ToolName}`, Tool<Record<string, unknown>, ToolOutcome>>;

export interface CodeInterpreterTools<Prefix extends string = ''> {
  readonly tools: CodeInterpreterToolSet<Prefix>;
  /** The same for a conversation, over the same sessions: make them anew with each request. */
  readonly toolsForThread: (threadId: string) => CodeInterpreterToolSet<Prefix>;
  /** Has their sessions: clean it up when the conversation is over. */
  readonly runner: ToolRunner;
}

/**
 * Tools that run code in Amazon Bedrock AgentCore Code Interpreter, for the Vercel AI SDK. No session is started yet: that is
 * done by the first call of each thread. The output of a tool is a ToolOutcome, of which the model gets the text.
 *
 * @throws CodeInterpreterToolError InvalidOptions
 * @see https://ai-sdk.dev/docs/foundations/tools
 */
export function createCodeInterpreterTools<const Prefix extends string = ''>(
  options: CodeInterpreterToolsOptions<Prefix> = {},
): CodeInterpreterTools<Prefix> {
  const runner = new ToolRunner(options);
  const toolsOf = (threadId: CodeInterpreterToolsOptions['threadId']): CodeInterpreterToolSet<Prefix> => Object.fromEntries(
    runner.tools.map((definition) => [definition.name, toolOf(runner, definition, { ...options, threadId })]),
  ) as CodeInterpreterToolSet<Prefix>;
  return { tools: toolsOf(options.threadId), toolsForThread: toolsOf, runner };
}

function toolOf(
  runner: ToolRunner, { name, description, schema }: CodeInterpreterToolDefinition, { threadId, onProgress }: CodeInterpreterToolsOptions,
): Tool<Record<string, unknown>, ToolOutcome> {
  return tool({
    description,
    inputSchema: schema,
    execute: (given: Record<string, unknown>, execution: ToolExecution) => runner.run(name, given, {
      threadId: typeof threadId === 'function' ? threadId(execution) : threadId,
      signal: execution.abortSignal,
      ...(onProgress && { onProgress: (progress) => onProgress(progress, execution) }),
    }),
    toModelOutput: ({ output }: { output: ToolOutcome }) => ({ type: output.isError ? 'error-text' : 'text', value: output.text }),
  });
}
