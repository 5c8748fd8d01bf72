import { Move, OfferedTool, PlayedCall, SEED_CONVERSATIONS, Turn } from '../../src/model/index.js';
import { play } from '../../src/model/play.js';

/** What the toolkits offer, by the names of Python. */
export const TOOLKIT: readonly OfferedTool[] = [
  { name: 'execute_code', properties: ['code', 'language', 'clear_context'] },
  { name: 'execute_command', properties: ['command'] },
  { name: 'read_files', properties: ['paths'] },
  { name: 'list_files', properties: ['directory_path'] },
  { name: 'delete_files', properties: ['paths'] },
  { name: 'write_files', properties: ['files'] },
  { name: 'upload_file', properties: ['path', 'content', 'description'] },
  { name: 'install_packages', properties: ['packages', 'upgrade'] },
  { name: 'start_command_execution', properties: ['command'] },
  { name: 'get_task', properties: ['task_id'] },
  { name: 'stop_task', properties: ['task_id'] },
];

/** What the model does next, after tools said these things. */
export function nextMove(prompt: string, calls: readonly Partial<PlayedCall>[] = [], tools: readonly OfferedTool[] = TOOLKIT): Move {
  return play(turn(prompt, calls, tools), SEED_CONVERSATIONS, { messages: [] }).move;
}

export function turn(prompt: string, calls: readonly Partial<PlayedCall>[] = [], tools: readonly OfferedTool[] = TOOLKIT): Turn {
  return { prompt, tools, calls: calls.map((call) => ({ tool: 'execute_code', input: {}, text: '', isError: false, ...call })) };
}
