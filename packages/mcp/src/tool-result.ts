import { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { CodeInterpreterArtifact, ToolOutcome } from 'agentcore-code-interpreter-langgraph/core';
import { attachments } from './attachments.js';

/** Under this key a result has the facts that its text tells, for programs. */
export const FACTS_KEY = 'agentcore-code-interpreter/facts';

const FACTS = [
  'sessionId', 'sessionReplaced', 'exitCode', 'executionTimeSeconds', 'taskId', 'taskStatus', 'truncatedCharacters',
] as const satisfies readonly (keyof CodeInterpreterArtifact)[];

/**
 * As tools/call answers it. Without `structuredContent`: Claude Code and VS Code give the model that instead of text and
 * images, if it is there.
 * @see https://github.com/anthropics/claude-code/issues/54737
 */
export function toolResult({ text, isError, artifact }: ToolOutcome, maxAttachmentBytes: number): CallToolResult {
  const { blocks, notes } = attachments(artifact, maxAttachmentBytes);
  return {
    content: [{ type: 'text', text: [text, ...notes].join('\n') }, ...blocks],
    isError,
    _meta: { [FACTS_KEY]: facts(artifact) },
  };
}

/** A failure that the model cannot mend, told to it all the same, so that it can tell the user. */
export function failedResult(message: string): CallToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}

/** What is small: the text has the output, cut to its limit, and a listing that had to be cut would be as large here. */
function facts(artifact: CodeInterpreterArtifact): Record<string, unknown> {
  const all = FACTS.map((name) => [name, artifact[name]] as const).filter(([, value]) => value !== undefined);
  const { entries, truncatedCharacters } = artifact;
  return { ...Object.fromEntries(all), ...(entries.length > 0 && truncatedCharacters === undefined && { entries }) };
}
