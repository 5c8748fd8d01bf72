import { camelCase, Identifiers, PYTHON_KEYWORDS, pythonName } from './identifiers';
import { Layout, Layouter } from './layout';
import { MODULE_NAMES } from './modules';
import { keyOf, opensBlock, Outline, outlineOf, plainText, PrintedClass, PrintOptions } from './outline';
import { PythonExpressions } from './python-expressions';
import { PythonImports } from './python-imports';
import { Plan, Statement, type } from '../plan/expression';

export const PYTHON_LAYOUT = new Layouter({ indent: '    ', width: 120 });
/** What a construct has. */
const CONSTRUCT_MEMBERS = ['is_construct', 'node', 'to_string', 'with_'];
const PARAMETERS = ['self', 'scope', 'construct_id', 'os'];

/** Prints a plan as a construct in Python. */
export function pythonClass(plan: Plan, options: PrintOptions): PrintedClass {
  const outline = outlineOf(plan);
  const names = namesOf(outline);
  const imports = new PythonImports();
  const expressions = new PythonExpressions(imports, (named) => names.get(keyOf(named))!, options.folder);

  const base = imports.use(type('constructs', 'Construct'));
  const statements = plan.statements.map((statement) => statementOf(statement, expressions, names));
  const wanted = [...outline.wanted].map(([key, given]) => ({ name: names.get(key)!, type: imports.use(given.type) }));
  const className = new Identifiers(imports.names, PYTHON_KEYWORDS).claim(options.className);
  const parameters: Layout = ['def __init__', {
    open: '(',
    items: ['self', `scope: ${base}`, 'construct_id: str', ...(wanted.length > 0 ? ['*'] : []), ...wanted.map((each) => `${each.name}: ${each.type}`)],
    close: ')',
  }, ' -> None:'];

  const lines = [
    ...imports.groups.filter((group) => group.length > 0).flatMap((group) => [...group.map((line) => PYTHON_LAYOUT.lines(line)), '']),
    '',
    `class ${className}(${base}):`,
    `    """What ${plainText(options.source)} describes."""`,
    '',
    PYTHON_LAYOUT.lines(parameters, 1),
    '        super().__init__(scope, construct_id)',
  ];
  plan.statements.forEach((statement, index) => {
    if (opensBlock(statement, plan.statements[index - 1])) { lines.push(''); }
    lines.push(PYTHON_LAYOUT.lines(statements[index], 2));
  });
  return { className, code: `${lines.join('\n')}\n`, wanted: wanted.map(({ name }) => name) };
}

function namesOf({ members, wanted, locals }: Outline): Map<string, string> {
  const inClass = new Identifiers(CONSTRUCT_MEMBERS, PYTHON_KEYWORDS);
  const inConstructor = new Identifiers(PYTHON_KEYWORDS, PARAMETERS, Object.values(MODULE_NAMES));
  return new Map([
    ['this', 'self'],
    ...members.map(({ variable }) => [variable, `self.${inClass.claim(identifier(variable))}`] as const),
    ...[...wanted].map(([key, { name }]) => [key, inConstructor.claim(identifier(name))] as const),
    ...locals.map((variable) => [variable, inConstructor.claim(identifier(variable))] as const),
  ]);
}

function identifier(name: string): string {
  return pythonName(camelCase(name));
}

function statementOf(statement: Statement, expressions: PythonExpressions, names: ReadonlyMap<string, string>): Layout {
  if (statement.kind === 'set') { return [expressions.print(statement.target), ' = ', expressions.print(statement.value)]; }
  const expression = expressions.print(statement.expression);
  const name = statement.kind === 'define' ? names.get(statement.variable) : undefined;
  return name === undefined ? expression : [`${name} = `, expression];
}
