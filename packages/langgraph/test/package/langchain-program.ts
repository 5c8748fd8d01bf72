/* What a user of the package writes, with a stand-in for the model. It is compiled and run in projects that have it installed. */
import { strict as assert } from 'node:assert';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { MemorySaver } from '@langchain/langgraph';
import { createCodeInterpreterToolkit } from 'agentcore-code-interpreter-langgraph';
import { createAgent } from 'langchain';
import { sessionStatus } from './session-status.js';
import type { CodeInterpreterArtifact } from 'agentcore-code-interpreter-langgraph/core';

/** Says what it is given to say, one message for each time that it is asked. */
class PlayedModel extends BaseChatModel {
  private asked = 0;

  public constructor(private readonly messages: readonly AIMessage[]) {
    super({});
  }

  public override bindTools(): this {
    return this;
  }

  public override async _generate(): Promise<ChatResult> {
    const message = this.messages[this.asked++];
    if (!message) { throw new Error(`asked ${this.asked} times, for ${this.messages.length} messages`); }
    return { generations: [{ text: '', message }] };
  }

  public override _llmType(): string {
    return 'played';
  }
}

function calling(id: string, name: string, args: Record<string, unknown>): AIMessage {
  return new AIMessage({ content: '', tool_calls: [{ id, name, args, type: 'tool_call' }] });
}

async function main(): Promise<void> {
  const { toolkit, tools } = await createCodeInterpreterToolkit();
  const model = new PlayedModel([
    calling('1', 'execute_code', { code: 'print(6 * 7)' }),
    calling('2', 'execute_command', { command: 'echo gone wrong >&2; exit 3' }),
    new AIMessage('done'),
  ]);
  const agent = createAgent({ model, tools, checkpointer: new MemorySaver() });
  const { messages } = await agent.invoke({ messages: [new HumanMessage('go')] }, { configurable: { thread_id: 'package' } });

  const [executed, failed, ...others] = messages.filter((message): message is ToolMessage => message instanceof ToolMessage);
  assert(executed && failed && others.length === 0, `${messages.length} messages`);
  assert.match(executed.text, /\b42\b/);
  assert.notEqual(executed.status, 'error');
  assert.match(failed.text, /gone wrong/);
  assert.equal(failed.status, 'error');
  const artifact = failed.artifact as CodeInterpreterArtifact;
  assert.equal(artifact.exitCode, 3);

  assert(artifact.sessionId);
  assert.equal(await sessionStatus(artifact.sessionId), 'READY');
  await toolkit.cleanup();
  assert.equal(await sessionStatus(artifact.sessionId), 'TERMINATED');
  console.log('langchain: ok');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
