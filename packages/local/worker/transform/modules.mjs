import { blank, Edits, newlinesOf } from './edits.mjs';
import { exportFromAsCall, importAsDeclaration } from './imports.mjs';

/**
 * Rewrites a parsed cell into what the inspector's REPL mode evaluates, line by line and mostly column by column:
 * imports are calls, exports are plain declarations, and only a last expression has a value.
 *
 * @param {string} code
 * @param {import('acorn').Program} program
 * @param {{ checked: boolean, isGenerated?: (node: import('acorn').Statement) => boolean }} options `checked`: whether
 *   a name that a module lacks is an error; `isGenerated`: an expression statement that the cell does not have
 */
export function rewriteModuleSyntax(code, program, { checked, isGenerated }) {
  const edits = new Edits();
  rewriteImports(code, program.body, edits, checked);
  for (const node of program.body) {
    rewriteExport(code, node, edits, checked);
  }
  rewriteExpressions(program, edits);
  const last = program.body.findLast(({ type }) => type !== 'EmptyStatement');
  // Other statements have the value of one inside or before them, which would be shown.
  if (last && (last.type !== 'ExpressionStatement' || isGenerated?.(last))) {
    edits.insert(last.end, ';void 0');
  }
  return edits.apply(code);
}

function rewriteImports(code, body, edits, checked) {
  const isLeading = ({ type, directive }) => type === 'ImportDeclaration' || directive !== undefined;
  const firstOther = body.findIndex(node => !isLeading(node));
  const leading = firstOther < 0 ? body : body.slice(0, firstOther);
  const late = body.slice(leading.length).filter(({ type }) => type === 'ImportDeclaration');
  for (const node of leading.filter(({ type }) => type === 'ImportDeclaration')) {
    edits.replace(node.start, node.end, importAsDeclaration(node, checked) + newlinesOf(code.slice(node.start, node.end)));
  }
  // Imports come before all other code wherever they are written.
  if (late.length > 0) {
    const hashbang = /^#!.*/.exec(code)?.[0].length ?? 0;
    const at = leading.at(-1)?.end ?? (hashbang > 0 ? Math.min(hashbang + 1, code.length) : 0);
    edits.insert(at, `;${late.map(node => importAsDeclaration(node, checked)).join(' ')}`);
  }
  for (const node of late) {
    edits.replace(node.start, node.end, `;${newlinesOf(code.slice(node.start, node.end))}`);
  }
}

function rewriteExport(code, node, edits, checked) {
  if (node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source)) {
    edits.replace(node.start, node.end, exportFromAsCall(node, checked) + newlinesOf(code.slice(node.start, node.end)));
  } else if (node.type === 'ExportNamedDeclaration') {
    const end = node.declaration?.start ?? node.end;
    edits.replace(node.start, end, node.declaration ? blank(code.slice(node.start, end)) : `;${newlinesOf(code.slice(node.start, end))}`);
  } else if (node.type === 'ExportDefaultDeclaration') {
    rewriteDefaultExport(code, node, edits);
  }
}

function rewriteDefaultExport(code, node, edits) {
  const [keywords] = /^export(?:\s|\/\*[^]*?\*\/|\/\/.*)*default/.exec(code.slice(node.start, node.end)) ?? [''];
  const end = node.start + keywords.length;
  if (node.declaration.id && node.declaration.type.endsWith('Declaration')) {
    edits.replace(node.start, end, blank(keywords));
    return;
  }
  edits.replace(node.start, end, `void (${blank(keywords).slice('void ('.length)}`);
  const close = code[node.end - 1] === ';' ? node.end - 1 : node.end;
  edits.replace(close, node.end, ');');
}

/** `import(` and `import.meta` become names of the same length. A stack of its own, as trees may be deep. */
function rewriteExpressions(program, edits) {
  const pending = [program];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'ImportExpression' && !node.phase) {
      edits.replace(node.start, node.start + 'import'.length, '$load$');
    } else if (node.type === 'MetaProperty' && node.meta.name === 'import') {
      edits.replace(node.start, node.end, '$meta$'.padEnd(node.end - node.start));
    }
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (typeof child?.type === 'string') {
          pending.push(child);
        }
      }
    }
  }
}
