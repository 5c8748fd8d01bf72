import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { inRoot } from './root.mjs';

const TASKS_FILE = '.projen/tasks.json';

/** The environment that projen gives to every task, plus `extra`. */
export function taskEnv(extra = {}) {
  const { PATH: _fromNpm, ...env } = tasksFile().env;
  return { ...process.env, ...env, ...extra, PATH: [inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter) };
}

/** The commands of a projen task, to run without the second that `npx projen` takes to start. */
export function commandsOfTask(name, { without = [], env = {} } = {}) {
  const task = tasksFile().tasks[name];
  if (!task) { throw new Error(`${TASKS_FILE} has no task "${name}": run \`npx projen\``); }
  return task.steps.map((step) => {
    if (!step.exec && !step.execArgs) { throw new Error(`task "${name}" does more than run commands: use \`npx projen ${name}\``); }
    const shared = { env: taskEnv({ ...task.env, ...env }) };
    if (step.exec) { return { ...shared, command: step.exec, args: [], shell: true }; }
    const [command, ...args] = step.execArgs.filter((arg) => arg !== '$@' && !without.includes(arg));
    return { ...shared, command, args, shell: false };
  });
}

/** A command of node_modules/.bin, in the same environment. */
export function tool(command, args, env = {}) {
  return { command, args, env: taskEnv(env), shell: false };
}

function tasksFile() {
  return JSON.parse(readFileSync(inRoot(TASKS_FILE), 'utf8'));
}
