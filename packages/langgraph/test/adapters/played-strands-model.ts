import { BaseModelConfig, Message, Model, ModelStreamEvent, StreamOptions, ToolResultBlock } from '@strands-agents/sdk';

export interface Call {
  readonly tool: string;
  readonly input: Record<string, unknown>;
}

/** A model of Strands that makes one move each time that it is asked: calls of tools, and after the last ones a word. */
export class PlayedStrandsModel extends Model {
  public asked = 0;
  /** What it was last told about the tools. */
  public toolSpecs: NonNullable<StreamOptions['toolSpecs']> = [];

  public constructor(private readonly moves: readonly (readonly Call[])[]) {
    super();
  }

  public override updateConfig(): void {}

  public override getConfig(): BaseModelConfig {
    return { modelId: 'played' };
  }

  public override async *stream(_messages: Message[], options?: StreamOptions): AsyncIterable<ModelStreamEvent> {
    const calls = this.moves[this.asked++];
    this.toolSpecs = options?.toolSpecs ?? [];
    yield { type: 'modelMessageStartEvent', role: 'assistant' };
    for (const [index, { tool, input }] of (calls ?? []).entries()) {
      yield { type: 'modelContentBlockStartEvent', start: { type: 'toolUseStart', name: tool, toolUseId: `call-${this.asked}-${index + 1}` } };
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'toolUseInputDelta', input: JSON.stringify(input) } };
      yield { type: 'modelContentBlockStopEvent' };
    }
    if (!calls) {
      yield { type: 'modelContentBlockStartEvent' };
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'textDelta', text: 'done' } };
      yield { type: 'modelContentBlockStopEvent' };
    }
    yield { type: 'modelMessageStopEvent', stopReason: calls ? 'toolUse' : 'endTurn' };
  }
}

export interface ToldResult {
  readonly status: string;
  readonly text: string;
}

/** The results of tools, as the model reads them. */
export function toldToModel(messages: readonly Message[]): ToldResult[] {
  return messages.flatMap(({ content }) => content).filter((block) => block instanceof ToolResultBlock).map(({ status, content }) => (
    { status, text: content.map((block) => block.type === 'textBlock' ? block.text : block.type).join('\n') }
  ));
}
