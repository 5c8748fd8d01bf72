import { ToolRunnableConfig } from '@langchain/core/tools';
import { CallOptions } from '../call-options.js';
import { scopeOf } from '../sessions/session-key.js';

/** What a run of LangChain says about the call of a tool. */
export function callOptionsOf(config: ToolRunnableConfig | undefined): CallOptions {
  const { thread_id: threadId, checkpoint_ns: checkpointNamespace } = config?.configurable ?? {};
  const writer = writerOf(config);
  return {
    ...(isKey(threadId) && { threadId: String(threadId) }),
    ...(typeof checkpointNamespace === 'string' && { scope: scopeOf(checkpointNamespace) }),
    ...(config?.signal && { signal: config.signal }),
    ...(writer && { onProgress: writer }),
  };
}

function isKey(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/** LangGraph's stream of custom events. Only its runs have one, and LangChain does not know of it. */
function writerOf(config: object | undefined): ((chunk: unknown) => void) | undefined {
  const writer: unknown = config && 'writer' in config ? config.writer : undefined;
  return isWriter(writer) ? writer : undefined;
}

function isWriter(value: unknown): value is (chunk: unknown) => void {
  return typeof value === 'function';
}
