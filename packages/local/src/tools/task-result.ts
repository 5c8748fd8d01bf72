import { joined, outputTexts } from './output-texts.js';
import { CodeInterpreterResult } from './result.js';
import { Limits, Task } from '../sandbox/sandbox.js';

/** A task that was just started. */
export function startedTaskResult({ id, status }: Task): CodeInterpreterResult {
  return {
    content: [{ type: 'text', text: `Task ${id} ${status}` }],
    structuredContent: { taskId: id, taskStatus: status },
    isError: false,
  };
}

/** A task and its output so far. That it failed is no error of the question. */
export function taskResult(task: Task, limits: Limits): CodeInterpreterResult {
  const { id, status, exitCode, seconds } = task;
  const { stdout, stderr } = outputTexts(task, limits);
  // Many clients show the text only: it has to say all that matters.
  const state = `Task ${id} ${status}${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`;
  return {
    content: [{ type: 'text', text: joined(state, stdout, stderr) }],
    structuredContent: {
      taskId: id, taskStatus: status, stdout, stderr, ...(exitCode !== undefined && { exitCode }), executionTime: seconds,
    },
    isError: false,
  };
}
