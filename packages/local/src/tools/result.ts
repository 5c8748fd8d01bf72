import { TaskStatus } from '../sandbox/sandbox.js';

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}

export interface ResourceBlock {
  readonly type: 'resource';
  readonly resource:
    | { readonly type: 'text'; readonly uri: string; readonly mimeType: string; readonly text: string }
    | { readonly type: 'blob'; readonly uri: string; readonly mimeType: string; readonly blob: string };
}

export interface ResourceLinkBlock {
  readonly type: 'resource_link';
  readonly mimeType?: string;
  readonly uri: string;
  readonly name: string;
  readonly description: 'File' | 'Directory';
}

export interface StructuredContent {
  readonly taskId?: string;
  readonly taskStatus?: TaskStatus;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  /** In seconds, whatever the model says. */
  readonly executionTime?: number;
}

/** What a tool answers with. The order of members is the service's. */
export interface CodeInterpreterResult {
  readonly content: readonly (TextBlock | ResourceBlock | ResourceLinkBlock)[];
  readonly structuredContent?: StructuredContent;
  readonly isError: boolean;
}

export function textResult(text: string, isError = false): CodeInterpreterResult {
  return { content: [{ type: 'text', text }], isError };
}
