import { AgentEvent } from './invoke.js';
import { isRecord } from '../assembly/template.js';

/** Of an event that is no answer: images in base64 are not for a terminal. */
const LONGEST_EVENT = 300;

/** What people want to see of an answer: its `result`, else all of it. */
export function answerText(body: unknown): string {
  if (!isRecord(body) || !('result' in body)) { return textOf(body); }
  const { result, ...more } = body;
  const names = Object.keys(more).filter((name) => !isEmpty(more[name]));
  return `${textOf(result)}${names.length === 0 ? '' : `\n(besides: ${names.join(', ')})`}`;
}

/** The same of an event of a streamed answer. Text is a piece of a longer one. */
export function eventText({ event, data }: AgentEvent): string {
  if (typeof data === 'string' && event === undefined) { return data; }
  if (isRecord(data) && 'result' in data) { return `${answerText(data)}\n`; }
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event === undefined ? '' : `${event}: `}${text.length > LONGEST_EVENT ? `${text.slice(0, LONGEST_EVENT)}…` : text}\n`;
}

/** Models answer with text, or with a list of blocks some of which are text. */
function textOf(value: unknown): string {
  if (typeof value === 'string') { return value; }
  if (Array.isArray(value) && value.length > 0 && value.every((block) => isRecord(block) && typeof block.text === 'string')) {
    return value.map((block: { text: string }) => block.text).join('\n');
  }
  return JSON.stringify(value, undefined, 2) ?? '';
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
