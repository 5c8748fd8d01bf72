import { Conversation, Move, Turn } from './conversation.js';
import { callOf } from './tool-choice.js';
import { toolOutput } from './tool-output.js';

const CODE_BLOCK = /```(?:python|py)?[ \t]*\r?\n([\s\S]*?)```/i;

/** Runs code that the prompt holds. Otherwise says what this is, and what it knows. */
export function playUnknown(turn: Turn, conversations: readonly Conversation[]): Move {
  const [, code] = CODE_BLOCK.exec(turn.prompt) ?? [];
  const call = code === undefined ? undefined : callOf(turn, 'code', code);
  if (!call) { return { say: introduction(conversations, code !== undefined) }; }
  const [result] = turn.calls;
  if (!result) { return { call: [call] }; }
  const { text, isError } = toolOutput(result);
  const outcome = isError ? 'The code failed' : 'The code ran';
  return { say: text === '' ? `${outcome}, and printed nothing.` : `${outcome}:\n\n${text}` };
}

function introduction(conversations: readonly Conversation[], hasCode: boolean): string {
  const examples = conversations.flatMap(({ examplePrompt }) => (examplePrompt === undefined ? [] : [`- ${examplePrompt}`]));
  const code = hasCode
    ? 'I run Python code that a prompt holds between ``` lines, but this agent offers me no tool with an argument "code".'
    : 'I run Python code that a prompt holds between ``` lines.';
  return [
    `I am a scripted stand-in for a model. I do not understand prompts; credentials for Amazon Bedrock get you a real model. ${code}`,
    ...examples.length > 0 ? [`I also know these:\n${examples.join('\n')}`] : [],
  ].join('\n\n');
}
