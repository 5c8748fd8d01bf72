import { ExampleConversation, Move, Turn } from '../conversation.js';
import { callOf } from '../tool-choice.js';
import { failureReason, toolOutput } from '../tool-output.js';

export interface CodeConversation {
  readonly name: string;
  readonly prompt: RegExp;
  readonly examplePrompt: string;
  /** What to run, of what the prompt says. */
  readonly code: (match: RegExpExecArray) => string;
  /** Of what the code printed, and what the prompt says. */
  readonly answer: (output: string, match: RegExpExecArray) => string;
  /** Of an error. Left out: the error itself. */
  readonly failure?: (output: string) => string | undefined;
}

/** A conversation of one question, one piece of code and one answer. */
export function codeConversation({ name, prompt, examplePrompt, code, answer, failure }: CodeConversation): ExampleConversation {
  return {
    name,
    prompt,
    examplePrompt,
    play: (turn) => {
      const match = prompt.exec(turn.prompt);
      if (!match) { throw new Error(`${prompt} does not match ${JSON.stringify(turn.prompt)}`); }
      const [run] = turn.calls;
      if (!run) { return runCode(turn, code(match)); }
      const output = toolOutput(run);
      return { say: output.isError ? failure?.(output.text) ?? failureText(output.text) : answer(output.text, match) };
    },
  };
}

export function runCode(turn: Turn, code: string): Move {
  const call = callOf(turn, 'code', code);
  return call ? { call: [call] } : { say: 'This agent offers me no tool with an argument "code", so I cannot run any.' };
}

export function failureText(output: string): string {
  return `The tool failed: ${failureReason(output)}`;
}
