import { CodeInterpreterMcpServer } from './code-interpreter-mcp-server.js';
import { McpServerOptions } from './options.js';

/**
 * Makes a Model Context Protocol server whose tools run code in Amazon Bedrock AgentCore Code Interpreter. It serves one
 * connection, which has one session; `connect` it to a transport of the MCP SDK.
 * @throws Error that says what is allowed: an option is wrong.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-tool.html
 */
export function createMcpServer(options: McpServerOptions = {}): CodeInterpreterMcpServer {
  return new CodeInterpreterMcpServer(options);
}

export type { CodeInterpreterMcpServer } from './code-interpreter-mcp-server.js';
export type { McpServerOptions } from './options.js';
