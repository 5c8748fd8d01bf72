import { OfferedTool, ToolCall, Turn } from './conversation.js';

/** What a tool is good for: the name of an argument it takes, and what its name holds. */
interface Capability {
  readonly property: string;
  readonly name?: RegExp;
  readonly notName?: RegExp;
}

const CAPABILITIES = {
  code: { property: 'code' },
  command: { property: 'command', notName: /start/i },
  startCommand: { property: 'command', name: /start/i },
  getTask: { property: 'task_id', name: /get/i },
  stopTask: { property: 'task_id', name: /stop/i },
  readFiles: { property: 'paths', name: /read/i },
} satisfies Record<string, Capability>;

export type CapabilityName = keyof typeof CAPABILITIES;

/**
 * A call of the tool that can do something, whatever it is named: agents may put prefixes before names, and wrap tools in their own.
 * Of several, the one that the prompt names, else the first. Undefined when there is none.
 */
export function callOf(turn: Turn, capability: CapabilityName, value: unknown): ToolCall | undefined {
  const tool = toolFor(turn, capability);
  const property = tool && propertyLike(tool, CAPABILITIES[capability].property);
  if (!tool || property === undefined) { return undefined; }
  const language = capability === 'code' ? propertyLike(tool, 'language') : undefined;
  return { tool: tool.name, input: { [property]: value, ...(language !== undefined && { [language]: 'python' }) } };
}

/** Whether a call was one of the tool that can do something. */
export function isCallOf(turn: Turn, capability: CapabilityName, { tool }: { readonly tool: string }): boolean {
  return toolFor(turn, capability)?.name === tool;
}

function toolFor({ tools, prompt }: Turn, capabilityName: CapabilityName): OfferedTool | undefined {
  const { property, name, notName }: Capability = CAPABILITIES[capabilityName];
  const able = tools.filter((tool) => {
    return propertyLike(tool, property) !== undefined && (name?.test(tool.name) ?? true) && !notName?.test(tool.name);
  });
  const words = new Set(prompt.match(/[\w-]+/g));
  return able.find((tool) => words.has(tool.name)) ?? able[0];
}

/** `task_id` is `taskId` in some frameworks. */
function propertyLike({ properties }: OfferedTool, wanted: string): string | undefined {
  const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();
  return properties.find((property) => plain(property) === plain(wanted));
}
