import { shown } from '../../private/errors';

/** A text with variables, in parts. */
export type Template = readonly Part[];

export type Part =
  | string
  /** A `${` that a backslash before it makes an ordinary text. */
  | { readonly kind: 'escaped' }
  | Variable
  /** `${…}` that is not the framework's: CloudFormation's, within `Fn::Sub`. */
  | { readonly kind: 'foreign'; readonly parts: Template; readonly text: string };

/** `${source, source}`: the first source that has a value is what it stands for. */
export interface Variable {
  readonly kind: 'variable';
  readonly sources: readonly Source[];
  readonly text: string;
}

export type Source =
  | { readonly kind: 'literal'; readonly value: number | boolean | null; readonly text: string }
  | { readonly kind: 'text'; readonly parts: Template }
  /** `type(argument):address` */
  | { readonly kind: 'source'; readonly type: string; readonly argument?: Template; readonly address?: Template };

const MAX_DEPTH = 20;
// A colon after it, but not two: AWS::Region is CloudFormation's.
const SOURCE_TYPE = /[A-Za-z][\w-]*(?=\(|:(?!:))/y;
const TOKEN = '${Token[';

export type Parsed = { readonly parts: Template } | { readonly problem: string };

/**
 * Splits a text at its variables. Each character is looked at once for each level of nesting, which is bounded.
 *
 * @param tokens whether `${Token[…]}` is a token of the CDK, which stays as it is
 */
export function parse(text: string, tokens: boolean, depth = 0): Parsed {
  const parser = new VariableParser(text, tokens, depth);
  const parts = parser.template('');
  return parser.problem === undefined ? { parts } : { problem: parser.problem };
}

class VariableParser {
  public problem: string | undefined;
  private position = 0;

  constructor(private readonly text: string, private readonly tokens: boolean, private depth: number) {}

  /** Up to one of the characters of `ends`, or to the end of the text. */
  public template(ends: string): Template {
    const parts: Part[] = [];
    let from = this.position;
    const cut = (skip: number) => {
      if (from < this.position) { parts.push(this.text.slice(from, this.position)); }
      this.position += skip;
      from = this.position;
    };
    while (this.position < this.text.length && !ends.includes(this.text[this.position])) {
      const character = this.text[this.position];
      if (character === '\\') {
        const slashes = this.backslashes();
        if (!this.text.startsWith('${', this.position + slashes)) {
          this.position += slashes;
          continue;
        }
        this.position += Math.floor(slashes / 2);
        cut(Math.ceil(slashes / 2));
        if (slashes % 2 === 1) {
          parts.push({ kind: 'escaped' });
          cut(2);
          continue;
        }
      } else if (!this.text.startsWith('${', this.position)) {
        this.position++;
        continue;
      }
      if (this.tokens && this.text.startsWith(TOKEN, this.position)) {
        this.position = this.text.indexOf('}', this.position) + 1 || this.text.length;
        continue;
      }
      cut(0);
      parts.push(this.braces());
      from = this.position;
    }
    cut(0);
    return parts;
  }

  private backslashes(): number {
    let end = this.position;
    while (this.text[end] === '\\') { end++; }
    return end - this.position;
  }

  private braces(): Part {
    const start = this.position;
    if (++this.depth > MAX_DEPTH) { return this.fail(`variables are nested more than ${MAX_DEPTH} levels deep`); }
    this.position += 2;
    this.blanks();
    if (!this.isSource()) { this.position = start + 2; }
    const part = this.isSource() ? this.variable(start) : this.foreign(start);
    this.depth--;
    return part;
  }

  private foreign(start: number): Part {
    const parts = this.template('}');
    this.close(start);
    return { kind: 'foreign', parts, text: this.text.slice(start, this.position) };
  }

  private variable(start: number): Variable {
    const sources: Source[] = [];
    do {
      this.blanks();
      sources.push(this.source());
      this.blanks();
    } while (this.take(','));
    this.close(start);
    return { kind: 'variable', sources, text: this.text.slice(start, this.position) };
  }

  private source(): Source {
    if (this.isQuote()) { return { kind: 'text', parts: this.quoted() }; }
    if (this.isSource()) { return this.typed(); }
    const start = this.position;
    const parts = this.template(',}');
    if (parts.some((part) => typeof part !== 'string')) { return { kind: 'text', parts: trimmed(parts) }; }
    const text = this.text.slice(start, this.position).trim();
    switch (text) {
      case 'true': return { kind: 'literal', value: true, text };
      case 'false': return { kind: 'literal', value: false, text };
      case 'null': return { kind: 'literal', value: null, text };
    }
    if (text !== '' && Number.isFinite(Number(text))) { return { kind: 'literal', value: Number(text), text }; }
    this.fail(text === ''
      ? 'a value is missing after the comma'
      : `${shown(text)} is no source, number, true, false or null; text needs quotes: '${text.slice(0, 50)}'`);
    return { kind: 'text', parts };
  }

  private typed(): Source {
    SOURCE_TYPE.lastIndex = this.position;
    const [type] = SOURCE_TYPE.exec(this.text)!;
    this.position += type.length;
    let argument: Template | undefined;
    if (this.take('(')) {
      this.blanks();
      argument = this.isQuote() ? this.quoted() : trimmed(this.template(')'));
      this.blanks();
      if (!this.take(')')) { this.fail(`"${type}(" has no closing ")"`); }
      this.blanks();
    }
    if (!this.take(':')) { return { kind: 'source', type, argument }; }
    this.blanks();
    return { kind: 'source', type, argument, address: this.isQuote() ? this.quoted() : trimmed(this.template(',}')) };
  }

  /** What is in quotes, in which variables count too. */
  private quoted(): Template {
    const quote = this.text[this.position];
    const start = ++this.position;
    while (this.position < this.text.length && this.text[this.position] !== quote) {
      this.position += quote === '"' && this.text[this.position] === '\\' ? 2 : 1;
    }
    const content = this.text.slice(start, this.position);
    if (!this.take(quote)) {
      this.fail(`a quote (${quote}) is not closed`);
      return [];
    }
    const parsed = parse(quote === '"' ? content.replace(/\\(["\\])/g, '$1') : content, this.tokens, this.depth);
    if ('parts' in parsed) { return parsed.parts; }
    this.fail(parsed.problem);
    return [];
  }

  private close(start: number): void {
    if (this.take('}')) { return; }
    this.fail(this.position < this.text.length
      ? `got ${shown(this.text[this.position])} after a value, expected "," or "}"`
      : `${shown(this.text.slice(start, start + 40))} has no closing "}"; a "\${" that begins no variable is written \\\${`);
  }

  private isSource(): boolean {
    SOURCE_TYPE.lastIndex = this.position;
    return SOURCE_TYPE.test(this.text);
  }

  private isQuote(): boolean {
    return this.text[this.position] === '"' || this.text[this.position] === "'";
  }

  private blanks(): void {
    while (this.text[this.position] === ' ' || this.text[this.position] === '\n') { this.position++; }
  }

  private take(character: string): boolean {
    if (this.text[this.position] !== character) { return false; }
    this.position++;
    return true;
  }

  /** Keeps the first problem, and ends everything by going to the end of the text. */
  private fail(problem: string): string {
    this.problem ??= problem;
    this.position = this.text.length;
    return '';
  }
}

/** Without blanks around it. */
function trimmed(parts: Template): Template {
  return parts.map((part, index) => {
    if (typeof part !== 'string') { return part; }
    const begun = index === 0 ? part.trimStart() : part;
    return index === parts.length - 1 ? begun.trimEnd() : begun;
  });
}
