/** A syntax error as Node would write it: where, the line, a caret, the message. */
export function describeProblem(message, line, column, lineText) {
  const shown = lineText.slice(0, 1000);
  const caret = `${shown.slice(0, column).replace(/[^\t]/g, ' ')}^`;
  return `cell:${line}:${column + 1}\n${shown}\n${caret}\n\nSyntaxError: ${message}\n`;
}

/**
 * @param {unknown} error of acorn
 * @param {string} code
 */
export function describeParseError(error, code) {
  if (!(error instanceof SyntaxError) || !error.loc) {
    return tooComplex(error);
  }
  const { line, column } = error.loc;
  const text = code.split(/\r\n|[\n\r\u2028\u2029]/, line)[line - 1] ?? '';
  return describeProblem(error.message.replace(/ \(\d+:\d+\)$/, ''), line, column, text);
}

/** Not the syntax but its size: the stack was exhausted. */
function tooComplex(error) {
  return `SyntaxError: the cell is nested too deeply to be transformed (${error.message}). Put the code into a file and import that.\n`;
}
