/** The beginning of something long. */
export interface Excerpt {
  readonly text: string;
  /** Characters left out, not counting those of long texts and lists inside. 0 when it is all there. */
  readonly more: number;
}

/** Texts as they are, all else as JSON with long texts and lists in it cut. Takes little time however long the value is. */
export function excerpt(value: unknown, most: number): Excerpt {
  const text = typeof value === 'string' ? value : JSON.stringify(value, cutting(most)) ?? '';
  return { text: beginning(text, most), more: Math.max(text.length - most, 0) };
}

/** A replacer that makes no more than it takes to be longer than allowed: what comes after that is not looked into. */
function cutting(most: number): (key: string, value: unknown) => unknown {
  let left = most;
  return (_key, value) => {
    if (left < 0) { return '…'; }
    left -= typeof value === 'string' ? value.length : 1;
    if (typeof value === 'string' && value.length > most) { return `${value.slice(0, most)}…`; }
    // Each item takes a character and a comma.
    return Array.isArray(value) && value.length > left ? value.slice(0, left + 2) as unknown[] : value;
  };
}

/** A slice would keep the whole text in memory for as long as it lives itself: this is a copy. */
function beginning(text: string, most: number): string {
  return text.length > most ? Buffer.from(text.slice(0, most), 'utf16le').toString('utf16le') : text;
}
