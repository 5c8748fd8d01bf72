import { taskState } from './task-state.js';
import { ExampleConversation, Move, PlayedCall, Turn } from '../conversation.js';
import { callOf, CapabilityName, isCallOf } from '../tool-choice.js';
import { toolOutput } from '../tool-output.js';

const THREE_SECONDS = 'for step in 1 2 3 4 5 6; do echo "step $step of 6"; sleep 0.5; done';
const TEN_MINUTES = 'for step in $(seq 600); do echo "step $step of 600"; sleep 1; done';
const STEP = /^step \d+ of \d+$/gm;
const PAUSE = 'sleep 1.5';
/** Agents end after some 25 steps. A command that has not ended by then is reported as it is. */
const MOST_CHECKS = 5;

export const LONG_COMMAND: ExampleConversation = {
  name: 'long command',
  prompt: /^(?=[^]*\bcommand\b)(?=[^]*\b(?:long|background)\b)/i,
  examplePrompt: 'Start a long command that prints six steps in three seconds in the background, and check on it until it is done.',
  play: (turn) => {
    const { calls } = turn;
    const [started] = calls;
    if (!started) { return callOrSay(turn, 'startCommand', THREE_SECONDS); }
    const { id } = taskState(started);
    const last = calls.at(-1);
    if (id === undefined || !last || started.isError) { return noTask(turn); }
    if (!isCallOf(turn, 'getTask', last)) { return callOrSay(turn, 'getTask', id); }
    const checks = calls.filter((call) => isCallOf(turn, 'getTask', call)).length;
    const { status, isRunning } = taskState(last);
    if (status === undefined) { return untold(last); }
    // Without a pause it would ask as fast as it can.
    if (isRunning && checks < MOST_CHECKS) { return callOrSay(turn, 'command', PAUSE); }
    const step = toolOutput(last).text.match(STEP)?.at(-1) ?? 'nothing';
    return { say: `Task ${id} is ${status} at check ${checks}, and the last that it printed is: ${step}` };
  },
};

export const STOPPED_COMMAND: ExampleConversation = {
  name: 'stopped command',
  prompt: /^(?=[^]*\bcommand\b)(?=[^]*\bstop\b)/i,
  examplePrompt: 'Start a long command that takes ten minutes in the background, check on it once, stop it, and check again.',
  play: (turn) => {
    const [started, before, stopped, after] = turn.calls;
    if (!started) { return callOrSay(turn, 'startCommand', TEN_MINUTES); }
    const { id } = taskState(started);
    if (id === undefined || started.isError) { return noTask(turn); }
    if (!before) { return callOrSay(turn, 'getTask', id); }
    if (!stopped) { return callOrSay(turn, 'stopTask', id); }
    if (!after) { return callOrSay(turn, 'getTask', id); }
    const [wasStatus, isStatus] = [before, after].map((call) => taskState(call).status);
    if (wasStatus === undefined) { return untold(before); }
    return isStatus === undefined ? untold(after) : { say: `Task ${id} was ${wasStatus}; I stopped it, and now it is ${isStatus}.` };
  },
};

function callOrSay(turn: Turn, capability: CapabilityName, value: string): Move {
  const call = callOf(turn, capability, value);
  return call ? { call: [call] } : { say: `This agent offers me no tool to ${DEEDS[capability]}.` };
}

const DEEDS: Readonly<Record<CapabilityName, string>> = {
  code: 'run code',
  command: 'run a command',
  startCommand: 'start a command in the background',
  getTask: 'check on a task',
  stopTask: 'stop a task',
  readFiles: 'read files',
};

function untold(check: PlayedCall): Move {
  return { say: `The tool did not tell the state of the task. It said: ${toolOutput(check).text}` };
}

function noTask({ calls: [started] }: Turn): Move {
  return { say: `The command did not start: ${started ? toolOutput(started).text : ''}` };
}
