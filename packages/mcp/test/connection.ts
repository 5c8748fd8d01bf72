import { setImmediate } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolResult, CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { CodeInterpreterMcpServer, createMcpServer, McpServerOptions } from '../src/index.js';

/** The MCP SDK's own client, and what tests ask of it. */
export class Connection {
  public readonly client = new Client({ name: 'tests', version: '1.0.0' });

  public async open(transport: Transport): Promise<this> {
    await this.client.connect(transport);
    return this;
  }

  /** `how` left out: the client gives up after a minute, as clients do, and asks for no progress. */
  public async call(name: string, args: Record<string, unknown> = {}, how: RequestOptions = {}): Promise<CallToolResult> {
    return this.client.request({ method: 'tools/call', params: { name, arguments: args } }, CallToolResultSchema, how);
  }
}

export interface ConnectionInMemory {
  readonly connection: Connection;
  readonly server: CodeInterpreterMcpServer;
  /** What the server warned of. */
  readonly warnings: readonly string[];
}

/** A server in this process, closed when the test ends. */
export async function connectInMemory(options: McpServerOptions = {}): Promise<ConnectionInMemory> {
  const warnings: string[] = [];
  const server = createMcpServer({ onWarning: (message) => { warnings.push(message); }, ...options });
  onTestFinished(() => server.close());
  const [ofClient, ofServer] = InMemoryTransport.createLinkedPair();
  await server.connect(slowedDown(ofServer));
  return { connection: await new Connection().open(ofClient), server, warnings };
}

/** Takes its time for a notification, as a pipe does, so that what does not wait for it comes before it. */
function slowedDown(transport: Transport): Transport {
  const send = transport.send.bind(transport);
  transport.send = async (message, how) => {
    if ('method' in message) { await setImmediate(); }
    await send(message, how);
  };
  return transport;
}

/** The text blocks of a result. */
export function textOf({ content }: CallToolResult): string {
  return content.flatMap((block) => block.type === 'text' ? [block.text] : []).join('\n');
}
