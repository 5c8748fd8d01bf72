export const TOOL_NAMES = [
  'executeCode', 'executeCommand', 'readFiles', 'listFiles', 'removeFiles', 'writeFiles', 'startCommandExecution', 'getTask', 'stopTask',
] as const;

export type ToolName = (typeof TOOL_NAMES)[number];
