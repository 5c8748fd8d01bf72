/** The beginning of something long. */
export interface Excerpt {
  readonly text: string;
  /** Characters left out. 0 when it is all there. */
  readonly more: number;
}

/** Texts as they are, all else as JSON with long texts in it cut. Takes little time however long the value is. */
export function excerpt(value: unknown, most: number): Excerpt {
  const text = typeof value === 'string' ? value : JSON.stringify(value, (_key, inner) => cut(inner, most)) ?? '';
  return { text: beginning(text, most), more: Math.max(text.length - most, 0) };
}

function cut(value: unknown, most: number): unknown {
  return typeof value === 'string' && value.length > most ? `${value.slice(0, most)}…` : value;
}

/** A slice would keep the whole text in memory for as long as it lives itself: this is a copy. */
function beginning(text: string, most: number): string {
  return text.length > most ? Buffer.from(text.slice(0, most), 'utf16le').toString('utf16le') : text;
}
