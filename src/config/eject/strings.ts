/** What is not seen, or changes how the rest is seen. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

type Escape = (codePoint: number) => string;

const typescriptEscape: Escape = (codePoint) => `\\u${codePoint > 0xffff ? `{${codePoint.toString(16)}}` : hex(codePoint, 4)}`;
const pythonEscape: Escape = (codePoint) => (codePoint > 0xffff ? `\\U${hex(codePoint, 8)}` : `\\u${hex(codePoint, 4)}`);

type Quote = '"' | "'";

/** `'text'`, or `"it's text"` */
export function typescriptString(text: string): string {
  return quoted(text, rarer("'", text), typescriptEscape);
}

/** Text between the backticks of a template literal. */
export function templatePart(text: string): string {
  return visible(text.replace(/[\\`]|\$(?=\{)/g, '\\$&'), typescriptEscape);
}

/** `"text"`, or `'say "text"'` */
export function pythonString(text: string): string {
  return pythonStringIn(rarer('"', text), text);
}

/** In these quotes. */
export function pythonStringIn(quote: Quote, text: string): string {
  return quoted(text, quote, pythonEscape);
}

/** Text between the quotes of an f-string. */
export function fStringPart(quote: Quote, text: string): string {
  return pythonStringIn(quote, text).slice(1, -1).replace(/[{}]/g, '$&$&');
}

function rarer(usual: Quote, text: string): Quote {
  const other = usual === '"' ? "'" : '"';
  return text.includes(usual) && !text.includes(other) ? other : usual;
}

function quoted(text: string, quote: Quote, escape: Escape): string {
  return quote + visible(text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`), escape) + quote;
}

function visible(text: string, escape: Escape): string {
  return text.replace(INVISIBLE, (character) => SHORT[character] ?? escape(character.codePointAt(0)!));
}

function hex(codePoint: number, length: number): string {
  return codePoint.toString(16).padStart(length, '0');
}
