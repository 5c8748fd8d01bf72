import { list, Schema, structure, text } from '../operations/shapes.js';
import { compileValidator } from '../operations/validator.js';

export interface ToolUse {
  readonly toolUseId: string;
  readonly name: string;
  readonly input?: unknown;
}

export interface ToolResult {
  readonly toolUseId: string;
  readonly content: readonly { readonly text?: string; readonly json?: unknown }[];
  readonly status?: 'success' | 'error';
}

/** Of the members that Bedrock knows, those that are read. */
export interface ContentBlock {
  readonly text?: string;
  readonly toolUse?: ToolUse;
  readonly toolResult?: ToolResult;
}

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly ContentBlock[];
}

export interface ToolSpecification {
  readonly name: string;
  readonly inputSchema: { readonly json?: { readonly properties?: Readonly<Record<string, unknown>> } };
}

/** The body of Converse and ConverseStream. */
export interface ConverseRequest {
  readonly messages: readonly Message[];
  readonly toolConfig?: {
    readonly tools: readonly { readonly toolSpec?: ToolSpecification }[];
    readonly toolChoice?: { readonly any?: object; readonly tool?: { readonly name: string } };
  };
}

const MOST_ITEMS = 100_000;
const ANYTHING: Schema = {};
const TOOL_NAME = text(1, 64, '[a-zA-Z0-9_-]+');
const TOOL_USE_ID = text(1, 64, '[a-zA-Z0-9_.:-]+');
const ANY_TEXT = { type: 'string' };

const CONTENT_BLOCK = structure({
  text: ANY_TEXT,
  toolUse: structure({ toolUseId: TOOL_USE_ID, name: TOOL_NAME, input: ANYTHING }, ['toolUseId', 'name', 'input']),
  toolResult: structure({
    toolUseId: TOOL_USE_ID,
    content: list(structure({ text: ANY_TEXT, json: ANYTHING }), 0, MOST_ITEMS),
    status: { enum: ['success', 'error'] },
  }, ['toolUseId', 'content']),
});

const TOOL = structure({
  toolSpec: structure({
    name: TOOL_NAME,
    inputSchema: structure({ json: { type: 'object', properties: { properties: { type: 'object' } } } }),
  }, ['name', 'inputSchema']),
});

/** @throws ServiceException that names the member that breaks its constraint */
export const validConverseRequest = compileValidator<ConverseRequest>(structure({
  messages: list(structure({ role: { enum: ['user', 'assistant'] }, content: list(CONTENT_BLOCK, 1, MOST_ITEMS) }, ['role', 'content']), 1, MOST_ITEMS),
  toolConfig: structure({
    tools: list(TOOL, 1, MOST_ITEMS),
    toolChoice: structure({ any: { type: 'object' }, tool: structure({ name: TOOL_NAME }, ['name']) }),
  }, ['tools']),
}, ['messages']));
