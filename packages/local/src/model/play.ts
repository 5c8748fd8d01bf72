import { Conversation, Move, Turn } from './conversation.js';
import { ConverseRequest } from './converse-request.js';
import { playUnknown } from './unknown-prompt.js';
import { ServiceException } from '../operations/service-exception.js';

/** What is played, and of which conversation. */
export interface Played {
  /** Undefined for a prompt that no conversation knows. */
  readonly conversation?: string;
  readonly move: Move;
}

/** @throws ServiceException a conversation that fails, or a move that the request does not allow */
export function play(turn: Turn, conversations: readonly Conversation[], { toolConfig }: ConverseRequest): Played {
  const conversation = conversations.find(({ prompt }) => turn.prompt.search(prompt) >= 0);
  const move = conversation ? played(conversation, turn) : playUnknown(turn, conversations);
  checkMove(move, turn, conversation?.name ?? 'for unknown prompts', toolConfig?.toolChoice);
  return { conversation: conversation?.name, move };
}

function played({ name, play: next }: Conversation, turn: Turn): Move {
  try {
    return next(turn);
  } catch (error) {
    // No 500, which SDKs repeat.
    throw refused(`The conversation ${JSON.stringify(name)} of the scripted model failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type ToolChoice = NonNullable<ConverseRequest['toolConfig']>['toolChoice'];

function checkMove(move: Move, { tools }: Turn, name: string, choice: ToolChoice): void {
  const called = 'call' in move ? move.call.map(({ tool }) => tool) : [];
  const offered = tools.map((tool) => tool.name);
  const unknown = called.find((tool) => !offered.includes(tool));
  if (unknown !== undefined) {
    throw refused(`The conversation ${JSON.stringify(name)} of the scripted model calls ${JSON.stringify(unknown)}, `
      + `which is not among the tools of the request: ${offered.join(', ') || 'there are none'}.`);
  }
  if (called.length === 0 && !('say' in move && move.say?.trim())) {
    throw refused(`The conversation ${JSON.stringify(name)} of the scripted model neither says nor calls anything.`);
  }
  const forced = choice?.tool?.name;
  if ((choice?.any && called.length === 0) || (forced !== undefined && !called.includes(forced))) {
    throw refused(`The request's toolChoice demands a call of ${forced ?? 'some tool'}, which a scripted model cannot make up. `
      + 'Leave toolChoice out, or use a real model.');
  }
}

function refused(message: string): ServiceException {
  return new ServiceException('ValidationException', message);
}
