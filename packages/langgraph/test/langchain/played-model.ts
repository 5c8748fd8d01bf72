import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, BaseMessage } from '@langchain/core/messages';
import { ChatResult } from '@langchain/core/outputs';

/** Says what it is told to, a message each time that it is asked, and keeps what it was asked. */
export class PlayedModel extends BaseChatModel {
  public readonly asked: BaseMessage[][] = [];

  public constructor(private readonly script: readonly AIMessage[]) {
    super({});
  }

  public override bindTools(): this {
    return this;
  }

  public override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const message = this.script[this.asked.length];
    this.asked.push(messages);
    if (!message) { throw new Error(`asked ${this.asked.length} times, for ${this.script.length} messages`); }
    return { generations: [{ text: message.text, message }] };
  }

  public override _llmType(): string {
    return 'played';
  }
}

export interface PlayedCall {
  readonly tool: string;
  readonly args: Record<string, unknown>;
}

let calls = 0;

/** A message that calls tools, all at once. */
export function calling(...played: readonly PlayedCall[]): AIMessage {
  return new AIMessage({
    content: '',
    tool_calls: played.map(({ tool, args }) => {
      calls += 1;
      return { id: `call-${calls}`, name: tool, args, type: 'tool_call' as const };
    }),
  });
}
