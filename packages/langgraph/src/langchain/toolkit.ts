import { BaseToolkit, StructuredToolInterface } from '@langchain/core/tools';
import { CodeInterpreterTool } from './code-interpreter-tool.js';
import { CallOptions } from '../call-options.js';
import { ToolOutcome } from '../outcome.js';
import { ToolRunner } from '../tool-runner.js';

/** The eleven tools, and the sessions that they run in: one for each `thread_id`, and for each sub-agent in it. */
export class CodeInterpreterToolkit extends BaseToolkit implements AsyncDisposable {
  /** In the order of langchain-aws. */
  public override readonly tools: StructuredToolInterface[];

  public constructor(private readonly runner: ToolRunner) {
    super();
    this.tools = runner.tools.map((definition) => new CodeInterpreterTool(runner, definition));
  }

  public getToolsByName(): Record<string, StructuredToolInterface> {
    return Object.fromEntries(this.tools.map((tool) => [tool.name, tool]));
  }

  /**
   * Calls a tool from the program, in the session that the agent uses: to put a file there before a run, say, or to fetch one after it.
   *
   * @throws CodeInterpreterToolError for what a model could not mend. An AbortError if the signal is aborted
   */
  public run(name: string, args: unknown, call?: CallOptions): Promise<ToolOutcome> {
    return this.runner.run(name, args, call);
  }

  /**
   * Stops the sessions of a thread and of its sub-agents. Never rejects: what goes wrong goes to `onWarning`.
   *
   * @param threadId Left out: all threads; the client that was made for them is destroyed too.
   */
  public cleanup(threadId?: string): Promise<void> {
    return this.runner.cleanup(threadId);
  }

  /** Cleans up all threads. */
  public [Symbol.asyncDispose](): Promise<void> {
    return this.runner.cleanup();
  }
}
