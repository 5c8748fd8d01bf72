import { Tool } from '@modelcontextprotocol/sdk/types.js';
import { CodeInterpreterToolDefinition, TOOL_NAMES, ToolName } from 'agentcore-code-interpreter-langgraph/core';
import { z } from 'zod';

/** What clients show to people: a title, and whether the tool may reach beyond the session, as far as its network goes. */
const TITLES: Readonly<Record<ToolName, { readonly title: string; readonly openWorldHint: boolean }>> = {
  execute_code: { title: 'Run code', openWorldHint: true },
  execute_command: { title: 'Run a shell command', openWorldHint: true },
  read_files: { title: 'Read files', openWorldHint: false },
  list_files: { title: 'List files', openWorldHint: false },
  delete_files: { title: 'Delete files', openWorldHint: false },
  write_files: { title: 'Write files', openWorldHint: false },
  upload_file: { title: 'Upload a file', openWorldHint: false },
  install_packages: { title: 'Install Python packages', openWorldHint: true },
  start_command_execution: { title: 'Start a long command', openWorldHint: true },
  get_task: { title: 'Look at a long command', openWorldHint: false },
  stop_task: { title: 'Stop a long command', openWorldHint: false },
};

/** Those that `names` lists, in their usual order. Left out: all. */
export function offeredTools(
  definitions: readonly CodeInterpreterToolDefinition[], names: readonly string[] = TOOL_NAMES,
): readonly CodeInterpreterToolDefinition[] {
  const unknown = names.find((name) => !TOOL_NAMES.some((known) => known === name));
  if (unknown !== undefined || names.length === 0) {
    const got = unknown === undefined ? 'tools is empty' : `tools has no tool ${JSON.stringify(unknown)} to offer`;
    throw new Error(`${got}; allowed are one or more of ${TOOL_NAMES.join(', ')}; leave it out to offer all`);
  }
  return definitions.filter(({ tool }) => names.includes(tool));
}

/** As tools/list answers it. */
export function describeTool({ name, tool, description, schema, readOnly, destructive }: CodeInterpreterToolDefinition): Tool {
  const { title, openWorldHint } = TITLES[tool];
  return {
    name,
    title,
    description,
    // Clients know this draft; zod's default is a newer one.
    inputSchema: z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as Tool['inputSchema'],
    annotations: { title, readOnlyHint: readOnly, destructiveHint: destructive, openWorldHint },
  };
}
