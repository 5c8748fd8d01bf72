/* As the program for LangChain, with the AI SDK's own stand-in for a model. */
import { strict as assert } from 'node:assert';
import { generateText, stepCountIs } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { sessionStatus } from './session-status.js';
import { createCodeInterpreterTools } from 'agentcore-code-interpreter-langgraph/ai-sdk';

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 1, text: 1, reasoning: undefined },
};

function calling(toolCallId: string, toolName: string, input: Record<string, unknown>) {
  return {
    content: [{ type: 'tool-call' as const, toolCallId, toolName, input: JSON.stringify(input) }],
    finishReason: { unified: 'tool-calls' as const, raw: undefined },
    usage,
    warnings: [],
  };
}

async function main(): Promise<void> {
  const { tools, runner } = createCodeInterpreterTools({ threadId: 'package' });
  const answers = [
    calling('1', 'execute_code', { code: 'print(6 * 7)' }),
    calling('2', 'execute_command', { command: 'echo gone wrong >&2; exit 3' }),
    { content: [{ type: 'text' as const, text: 'done' }], finishReason: { unified: 'stop' as const, raw: undefined }, usage, warnings: [] },
  ];
  // Not the list itself: the mock of 6.0.0 leaves out its first item.
  const model: MockLanguageModelV3 = new MockLanguageModelV3({
    doGenerate: async () => {
      const answer = answers[model.doGenerateCalls.length - 1];
      if (!answer) { throw new Error(`asked ${model.doGenerateCalls.length} times, for ${answers.length} answers`); }
      return answer;
    },
  });
  const { steps } = await generateText({ model, tools, prompt: 'go', stopWhen: stepCountIs(answers.length) });

  const [executed, failed, ...others] = steps.flatMap(({ toolResults }) => toolResults);
  assert(executed && failed && others.length === 0, `${steps.length} steps`);
  assert(!executed.dynamic && executed.toolName === 'execute_code');
  assert(!failed.dynamic && failed.toolName === 'execute_command');
  assert.match(executed.output.text, /\b42\b/);
  assert.equal(executed.output.isError, false);
  assert.match(failed.output.text, /gone wrong/);
  assert.equal(failed.output.isError, true);
  const { sessionId, exitCode } = failed.output.artifact;
  assert.equal(exitCode, 3);
  // What the model was told.
  assert.match(JSON.stringify(model.doGenerateCalls[2]?.prompt), /"error-text"/);

  assert(sessionId);
  assert.equal(await sessionStatus(sessionId), 'READY');
  await runner.cleanup();
  assert.equal(await sessionStatus(sessionId), 'TERMINATED');
  console.log('ai-sdk: ok');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
