import { camelCase, Identifiers, TYPESCRIPT_KEYWORDS } from './identifiers';
import { Layout, Layouter } from './layout';
import { MODULE_NAMES } from './modules';
import { keyOf, opensBlock, Outline, outlineOf, plainText, PrintedClass, PrintOptions, wantedText } from './outline';
import { TypeScriptExpressions } from './typescript-expressions';
import { TypeScriptImports } from './typescript-imports';
import { Plan, Statement, type } from '../plan/expression';

export const TYPESCRIPT_LAYOUT = new Layouter({ indent: '  ', width: 120 });
/** What a construct has. */
const CONSTRUCT_MEMBERS = ['constructor', 'node', 'toString', 'with'];
const PARAMETERS = ['scope', 'id', 'props', 'path'];

/** Prints a plan as a construct in TypeScript. */
export function typescriptClass(plan: Plan, options: PrintOptions): PrintedClass {
  const outline = outlineOf(plan);
  const { names, wanted } = namesOf(outline);
  const imports = new TypeScriptImports();
  const expressions = new TypeScriptExpressions(imports, (named) => names.get(keyOf(named))!, options.folder);

  const base = imports.use(type('constructs', 'Construct'));
  const statements = plan.statements.map((statement) => statementOf(statement, expressions, outline, names));
  const fields = outline.members.map(({ variable, type: of }) => `public readonly ${names.get(variable)!.slice('this.'.length)}: ${imports.use(of)};`);
  const props = [...outline.wanted].map(([key, given]) => ({
    comment: wantedText(given), field: `readonly ${wanted.get(key)}: ${imports.use(given.type)};`,
  }));
  const className = new Identifiers(imports.names).claim(options.className);

  const lines = imports.lines.map((line) => TYPESCRIPT_LAYOUT.lines(line));
  if (props.length > 0) {
    lines.push('', '/**', ` * What ${className} needs and does not define.`, ' */', `export interface ${className}Props {`);
    lines.push(...props.flatMap(({ comment, field }) => [`  /** ${comment} */`, `  ${field}`]), '}');
  }
  lines.push('', '/**', ` * What ${plainText(options.source)} describes.`, ' */', `export class ${className} extends ${base} {`);
  lines.push(...fields.map((field) => `  ${field}`), ...(fields.length > 0 ? [''] : []));
  lines.push(`  constructor(scope: ${base}, id: string${props.length > 0 ? `, props: ${className}Props` : ''}) {`, '    super(scope, id);');
  plan.statements.forEach((statement, index) => {
    if (opensBlock(statement, plan.statements[index - 1])) { lines.push(''); }
    lines.push(TYPESCRIPT_LAYOUT.lines(statements[index], 2));
  });
  lines.push('  }', '}', '');
  return { className, code: lines.join('\n'), wanted: [...wanted.values()] };
}

/** Members and what is asked for begin with where they are. */
function namesOf({ members, wanted, locals }: Outline) {
  const inClass = new Identifiers(CONSTRUCT_MEMBERS);
  const inProps = new Identifiers();
  const inConstructor = new Identifiers(TYPESCRIPT_KEYWORDS, PARAMETERS, Object.values(MODULE_NAMES));
  const props = new Map([...wanted].map(([key, { name }]) => [key, inProps.claim(camelCase(name))]));
  const names = new Map([
    ['this', 'this'],
    ...members.map(({ variable }) => [variable, `this.${inClass.claim(camelCase(variable))}`] as const),
    ...[...props].map(([key, name]) => [key, `props.${name}`] as const),
    ...locals.map((variable) => [variable, inConstructor.claim(camelCase(variable))] as const),
  ]);
  return { names, wanted: props };
}

function statementOf(
  statement: Statement, expressions: TypeScriptExpressions, { locals }: Outline, names: ReadonlyMap<string, string>,
): Layout {
  if (statement.kind === 'set') { return [expressions.print(statement.target), ' = ', expressions.print(statement.value), ';']; }
  const expression = expressions.print(statement.expression);
  const name = statement.kind === 'define' ? names.get(statement.variable) : undefined;
  if (statement.kind === 'do' || name === undefined) { return [expression, ';']; }
  return [locals.includes(statement.variable) ? 'const ' : '', `${name} = `, expression, ';'];
}
