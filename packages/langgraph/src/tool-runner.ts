import { CallOptions } from './call-options.js';
import { ClientHolder } from './client/client-holder.js';
import { abortError, allowManyListeners } from './errors/abort-error.js';
import { ArgumentProblem } from './errors/argument-problem.js';
import { CodeInterpreterToolError } from './errors/code-interpreter-tool-error.js';
import { Invocation } from './invocation/invocation.js';
import { ToolCall } from './invocation/tool-call.js';
import { CodeInterpreterOptions } from './options.js';
import { ToolOutcome } from './outcome.js';
import { limitedText } from './output/limited-text.js';
import { EMPTY_ARTIFACT } from './output/result-artifact.js';
import { reporterOf } from './reporter.js';
import { SessionService } from './sessions/session-service.js';
import { Sessions } from './sessions/sessions.js';
import { Settings, settingsOf } from './settings.js';
import { Tool } from './tools/define-tool.js';
import { CodeInterpreterToolDefinition } from './tools/tool-definition.js';
import { TOOLS } from './tools/tools.js';

/** The eleven tools and their sessions, without a framework. What frameworks need is made of it. */
export class ToolRunner implements AsyncDisposable {
  /** In the order of langchain-aws. */
  public readonly tools: readonly CodeInterpreterToolDefinition[];
  private readonly toolsByName: ReadonlyMap<string, Tool>;
  private readonly settings: Settings;
  private readonly client: ClientHolder;
  private readonly sessions: Sessions;

  /** Nothing is sent yet. @throws CodeInterpreterToolError InvalidOptions */
  public constructor(options: CodeInterpreterOptions = {}) {
    this.settings = settingsOf(options, process.env);
    const { toolNamePrefix, maxAttempts } = this.settings;
    this.client = new ClientHolder(options, maxAttempts);
    this.sessions = new Sessions(new SessionService(this.client, this.settings), this.settings);
    this.toolsByName = new Map(TOOLS.map((tool) => [`${toolNamePrefix}${tool.tool}`, tool]));
    this.tools = [...this.toolsByName].map(([name, { tool, description, schema, readOnly, destructive }]) => (
      { name, tool, description, schema, readOnly, destructive }
    ));
  }

  /**
   * Calls a tool, in the session of its thread, which is started if there is none. What a model can mend resolves with
   * `isError`: a wrong argument, code that fails, a file that is not there, a session that ended.
   *
   * @param name with the prefix, if there is one
   * @param args as the model gave them; they are checked before a session is started
   * @throws CodeInterpreterToolError for what a model cannot mend. An AbortError if the signal is aborted
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeCodeInterpreter.html
   */
  public async run(name: string, args: unknown, call: CallOptions = {}): Promise<ToolOutcome> {
    const tool = this.toolsByName.get(name);
    if (!tool) {
      throw new CodeInterpreterToolError('UnknownTool',
        `there is no tool ${JSON.stringify(name)}; there are ${[...this.toolsByName.keys()].join(', ')}`);
    }
    const { threadId = 'default', scope = '', signal } = call;
    if (signal?.aborted) { throw abortError(signal); }
    const { client, sessions, settings } = this;
    const invocation = invocationOf(tool, args);
    if (invocation instanceof ArgumentProblem) {
      // A long list of wrong arguments makes a long message.
      const { text } = limitedText(invocation.message, settings.maxOutputCharacters);
      return { text, isError: true, artifact: EMPTY_ARTIFACT };
    }
    if (signal) { allowManyListeners(signal); }
    const report = reporterOf(name, threadId, call, settings.warn);
    return new ToolCall({ client, sessions, settings }, tool, invocation, { threadId, scope }, signal, report).run();
  }

  /**
   * Stops the sessions of a thread, those of its sub-agents too, and waits for sessions that are just starting. Calls under way
   * are told. Never rejects: what goes wrong goes to `onWarning`. The thread can be used again, and then gets a new session.
   *
   * @param threadId Left out: all threads; the client that was made for them is destroyed too.
   */
  public async cleanup(threadId?: string): Promise<void> {
    await this.sessions.stop(threadId);
    if (threadId === undefined) { this.client.giveUp(); }
  }

  /** Cleans up all threads. */
  public async [Symbol.asyncDispose](): Promise<void> {
    await this.cleanup();
  }
}

function invocationOf(tool: Tool, args: unknown): Invocation | ArgumentProblem {
  try {
    return tool.invocation(args);
  } catch (error) {
    if (error instanceof ArgumentProblem) { return error; }
    throw error;
  }
}
