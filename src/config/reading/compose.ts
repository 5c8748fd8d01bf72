import { Composer, CST, Document, Lexer, Parser, YAMLError } from 'yaml';
import { SourceText } from './source-text';
import { syntaxMessage } from './syntax-message';
import { Problems } from '../problem';

const BRING_IN = 'move parts into other files, and bring them in with ${file(…)}';

/** What the parser reads in well under a second. 1,000 interpreters with a VPC each have 250,000 characters. */
export const MAX_CHARACTERS = 256 * 1024;
/** The words and signs of a file; the parser takes as long for `[]` as for a long text. */
const MAX_SIGNS = 80_000;
export const MAX_DEPTH = 100;

// What Unicode calls no character, control characters, and halves of pairs.
const NOT_TEXT = /[^\t\n\r\x20-\x7E\x85\u00A0-\uFFFD\u{10000}-\u{10FFFF}]|[\uD800-\uDFFF]/u;

/** The one YAML document of a text, or undefined and a problem. */
export function compose(source: SourceText, problems: Problems): Document | undefined {
  const { text } = source;
  const refuse = (offset: number, message: string) => problems.add(source.at(offset), [], message);
  if (text.length > MAX_CHARACTERS) {
    refuse(MAX_CHARACTERS, `the file has ${count(text.length)} characters, allowed: ${count(MAX_CHARACTERS)}; ${BRING_IN}`);
    return undefined;
  }
  const control = NOT_TEXT.exec(text);
  if (control) {
    const code = control[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    refuse(control.index, `the character U+${code} is not allowed in YAML; remove it, and save the file as UTF-8 text`);
    return undefined;
  }
  const tokens = parse(text, refuse);
  if (tokens === undefined) { return undefined; }

  const { document, errors } = composeTokens(tokens);
  // What follows the first error is often a consequence of it.
  const [error] = errors.sort((a, b) => a.pos[0] - b.pos[0]);
  if (error) { refuse(placeOf(error, tokens), syntaxMessage(error, text)); }
  return error ? undefined : document;
}

interface Tokens {
  readonly all: CST.Token[];
  /** Where the last quoted text begins. */
  readonly lastQuote: number;
}

function parse(text: string, refuse: (offset: number, message: string) => void): Tokens | undefined {
  const parser = new Parser();
  const all: CST.Token[] = [];
  let signs = 0;
  let lastQuote = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('"') || lexeme.startsWith("'")) { lastQuote = parser.offset; }
    for (const token of parser.next(lexeme)) { all.push(token); }
    if (++signs > MAX_SIGNS) {
      refuse(parser.offset, `the file has more than ${count(MAX_SIGNS)} words and signs up to here; ${BRING_IN}`);
      return undefined;
    }
    if (parser.stack.length > MAX_DEPTH) {
      refuse(parser.offset, `values are nested more than ${MAX_DEPTH} levels deep here; is a bracket not closed?`);
      return undefined;
    }
  }
  all.push(...parser.end());
  const directive = all.find(({ type }) => type === 'directive');
  if (directive) {
    refuse(directive.offset, 'lines that begin with "%" are YAML directives, which are not read; remove the line');
    return undefined;
  }
  const [, second] = all.filter(({ type }) => type === 'document');
  if (second) {
    refuse(second.offset, 'a second YAML document begins here, expected one; '
      + 'remove the "---" or "..." before it, or move it into another file');
    return undefined;
  }
  return { all, lastQuote };
}

function composeTokens({ all }: Tokens): { document: Document | undefined; errors: YAMLError[] } {
  // Each unknown tag is a warning with a stack trace, and CloudFormation's tags are unknown to YAML.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false, logLevel: 'silent' });
    const [document] = [...composer.compose(all)];
    return { document, errors: [...(document?.errors ?? []), ...composer.streamInfo().errors] };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The parser reports a quote that is not closed at the end of the file. */
function placeOf({ pos: [offset], message }: YAMLError, { lastQuote }: Tokens): number {
  return message.startsWith('Missing closing') ? lastQuote : offset;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
