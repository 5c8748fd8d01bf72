/** The tools, in the order and by the names of langchain-aws. */
export const TOOL_NAMES = [
  'execute_code', 'execute_command', 'read_files', 'list_files', 'delete_files', 'write_files', 'upload_file', 'install_packages',
  'start_command_execution', 'get_task', 'stop_task',
] as const;

export type ToolName = (typeof TOOL_NAMES)[number];
