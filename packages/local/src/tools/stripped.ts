/** Without white space at both ends, as Python's `strip()` leaves it. */
export function stripped(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) { start += 1; }
  while (end > start && isSpace(text.charCodeAt(end - 1))) { end -= 1; }
  return text.slice(start, end);
}

// A loop and not a regular expression: /\s+$/ takes quadratic time on output that is all spaces but for its end.
function isSpace(code: number): boolean {
  if (code <= 0x20) { return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f); }
  if (code < 0x85) { return false; }
  return code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a)
    || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}
