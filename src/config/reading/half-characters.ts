/** Templates are written in UTF-8, which has no way to write half of a character. */
export const HALF_CHARACTER = 'the text has half of a character (a lone surrogate); write both halves, or the character itself';

export function hasHalfCharacter(text: string): boolean {
  return /[\uD800-\uDFFF]/u.test(text);
}
