export interface LimitedText {
  readonly text: string;
  /** Characters that were left out: 0 if none were. */
  readonly leftOut: number;
}

/** Not longer than a number of characters. Of a longer one the beginning and the end stay, and a note between them says so. */
export function limitedText(text: string, most: number): LimitedText {
  if (text.length <= most) { return { text, leftOut: 0 }; }
  // The note is longest if all were left out.
  const kept = most - note(text.length, text.length).length;
  const head = withoutHalf(text.slice(0, Math.ceil(kept / 2)));
  const tail = withoutHalf(text.slice(text.length - Math.floor(kept / 2)));
  const leftOut = text.length - head.length - tail.length;
  return { text: `${head}${note(leftOut, text.length)}${tail}`, leftOut };
}

function note(leftOut: number, all: number): string {
  return `\n[… ${leftOut} of ${all} characters left out here. Print less, or write the output to a file and look at parts of it. …]\n`;
}

/** Without half of a character at either end, which no model API takes. */
function withoutHalf(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '');
}
