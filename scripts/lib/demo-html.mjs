import { stripVTControlCharacters } from 'node:util';

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** Text that is HTML already. */
class Html {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** What is made for terminals, or turns text around. */
const INVISIBLE = /[^\P{Cc}\n\t]|\p{Cf}/gu;

/**
 * A template of HTML: what is put into it is escaped, unless it is HTML itself. Lists are put one after the other, and
 * nothing is put for undefined and false.
 */
export function html(strings, ...values) {
  return new Html(strings.map((string, index) => `${string}${textOf(values[index])}`).join(''));
}

/** For style sheets of our own. */
export function trusted(text) {
  return new Html(text);
}

function textOf(value) {
  if (value === undefined || value === false) { return ''; }
  if (Array.isArray(value)) { return value.map(textOf).join(''); }
  if (value instanceof Html) { return value.text; }
  return stripVTControlCharacters(String(value)).replace(INVISIBLE, '').replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
