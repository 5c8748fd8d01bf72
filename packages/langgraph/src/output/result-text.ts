import { CodeInterpreterResult, ToolResultStructuredContent } from '@aws-sdk/client-bedrock-agentcore';
import { blockText } from './block-text.js';
import { mergedResult } from './merged-result.js';

/** What the model reads of the results of a stream. Beside their blocks: what those do not say of output, exit code and task. */
export function resultText(results: readonly CodeInterpreterResult[], emptyText: string): string {
  const { structured } = mergedResult(results);
  const told = results.flatMap(toldTexts).join('\n');
  return [told.trim() === '' ? emptyText : told, ...stateLines(structured, told)].join('\n');
}

function toldTexts({ content = [], structuredContent = {}, isError }: CodeInterpreterResult): string[] {
  const blocks = content.map(blockText).join('\n');
  const { stdout, stderr } = structuredContent;
  const output = [stdout, isError === true || isTask(structuredContent) ? stderr : undefined];
  return [...(blocks === '' ? [] : [blocks]), ...output.filter((part) => isMissing(part, blocks))];
}

/** The service strips white space off its texts. */
function isMissing(part: string | undefined, text: string): part is string {
  return typeof part === 'string' && !text.includes(part.trim());
}

function stateLines(structured: ToolResultStructuredContent, text: string): string[] {
  const { taskId, taskStatus, exitCode } = structured;
  const ended = exitCode === undefined ? '' : `exit code ${exitCode}`;
  if (!isTask(structured)) { return exitCode === undefined || exitCode === 0 ? [] : [ended]; }
  const parts = [taskId, taskStatus, exitCode === 0 ? '' : ended].filter((part) => part !== undefined && part !== '');
  if (parts.every((part) => text.includes(String(part)))) { return []; }
  return [`task ${taskId ?? ''}: ${[taskStatus, ended].filter((part) => part).join(', ')}`];
}

function isTask({ taskId, taskStatus }: ToolResultStructuredContent): boolean {
  return taskId !== undefined || taskStatus !== undefined;
}
