/* The same work by the AWS SDK alone, by the toolkit's core, and by the tool that LangChain calls. All share one client. */
import { sdkCalls } from './sdk-calls.mjs';
import { ToolRunner } from '../../packages/langgraph/lib/esm/core.js';
import { createCodeInterpreterToolkit } from '../../packages/langgraph/lib/esm/index.js';

let calls = 0;

/** Each can `execute` code in the session of a thread, which it starts if there is none, and `end` that. */
export async function subjectsOf(client) {
  const sdk = sdkCalls(client);
  const runner = new ToolRunner({ client });
  const { toolkit } = await createCodeInterpreterToolkit({ client });
  const tool = toolkit.getToolsByName().execute_code;
  const sessions = new Map();
  return {
    sdk: {
      execute: async (thread, code) => {
        if (!sessions.has(thread)) { sessions.set(thread, await sdk.start(`code-session-${thread}`)); }
        return sdk.execute(sessions.get(thread), code);
      },
      end: async (thread) => {
        await sdk.stop(sessions.get(thread));
        sessions.delete(thread);
      },
    },
    runner: {
      execute: async (threadId, code) => {
        const { text, isError } = await runner.run('execute_code', { code }, { threadId });
        if (isError) { throw new Error(text); }
        return text;
      },
      end: (threadId) => runner.cleanup(threadId),
    },
    tool: {
      // As LangGraph's ToolNode does.
      execute: async (threadId, code) => {
        const call = { type: 'tool_call', id: `call-${calls += 1}`, name: 'execute_code', args: { code } };
        const { content, status } = await tool.invoke(call, { configurable: { thread_id: threadId } });
        if (status === 'error') { throw new Error(content); }
        return content;
      },
      end: (threadId) => toolkit.cleanup(threadId),
    },
  };
}
