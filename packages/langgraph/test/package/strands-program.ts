/* As the program for LangChain. */
import { strict as assert } from 'node:assert';
import { Agent, Model, ToolResultBlock } from '@strands-agents/sdk';
import type { BaseModelConfig, ModelStreamEvent } from '@strands-agents/sdk';
import { sessionStatus } from './session-status.js';
import { ToolRunner } from 'agentcore-code-interpreter-langgraph/core';
import { createCodeInterpreterTools } from 'agentcore-code-interpreter-langgraph/strands';

type Move = { readonly say: string } | { readonly call: string; readonly input: Record<string, unknown> };

/** Makes one move for each time that it is asked. */
class PlayedModel extends Model {
  private asked = 0;

  public constructor(private readonly moves: readonly Move[]) {
    super();
  }

  public override updateConfig(): void {}

  public override getConfig(): BaseModelConfig {
    return { modelId: 'played' };
  }

  public override async *stream(): AsyncIterable<ModelStreamEvent> {
    const move = this.moves[this.asked++];
    if (!move) { throw new Error(`asked ${this.asked} times, for ${this.moves.length} moves`); }
    yield { type: 'modelMessageStartEvent', role: 'assistant' };
    if ('say' in move) {
      yield { type: 'modelContentBlockStartEvent' };
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'textDelta', text: move.say } };
    } else {
      yield { type: 'modelContentBlockStartEvent', start: { type: 'toolUseStart', name: move.call, toolUseId: `call-${this.asked}` } };
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'toolUseInputDelta', input: JSON.stringify(move.input) } };
    }
    yield { type: 'modelContentBlockStopEvent' };
    yield { type: 'modelMessageStopEvent', stopReason: 'say' in move ? 'endTurn' : 'toolUse' };
  }
}

async function main(): Promise<void> {
  const { tools, runner } = createCodeInterpreterTools({ threadId: 'package' });
  assert(runner instanceof ToolRunner, 'one core for all entry points');
  const model = new PlayedModel([
    { call: 'execute_code', input: { code: 'print(6 * 7)' } },
    { call: 'execute_command', input: { command: 'echo gone wrong >&2; exit 3' } },
    { say: 'done' },
  ]);
  const agent = new Agent({ model, tools, printer: false });
  await agent.invoke('go');

  const blocks = agent.messages.flatMap(({ content }) => content);
  const [executed, failed, ...others] = blocks.filter((block): block is ToolResultBlock => block instanceof ToolResultBlock);
  assert(executed && failed && others.length === 0, `${blocks.length} blocks`);
  assert.equal(executed.status, 'success');
  assert.match(JSON.stringify(executed.content), /\b42\b/);
  assert.equal(failed.status, 'error');
  assert.match(JSON.stringify(failed.content), /gone wrong/);

  const { artifact: { sessionId } } = await runner.run('execute_code', { code: '1' }, { threadId: 'package' });
  assert(sessionId);
  await runner.cleanup();
  assert.equal(await sessionStatus(sessionId), 'TERMINATED');
  console.log('strands: ok');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
