import { PlayedCall } from '../conversation.js';
import { toolOutput } from '../tool-output.js';

/** Of a command that runs by itself. */
export interface TaskState {
  /** Undefined when the tool does not tell it. */
  readonly id?: string;
  readonly status?: string;
  readonly isRunning: boolean;
}

/** The state comes before what the command printed. */
const LOOKED_AT_CHARACTERS = 2000;
/** The word "task", then the first word of some length with a digit in it. */
const TASK_ID = /task(?:[^]*?)(?<![\w-])((?=[A-Za-z_-]*\d)[A-Za-z0-9][\w-]{5,})/i;
const TASK_STATUS = /\b(submitted|working|completed|cancell?ed|failed)\b/i;

/** Tools of different frameworks say it in different words. */
export function taskState(call: PlayedCall): TaskState {
  const text = toolOutput(call).text.slice(0, LOOKED_AT_CHARACTERS);
  const [, id] = TASK_ID.exec(text) ?? [];
  const status = TASK_STATUS.exec(text)?.[1]?.toLowerCase();
  return { id, status, isRunning: status === 'submitted' || status === 'working' };
}
