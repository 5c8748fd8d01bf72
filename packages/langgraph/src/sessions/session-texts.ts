const LOST = 'its variables, imports, files and installed packages are gone';

/** In front of the first result of a session that replaces another. */
export function replacedNotice(reason: string): string {
  return `[Notice: the session before this one is no more (${reason}), and ${LOST}. This ran in a new session.]\n`;
}

/** For a call that was under way when its session ended. */
export function endedDuringCall(reason: string): string {
  return `The session ended during this call (${reason}), and ${LOST}. What was called may have run or not, and was not repeated. `
    + 'The next call starts a new session: define, write and install there again what you need.';
}

/** For a question about a task whose session is no more. */
export function taskGone(taskId: string, reason: string): string {
  return `Task ${taskId} is gone: the session that it ran in is no more (${reason}), and ${LOST}. `
    + 'The next call starts a new session: write and install there again what you need, then start the command again with '
    + 'start_command_execution.';
}
