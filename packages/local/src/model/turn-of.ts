import { Turn } from './conversation.js';
import { ConverseRequest, Message, ToolResult } from './converse-request.js';

/** What the messages say: the last prompt, and the tool calls since. */
export function turnOf({ messages, toolConfig }: ConverseRequest): Turn {
  const start = messages.findLastIndex((message) => message.role === 'user' && textOf(message) !== '');
  const since = messages.slice(start + 1).flatMap(({ content }) => content);
  const results = new Map(since.flatMap(({ toolResult }) => (toolResult ? [[toolResult.toolUseId, toolResult]] : [])));
  const prompt = messages[start];
  return {
    prompt: prompt ? textOf(prompt) : '',
    calls: since.flatMap(({ toolUse }) => {
      const result = toolUse && results.get(toolUse.toolUseId);
      return result ? [{ tool: toolUse.name, input: toolUse.input, text: resultText(result), isError: result.status === 'error' }] : [];
    }),
    tools: (toolConfig?.tools ?? []).flatMap(({ toolSpec }) => {
      return toolSpec ? [{ name: toolSpec.name, properties: Object.keys(toolSpec.inputSchema.json?.properties ?? {}) }] : [];
    }),
  };
}

function textOf({ content }: Message): string {
  return content.flatMap(({ text }) => (text === undefined ? [] : [text])).join('\n').trim();
}

function resultText({ content }: ToolResult): string {
  return content.flatMap(({ text, json }) => {
    if (text !== undefined) { return [text]; }
    return json === undefined ? [] : [JSON.stringify(json)];
  }).join('\n');
}
