import { MockLanguageModelV3 } from 'ai/test';

type Prompt = MockLanguageModelV3['doGenerateCalls'][number]['prompt'];
type Result = Awaited<ReturnType<MockLanguageModelV3['doGenerate']>>;
type ToolOutput = Extract<Extract<Prompt[number], { role: 'tool' }>['content'][number], { type: 'tool-result' }>['output'];

export interface Call {
  readonly tool: string;
  readonly input: Record<string, unknown>;
}

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 1, text: 1, reasoning: undefined },
};

const DONE: Result = { content: [{ type: 'text', text: 'done' }], finishReason: { unified: 'stop', raw: undefined }, usage: USAGE, warnings: [] };

/** A model of the AI SDK that makes one move each time that it is asked: calls of tools, and after the last ones a word. */
export function playedLanguageModel(...moves: readonly (readonly Call[])[]): MockLanguageModelV3 {
  const results = [...moves.map(calling), DONE];
  let asked = 0;
  return new MockLanguageModelV3({
    doGenerate: async ({ abortSignal }) => {
      // As a model's HTTP client does.
      abortSignal?.throwIfAborted();
      return results[asked++] ?? DONE;
    },
  });
}

function calling(calls: readonly Call[], move: number): Result {
  return {
    content: calls.map(({ tool, input }, call) => (
      { type: 'tool-call', toolCallId: `call-${move + 1}-${call + 1}`, toolName: tool, input: JSON.stringify(input) }
    )),
    finishReason: { unified: 'tool-calls', raw: undefined },
    usage: USAGE,
    warnings: [],
  };
}

/** The results of tools, as the model read them when it was last asked. */
export function toldToModel({ doGenerateCalls }: MockLanguageModelV3): ToolOutput[] {
  const prompt = doGenerateCalls.at(-1)?.prompt ?? [];
  return prompt.flatMap((message) => message.role === 'tool' ? message.content : [])
    .flatMap((part) => part.type === 'tool-result' ? [part.output] : []);
}
