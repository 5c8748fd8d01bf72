import { AnswerBlock, ConverseAnswer } from './converse-answer.js';
import { eventFrame } from '../http/event-stream.js';

const PIECE_CHARACTERS = 24;

/** As ConverseStream sends it: text and arguments in small pieces, as models do. */
export function* converseEvents({ content, stopReason, usage, latencyMs }: ConverseAnswer): Generator<Buffer> {
  yield eventFrame('messageStart', { role: 'assistant' });
  for (const [contentBlockIndex, block] of content.entries()) { yield* blockEvents(block, contentBlockIndex); }
  yield eventFrame('messageStop', { stopReason });
  yield eventFrame('metadata', { usage, metrics: { latencyMs } });
}

function* blockEvents(block: AnswerBlock, contentBlockIndex: number): Generator<Buffer> {
  // Texts begin with their first piece.
  if ('toolUse' in block) {
    const { toolUseId, name } = block.toolUse;
    yield eventFrame('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId, name } } });
  }
  for (const piece of pieces('text' in block ? block.text : JSON.stringify(block.toolUse.input))) {
    const delta = 'text' in block ? { text: piece } : { toolUse: { input: piece } };
    yield eventFrame('contentBlockDelta', { contentBlockIndex, delta });
  }
  yield eventFrame('contentBlockStop', { contentBlockIndex });
}

/** By code points, so that no surrogates are parted. */
function pieces(text: string): readonly string[] {
  return text.match(new RegExp(`[^]{1,${PIECE_CHARACTERS}}`, 'gu')) ?? [];
}
