import { ErrorCode, YAMLError } from 'yaml';

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'there is a second ": " or a list in the line of a key; '
    + 'put text with ": " in quotes, and maps and lists on lines of their own',
  BLOCK_IN_FLOW: 'lists with "-" and maps on several lines cannot be within [ ] or { }; write them with [ ] and { } too',
  KEY_OVER_1024_CHARS: 'a key has at most 1,024 characters',
  MULTILINE_IMPLICIT_KEY: 'expected "key: value" on one line; is the ":", or the blank after it, missing?',
  TAB_AS_INDENT: 'tabs cannot indent; use spaces',
};

/** What the parser found, in the words of someone who writes a configuration. */
export function syntaxMessage({ code, message, pos: [offset] }: YAMLError, text: string): string {
  if (text[offset] === '{' && text[offset - 1] === '$') { return 'within [ ] and { } a value with ${…} needs quotes: "${…}"'; }
  if (code === 'BAD_INDENT') {
    return message.startsWith('Flow')
      ? `${message.includes('map') ? 'a map in { }' : 'a list in [ ]'} is not closed, or its lines do not begin further right than its key`
      : 'this line begins further left or right than the other entries of the same map or list; align them';
  }
  if (code === 'MISSING_CHAR' && message.startsWith('Implicit map keys')) { return MESSAGES.MULTILINE_IMPLICIT_KEY!; }
  if (code === 'MISSING_CHAR' && message.startsWith('Missing closing')) { return 'a quote is opened here and not closed'; }
  if (code === 'BAD_SCALAR_START') { return `text cannot begin with ${JSON.stringify(text[offset])}; put it in quotes`; }
  return MESSAGES[code] ?? `this is not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1, 200).split('\n')[0]}`;
}
