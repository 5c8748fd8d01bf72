import { randomBytes } from 'node:crypto';
import { Move } from './conversation.js';

/** Of the answer: a text, or a tool call. */
export type AnswerBlock =
  | { readonly text: string }
  | { readonly toolUse: { readonly toolUseId: string; readonly name: string; readonly input: Readonly<Record<string, unknown>> } };

export type StopReason = 'end_turn' | 'tool_use';

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
}

/** What Converse answers in one piece, and ConverseStream in many. */
export interface ConverseAnswer {
  readonly content: readonly AnswerBlock[];
  readonly stopReason: StopReason;
  readonly usage: Usage;
  readonly latencyMs: number;
}

export function converseAnswer(move: Move, inputCharacters: number, latencyMs: number): ConverseAnswer {
  const calls = 'call' in move ? move.call : [];
  const content: AnswerBlock[] = [
    ...move.say?.trim() ? [{ text: move.say }] : [],
    ...calls.map(({ tool, input }) => ({ toolUse: { toolUseId: newToolUseId(), name: tool, input } })),
  ];
  const inputTokens = estimatedTokens(inputCharacters);
  const outputTokens = estimatedTokens(JSON.stringify(content).length);
  return {
    content,
    stopReason: calls.length > 0 ? 'tool_use' : 'end_turn',
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    latencyMs,
  };
}

/** As Converse sends it. */
export function converseBody({ content, stopReason, usage, latencyMs }: ConverseAnswer): object {
  return { output: { message: { role: 'assistant', content } }, stopReason, usage, metrics: { latencyMs } };
}

function newToolUseId(): string {
  return `tooluse_${randomBytes(16).toString('base64url')}`;
}

const CHARACTERS_PER_TOKEN = 4;

/** Nothing counts tokens here, but agents that add them up expect some. */
function estimatedTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
