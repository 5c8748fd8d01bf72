import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequest, CallToolRequestSchema, CallToolResult, ErrorCode, ListToolsRequestSchema, McpError, ServerNotification, ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { CodeInterpreterToolDefinition, CodeInterpreterToolError, ToolRunner } from 'agentcore-code-interpreter-langgraph/core';
import { describeTool, offeredTools } from './offered-tools.js';
import { McpServerOptions } from './options.js';
import { ProgressReporter } from './progress-reporter.js';
import { serverInstructions } from './server-instructions.js';
import { failedResult, toolResult } from './tool-result.js';
import { version } from './version.js';

const DEFAULT_MAX_ATTACHMENT_BYTES = 700_000;

/**
 * One connection, and the session that its tools share. It is built on the SDK's `Server`, not on `McpServer`, which checks
 * arguments itself and so would answer with other words than the toolkit does.
 */
export class CodeInterpreterMcpServer implements AsyncDisposable {
  /** Settles when the connection is over, whoever ended it, and no session is left. */
  public readonly closed: Promise<void>;
  private readonly server: Server;
  private readonly runner: ToolRunner;
  private readonly tools: readonly CodeInterpreterToolDefinition[];
  private readonly maxAttachmentBytes: number;
  private readonly warn: (message: string) => void;
  private stopSession!: () => void;
  private used = false;

  public constructor(options: McpServerOptions) {
    const { tools, maxAttachmentBytes = DEFAULT_MAX_ATTACHMENT_BYTES, ...coreOptions } = options;
    if (!Number.isSafeInteger(maxAttachmentBytes) || maxAttachmentBytes < 0) {
      throw new Error(`maxAttachmentBytes is ${maxAttachmentBytes}; allowed is a whole number of bytes, 0 or more`);
    }
    this.maxAttachmentBytes = maxAttachmentBytes;
    this.warn = options.onWarning ?? console.warn;
    this.runner = new ToolRunner(coreOptions);
    this.tools = offeredTools(this.runner.tools, tools);
    this.server = new Server(
      { name: 'agentcore-code-interpreter', title: 'Amazon Bedrock AgentCore Code Interpreter', version },
      { capabilities: { tools: {} }, instructions: serverInstructions(options) },
    );
    this.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: this.tools.map(describeTool) }));
    this.server.setRequestHandler(CallToolRequestSchema, (request, extra) => this.call(request.params, extra));
    this.server.onerror = (error) => this.warn(`of the connection: ${error.message}`);
    this.server.onclose = () => this.stopSession();
    this.closed = new Promise<void>((resolve) => { this.stopSession = resolve; }).then(() => this.runner.cleanup());
  }

  /**
   * Serves a client. Settles when the transport has started.
   * @throws Error if it has served one before: what is left of that session would be the next client's.
   */
  public async connect(transport: Transport): Promise<void> {
    if (this.used) { throw new Error('this server has served its connection; make another with createMcpServer'); }
    this.used = true;
    await this.server.connect(transport);
  }

  /** Ends the connection, whatever runs, and stops the session. May be called more than once. */
  public async close(): Promise<void> {
    this.used = true;
    await this.server.close();
    this.stopSession();
    await this.closed;
  }

  public async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async call(
    { name, arguments: args = {} }: CallToolRequest['params'], extra: RequestHandlerExtra<ServerRequest, ServerNotification>,
  ): Promise<CallToolResult> {
    if (!this.tools.some((tool) => tool.name === name)) {
      const names = this.tools.map((tool) => tool.name).join(', ');
      throw new McpError(ErrorCode.InvalidParams, `there is no tool ${JSON.stringify(name)}; there are ${names}`);
    }
    const token = extra._meta?.progressToken;
    const progress = token === undefined ? undefined : new ProgressReporter(token, extra.sendNotification);
    try {
      const onProgress = progress && ((event: Parameters<typeof progress.report>[0]) => progress.report(event));
      return toolResult(await this.runner.run(name, args, { signal: extra.signal, onProgress }), this.maxAttachmentBytes);
    } catch (error) {
      // The SDK answers nothing to a call that the client has cancelled.
      if (extra.signal.aborted) { throw error; }
      const message = failureText(error);
      this.warn(`${name}: ${message}`);
      return failedResult(message);
    } finally {
      await progress?.end();
    }
  }
}

/** Those of the toolkit say what to do themselves. */
function failureText(error: unknown): string {
  if (CodeInterpreterToolError.isInstance(error)) { return error.message; }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
