/** Replacements in a text, by positions in the text as it was. They must not overlap. */
export class Edits {
  /** @type {{ start: number, end: number, text: string }[]} */
  #edits = [];

  replace(start, end, text) {
    this.#edits.push({ start, end, text });
  }

  insert(at, text) {
    this.replace(at, at, text);
  }

  /** @param {string} original */
  apply(original) {
    const parts = [];
    let position = 0;
    for (const { start, end, text } of this.#edits.sort((one, other) => one.start - other.start)) {
      parts.push(original.slice(position, start), text);
      position = end;
    }
    parts.push(original.slice(position));
    return parts.join('');
  }
}

/** As many lines as the text had, and nothing on them. */
export const newlinesOf = text => text.replace(/\r\n/g, '\n').replace(/[^\n\r\u2028\u2029]/g, '');

/** What stays in place of the text, so that everything after it keeps its line and column. */
export const blank = text => text.replace(/[^\n\r\u2028\u2029]/g, ' ');
