// @ts-check
import { ChatBedrockConverse } from '@langchain/aws';
import { MemorySaver } from '@langchain/langgraph';
import { createCodeInterpreterToolkit } from 'agentcore-code-interpreter-langgraph';
import { BedrockAgentCoreApp } from 'bedrock-agentcore/runtime';
import { AIMessage, createAgent, ToolMessage } from 'langchain';
import { z } from 'zod';

const { CUSTOM_INTERPRETER_ID, ANALYZER_ID, DOCKER_CONTAINER, MODEL_ID, PORT } = process.env;
if (!CUSTOM_INTERPRETER_ID || !ANALYZER_ID) {
  throw new Error('CUSTOM_INTERPRETER_ID and ANALYZER_ID name no code interpreters: deploy the CDK app, or run `npx agentcore-local dev`');
}

// All eleven tools in the interpreter with internet access, and two in the one without.
const { toolkit, tools } = await createCodeInterpreterToolkit({ codeInterpreterIdentifier: CUSTOM_INTERPRETER_ID });
const analyzer = await createCodeInterpreterToolkit({ codeInterpreterIdentifier: ANALYZER_ID, toolNamePrefix: 'analyzer_' });
const analyzerTools = analyzer.tools.filter(({ name }) => ['analyzer_execute_code', 'analyzer_read_files'].includes(name));

const agent = createAgent({
  model: new ChatBedrockConverse({ model: MODEL_ID ?? 'us.anthropic.claude-sonnet-4-20250514-v1:0' }),
  tools: [...tools, ...analyzerTools],
  systemPrompt: [
    'You run code to answer. Variables and files last for the conversation.',
    'Tools whose names begin with analyzer_ run in another interpreter, without internet access: use them for data that must not leave.',
    'Save a chart as a file and read it with read_files, so that the user sees it.',
  ].join(' '),
  checkpointer: new MemorySaver(),
});

/**
 * Yields progress while tools run, and the answer last. A conversation is a session of the runtime.
 *
 * @param {string} prompt
 * @param {string} sessionId
 */
async function* answer(prompt, sessionId) {
  /** @type {{ path?: string, mimeType: string, base64: string }[]} */
  const files = [];
  let result = '';
  const stream = await agent.stream({ messages: [{ role: 'user', content: prompt }] }, {
    configurable: { thread_id: sessionId }, streamMode: ['custom', 'updates'], recursionLimit: 100,
  });
  for await (const [mode, chunk] of stream) {
    if (mode === 'custom') {
      yield { event: 'progress', data: chunk };
      continue;
    }
    for (const message of Object.values(chunk).flatMap((update) => update?.messages ?? [])) {
      if (AIMessage.isInstance(message)) { result = message.text; }
      const images = ToolMessage.isInstance(message) ? message.artifact?.images : undefined;
      for (const { path, mimeType, bytes } of images ?? []) {
        files.push({ path, mimeType, base64: Buffer.from(bytes).toString('base64') });
      }
    }
  }
  yield { event: 'result', data: { result, files } };
}

const app = new BedrockAgentCoreApp({
  invocationHandler: {
    requestSchema: z.object({ prompt: z.string().min(1), stream: z.boolean().default(false) }),
    // With `stream`, server-sent events, else the answer as JSON.
    process: async ({ prompt, stream }, { sessionId }) => {
      const events = answer(prompt, sessionId);
      if (stream) { return events; }
      let last;
      for await (last of events);
      return last?.data;
    },
  },
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await Promise.all([toolkit.cleanup(), analyzer.toolkit.cleanup()]);
    process.exit();
  });
}

// In a container on all addresses, where AgentCore looks for it.
app.run({ port: Number(PORT ?? 8080), host: DOCKER_CONTAINER ? '0.0.0.0' : '127.0.0.1' });
