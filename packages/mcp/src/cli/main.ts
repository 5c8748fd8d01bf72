import { setTimeout } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Command } from 'commander';
import { processEnd } from './end.js';
import { addFlags, Flags, serverOptions } from './flags.js';
import { createMcpServer } from '../index.js';
import { version } from '../version.js';

const NAME = 'agentcore-code-interpreter-mcp';

const LONGEST_END_SECONDS = 10;

/** Runs the command line. Exits with 1 when something is wrong, and says what on stderr: stdout is the client's. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = addFlags(new Command(NAME))
    .description('A Model Context Protocol server, over stdio, whose tools run code in Amazon Bedrock AgentCore Code Interpreter')
    .version(version)
    .showHelpAfterError(`(${NAME} --help says what there is)`)
    .action(serve);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

async function serve(flags: Flags): Promise<void> {
  const server = createMcpServer({ ...serverOptions(flags), onWarning: say });
  const ended = processEnd(say);
  // A client that does not read stderr must not end the server.
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', (error) => {
    say(error.stack ?? String(error));
    process.exitCode = 1;
    void server.close();
  });
  if (process.stdin.isTTY) { say('waits for an MCP client on stdin; a client starts this itself, see the README'); }
  await server.connect(new StdioServerTransport());
  await Promise.race([ended, server.closed]);
  await endInTime(server.close());
  // Sockets of calls that were cut off would keep the process.
  process.exit();
}

/** A network that swallows everything must not keep the process for ever. */
async function endInTime(closing: Promise<void>): Promise<void> {
  const late = await Promise.race([closing, setTimeout(LONGEST_END_SECONDS * 1000, 'late')]);
  if (late === undefined) { return; }
  say(`ends although the session was not stopped in ${LONGEST_END_SECONDS} seconds: it lasts until its timeout`);
  process.exitCode = 1;
}

function say(message: string): void {
  process.stderr.write(`${NAME}: ${message}\n`);
}
