/** What one event may hold: botocore refuses larger ones. */
export const LARGEST_ANSWER_BYTES = 24 * 1024 * 1024;

/** Each text is sent twice, as content and in its own member; the rest of the answer is small. */
const LARGEST_TEXTS_BYTES = (LARGEST_ANSWER_BYTES - 64 * 1024) / 2;

/** No character of a text takes more in JSON. */
const MOST_BYTES_PER_CHARACTER = 6;

export interface ShortenedText {
  readonly text: string;
  /** Characters cut off its end. */
  readonly cut: number;
}

/** As much of two outputs as one event can hold. The smaller one is cut last. */
export function fitTogether(stdout: string, stderr: string): readonly [ShortenedText, ShortenedText] {
  if ((stdout.length + stderr.length) * MOST_BYTES_PER_CHARACTER <= LARGEST_TEXTS_BYTES) {
    return [{ text: stdout, cut: 0 }, { text: stderr, cut: 0 }];
  }
  const half = LARGEST_TEXTS_BYTES / 2;
  return [
    shorten(stdout, Math.max(half, LARGEST_TEXTS_BYTES - jsonBytes(stderr))),
    shorten(stderr, Math.max(half, LARGEST_TEXTS_BYTES - jsonBytes(stdout))),
  ];
}

function shorten(text: string, bytes: number): ShortenedText {
  let kept = text;
  for (let size = jsonBytes(kept); size > bytes; size = jsonBytes(kept)) {
    kept = kept.slice(0, Math.floor(kept.length * Math.min(bytes / size, 0.95)));
  }
  return { text: kept, cut: text.length - kept.length };
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
