const moduleSyntax = /\b(?:import|export)\b/;
/** Lines of the last statement after its first, as code is usually written. */
const continuation = /^(?:$|[\s)\]}.]|\/\/)/;
const statement = /(?:^|[;{}])\s*(?:async|class|const|do|else|for|function|if|let|switch|throw|try|using|var|while|with)\b/;

/** The end of a cell that is looked at, so that the longest costs no more than this. */
const tail = 16_384;

/**
 * Whether JavaScript has to be rewritten before REPL mode may evaluate it: module syntax, or an end that is perhaps no
 * expression, whose value must not be shown. Plain text search, as this is asked for each cell.
 */
export function needsRewriting(code: string): boolean {
  return mayHaveModuleSyntax(code) && moduleSyntax.test(code) || statement.test(lastStatementLine(code.slice(-tail)));
}

/** Fast enough for code of any length. */
export function mayHaveModuleSyntax(code: string): boolean {
  return code.includes('import') || code.includes('export');
}

function lastStatementLine(code: string): string {
  const lines = code.split('\n');
  return lines.findLast(line => !continuation.test(line)) ?? lines.find(line => line.trim() !== '') ?? '';
}
