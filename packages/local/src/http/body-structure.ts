const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

/**
 * Whether JSON text holds more values than allowed. A few bytes of `[],[],…` become a hundred times as many in memory, which ends the
 * process when there are enough of them; files are long strings, which this passes over quickly.
 */
export function hasMoreValuesThan(maximum: number, json: Buffer): boolean {
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) {
      at = endOfString(json, at);
      if (at < 0) { return false; }
    } else if (byte === COMMA || byte === OPENING_BRACKET || byte === OPENING_BRACE) {
      values += 1;
      if (values > maximum) { return true; }
    }
  }
  return false;
}

/** The index of the closing quote; negative when there is none. */
function endOfString(json: Buffer, start: number): number {
  let end = json.indexOf(QUOTE, start + 1);
  while (end >= 0 && isEscaped(json, end)) { end = json.indexOf(QUOTE, end + 1); }
  return end;
}

function isEscaped(json: Buffer, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === BACKSLASH) { backslashes += 1; }
  return backslashes % 2 === 1;
}
