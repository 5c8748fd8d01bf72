import { Move } from './conversation.js';

/** A call that was answered. */
export interface ModelCall {
  readonly operation: 'Converse' | 'ConverseStream';
  readonly modelId: string;
  /** The last text of the user. */
  readonly prompt: string;
  /** The name of the conversation that was played. Undefined for a prompt that none knows. */
  readonly conversation?: string;
  readonly move: Move;
}
