import { TOOL_NAMES, ToolName } from 'agentcore-code-interpreter-langgraph/core';
import { Command, InvalidArgumentError } from 'commander';
import { McpServerOptions } from '../options.js';

const LONGEST_SESSION_SECONDS = 28_800;
const LEAST_OUTPUT_CHARACTERS = 1_000;

/** As commander hands them over. */
export interface Flags {
  readonly region?: string;
  readonly codeInterpreter?: string;
  readonly sessionTimeout?: number;
  readonly idleTimeout?: number;
  readonly maxOutput?: number;
  readonly maxAttachment?: number;
  readonly tools?: readonly ToolName[];
}

/** Adds the flags, one for each option that can be written on a command line. */
export function addFlags(command: Command): Command {
  return command
    .option('--region <name>', 'the AWS region (default: AWS_REGION, else that of the profile)')
    .option('--code-interpreter <id or arn>', 'the one that runs the code (default: CUSTOM_INTERPRETER_ID, else aws.codeinterpreter.v1)')
    .option('--session-timeout <seconds>', 'how long a session lasts from its start (default: 900)', wholeNumber(1, LONGEST_SESSION_SECONDS))
    .option(
      '--idle-timeout <seconds>', 'stop a session that has no call for so long (default: it lasts until its timeout)',
      wholeNumber(1, LONGEST_SESSION_SECONDS),
    )
    .option('--max-output <characters>', 'most text in one result (default: 50000)', wholeNumber(LEAST_OUTPUT_CHARACTERS))
    .option('--max-attachment <bytes>', 'most bytes of images and binary files in one result (default: 700000)', wholeNumber(0))
    .option('--tools <names>', 'the tools to offer, with commas between (default: all)', toolNames);
}

/** What `createMcpServer` takes. */
export function serverOptions(flags: Flags): McpServerOptions {
  return {
    region: flags.region,
    codeInterpreterIdentifier: flags.codeInterpreter,
    sessionTimeoutSeconds: flags.sessionTimeout,
    idleTimeoutSeconds: flags.idleTimeout,
    maxOutputCharacters: flags.maxOutput,
    maxAttachmentBytes: flags.maxAttachment,
    tools: flags.tools,
  };
}

/** Commander puts the flag and the value before the message. */
function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) { return value; }
    const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Allowed is a whole number ${range}.`);
  };
}

function toolNames(text: string): ToolName[] {
  return text.split(',').map((part) => {
    const name = TOOL_NAMES.find((known) => known === part.trim());
    if (name === undefined) {
      throw new InvalidArgumentError(`There is no tool ${JSON.stringify(part.trim())}; allowed are ${TOOL_NAMES.join(', ')}.`);
    }
    return name;
  });
}
