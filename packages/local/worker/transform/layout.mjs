import { SourceMap } from 'node:module';

/** Between these and what precedes them, a line may not be broken. */
const attached = new Set(['=>', '++/--']);

/**
 * Moves the tokens that esbuild printed back to the lines and columns they were written at, so that stacks tell the
 * truth without a source map. Only white space changes, where it means nothing.
 *
 * @param {string} code
 * @param {string} map
 * @param {import('acorn').Token[]} tokens of the code
 */
export function restoreLayout(code, map, tokens) {
  const sourceMap = new SourceMap(JSON.parse(map));
  const generated = new Position();
  const printed = new Position();
  const parts = [];
  const print = text => {
    parts.push(text);
    printed.advance(text);
  };
  let end = 0;
  /** @type {import('acorn').Token | undefined} */
  let previous;
  for (const token of tokens) {
    const text = code.slice(token.start, token.end);
    const gap = code.slice(end, token.start);
    generated.advance(gap);
    const target = isMovable(previous, token) ? originOf(sourceMap, generated, gap) : undefined;
    const space = gap.includes('//') ? gap : gap.replace(/\s+/g, ' ');
    if (target && printed.line < target.line && mayBreak(previous, token, gap)) {
      print(`${space.trimEnd()}${'\n'.repeat(target.line - printed.line - (space.match(/\n/g)?.length ?? 0))}`);
    } else {
      print(space);
    }
    if (target && printed.line === target.line && printed.column < target.column) {
      print(' '.repeat(target.column - printed.column));
    }
    print(text);
    generated.advance(text);
    end = token.end;
    previous = token;
  }
  parts.push(code.slice(end));
  return parts.join('');
}

/** Zero-based. */
class Position {
  line = 0;
  column = 0;

  advance(text) {
    const last = text.lastIndexOf('\n');
    if (last < 0) {
      this.column += text.length;
      return;
    }
    this.column = text.length - last - 1;
    for (let at = last; at >= 0; at = at > 0 ? text.lastIndexOf('\n', at - 1) : -1) {
      this.line++;
    }
  }
}

/** esbuild marks a token itself or the white space before it. */
function originOf(sourceMap, { line, column }, gap) {
  const { generatedLine, generatedColumn, originalLine, originalColumn } = sourceMap.findEntry(line, column);
  const isOfToken = generatedLine === line && (gap.includes('\n') || generatedColumn >= column - gap.length);
  return isOfToken ? { line: originalLine, column: originalColumn } : undefined;
}

/** White space before the text of a template would be part of it. */
function isMovable(previous, { type }) {
  return type.label !== 'template' && type.label !== '${' && !(type.label === '`' && previous?.type.label === 'template');
}

/** Where esbuild broke the line itself, or after punctuation, which no statement ends with unnoticed. */
function mayBreak(previous, token, gap) {
  if (!previous || gap.includes('\n')) {
    return true;
  }
  const { label, keyword } = previous.type;
  return !keyword && !['name', 'privateId', 'num', 'string', 'regexp', 'template', '`', ')', ']', '}', '++/--'].includes(label)
    && !attached.has(token.type.label);
}
