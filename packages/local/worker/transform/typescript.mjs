import { restoreLayout } from './layout.mjs';
import { parse } from './parse.mjs';
import { describeProblem } from './problem.mjs';

/** @type {Promise<typeof import('esbuild')> | undefined} */
let loaded;

/** Starts esbuild, and runs all that a cell would for the first time. */
export async function warmTypeScript() {
  return stripTypes('const warm: number = 1;\n', 'esnext');
}

/** Whether there was anything to stop. */
export async function stopTypeScript() {
  await (await loaded)?.stop();
  return loaded !== undefined;
}

const settings = {
  loader: 'ts',
  format: 'esm',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
  sourcefile: 'cell',
  sourcemap: 'external',
  sourcesContent: false,
  tsconfigRaw: {
    // What a cell imports, a later one may use: only types may be dropped.
    compilerOptions: { target: 'esnext', verbatimModuleSyntax: true },
  },
};

/**
 * Takes the types away and leaves everything else where it was.
 *
 * @param {string} code
 * @param {string} target of esbuild
 */
export async function stripTypes(code, target) {
  loaded ??= import('esbuild');
  const { transform } = await loaded;
  let stripped;
  try {
    stripped = await transform(code, { ...settings, target, supported: { decorators: false } });
  } catch (error) {
    return { problem: describe(error) };
  }
  const tokens = [];
  parse(stripped.code, tokens);
  return { code: restoreLayout(stripped.code, stripped.map, tokens) };
}

function describe(error) {
  const [first] = error.errors ?? [];
  if (!first) {
    // Its process has broken down, and would not come back in this one.
    throw error;
  }
  const { line, column, lineText } = first.location ?? { line: 1, column: 0, lineText: '' };
  // esbuild counts bytes.
  const characters = Buffer.from(lineText).subarray(0, column).toString().length;
  return describeProblem(first.text, line, characters, lineText);
}

/** What esbuild adds after a decorated class, or makes of a namespace: an expression, but not of the cell's. */
export function isGenerated({ expression }) {
  if (expression?.type !== 'CallExpression') {
    return false;
  }
  const { callee, arguments: [argument] } = expression;
  return /^__decorat/.test(callee.name)
    || (callee.type === 'ArrowFunctionExpression'
      && argument?.type === 'LogicalExpression' && argument.right.type === 'AssignmentExpression');
}
