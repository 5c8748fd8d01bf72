import { PlayedCall } from './conversation.js';

/** What a tool printed, without what the agent put around it. */
export interface ToolOutput {
  readonly text: string;
  /** Some agents do not say that a tool failed: then its text does. */
  readonly isError: boolean;
}

interface RawResult {
  readonly content?: readonly { readonly text?: unknown }[];
  readonly isError?: boolean;
}

export function toolOutput(call: PlayedCall): ToolOutput {
  const results = rawResults(call.text);
  const texts = results?.flatMap(({ content = [] }) => content).flatMap((block) => (typeof block.text === 'string' ? [block.text] : []));
  const text = (texts?.join('\n') ?? call.text).trim();
  return { text, isError: call.isError || results?.some(({ isError }) => isError === true) === true || looksFailed(text) };
}

/** The last line that says something. */
export function lastLine(text: string): string {
  return linesOf(text).at(-1) ?? '';
}

/** Of a failed tool: the line of the error, which may not be the last. */
export function failureReason(text: string): string {
  return linesOf(text).findLast(isPythonError) ?? (lastLine(text) || 'it did not say why');
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** What the code interpreter says of files, or a traceback; tools may add a line or two. */
function looksFailed(text: string): boolean {
  if (/^Error (?:reading|writing|removing) file\b/.test(text)) { return true; }
  return text.includes('Traceback (most recent call last)') && linesOf(text).slice(-ADDED_LINES).some(isPythonError);
}

const ADDED_LINES = 3;

function isPythonError(line: string): boolean {
  return /^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Exit)\b/.test(line);
}

/** Agents that call the service themselves often hand over its results as JSON. */
function rawResults(text: string): RawResult[] | undefined {
  if (!/^\s*[[{]/.test(text)) { return undefined; }
  try {
    const value = JSON.parse(text) as unknown;
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.length > 0 && values.every(isRawResult) ? values : undefined;
  } catch {
    return undefined;
  }
}

function isRawResult(value: unknown): value is RawResult {
  return typeof value === 'object' && value !== null && 'content' in value && Array.isArray(value.content)
    && value.content.every((block) => typeof block === 'object' && block !== null);
}
