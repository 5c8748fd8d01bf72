/** C0 but for the newline, C1, and marks that turn the direction of text around: what a terminal obeys instead of showing. */
const OBEYED = /[^\P{Cc}\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

/** What sandboxed code wrote, so that it can be printed: nothing in it drives the operator's terminal. */
export function visibleText(text: string): string {
  return text.replaceAll('\t', '  ').replace(OBEYED, (character) => {
    const code = codeOf(character);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : asInJson(character);
  });
}

/** The same on one line, and no longer than `most` characters. */
export function visibleLine(text: string, most: number): string {
  const shown = visibleText(text.slice(0, most)).replaceAll('\n', '\\n');
  return text.length > most ? `${shown}…` : shown;
}

/** JSON that says the same. `JSON.stringify` itself escapes what is below a space only. */
export function visibleJson(value: object): string {
  return JSON.stringify(value).replace(OBEYED, asInJson);
}

function asInJson(character: string): string {
  return `\\u${codeOf(character).toString(16).padStart(4, '0')}`;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
