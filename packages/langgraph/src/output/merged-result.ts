import { CodeInterpreterResult, ContentBlock, ToolResultStructuredContent } from '@aws-sdk/client-bedrock-agentcore';

/** The results of one stream as one. */
export interface MergedResult {
  readonly content: readonly ContentBlock[];
  readonly structured: ToolResultStructuredContent;
  readonly isError: boolean;
}

/** Output goes on from one result to the next; of all else, the last word counts. */
export function mergedResult(results: readonly CodeInterpreterResult[]): MergedResult {
  const parts = results.map(({ structuredContent }) => structuredContent ?? {});
  return {
    content: results.flatMap(({ content }) => content ?? []),
    structured: {
      ...Object.assign({}, ...parts.map(defined)) as ToolResultStructuredContent,
      ...joined('stdout', parts),
      ...joined('stderr', parts),
    },
    isError: results.some(({ isError }) => isError === true),
  };
}

function defined(part: ToolResultStructuredContent): ToolResultStructuredContent {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined && value !== null));
}

function joined(name: 'stdout' | 'stderr', parts: readonly ToolResultStructuredContent[]): ToolResultStructuredContent {
  const texts = parts.map((part) => part[name]).filter((text) => typeof text === 'string');
  return texts.length === 0 ? {} : { [name]: texts.join('') };
}
