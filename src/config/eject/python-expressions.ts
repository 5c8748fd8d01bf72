import { pythonName, snakeCase } from './identifiers';
import { Brackets, flat, Layout } from './layout';
import { isThis, NameOf, withoutTrailingNothing } from './outline';
import { PythonImports } from './python-imports';
import { stepsTo } from './relative';
import { fStringPart, pythonString, pythonStringIn } from './strings';
import { Expression } from '../plan/expression';

const CONSTANTS: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' };

/** Prints expressions as Python. */
export class PythonExpressions {
  /**
   * @param folder of the file that they are printed for, absolute
   * @param string prints a string
   */
  constructor(
    private readonly imports: PythonImports, private readonly nameOf: NameOf, private readonly folder: string,
    private readonly string: (text: string) => string = pythonString,
  ) {}

  public print(expression: Expression): Layout {
    switch (expression.kind) {
      case 'literal': return this.literal(expression.value);
      case 'nothing': return 'None';
      case 'text': return this.text(expression.parts);
      case 'path': return this.path(expression.path);
      case 'list': return { open: '[', items: this.all(expression.items), close: ']' };
      case 'map': return {
        open: '{', items: expression.entries.map(([key, value]) => [`${this.string(key)}: `, this.print(value)]), close: '}',
      };
      case 'struct': return [this.imports.use(expression.type), { open: '(', items: this.keywords(expression.fields), close: ')' }];
      case 'variable':
      case 'given': return this.nameOf(expression);
      case 'property': return [this.print(expression.of), `.${pythonName(expression.name)}`];
      case 'entry': return [this.print(expression.of), `[${this.string(expression.key)}]`];
      case 'static': return `${this.imports.use(expression.type)}.${memberName(expression.member)}`;
      case 'new': return [this.imports.use(expression.type), this.args(expression.args)];
      case 'call': {
        const of = expression.of.kind === 'type' ? this.imports.use(expression.of) : this.print(expression.of);
        return [of, `.${pythonName(expression.method)}`, this.args(expression.args)];
      }
      case 'cast': return this.print(expression.of);
    }
  }

  private all(expressions: readonly Expression[]): Layout[] {
    return expressions.map((expression) => this.print(expression));
  }

  /** A struct that comes last is passed as keyword arguments. */
  private args(all: readonly Expression[]): Brackets {
    const args = withoutTrailingNothing(all);
    const last = args[args.length - 1];
    if (last?.kind !== 'struct') {
      // `f(self, "Id", value)` stays together.
      return { open: '(', items: this.all(args), close: ')', together: isThis(args[0]) ? args.length : undefined };
    }
    const positional = args.slice(0, -1);
    return { open: '(', items: [...this.all(positional), ...this.keywords(last.fields)], close: ')', together: positional.length };
  }

  private keywords(fields: ReadonlyArray<readonly [string, Expression]>): Layout[] {
    return fields.map(([name, value]) => [`${pythonName(name)}=`, this.print(value)]);
  }

  private literal(value: unknown): string {
    return typeof value === 'string' ? this.string(value) : CONSTANTS[String(value)] ?? JSON.stringify(value);
  }

  private text(parts: readonly Expression[]): Layout {
    return this.fString(parts) ?? ['"".join', { open: '(', items: [{ open: '[', items: this.all(parts.map(asText)), close: ']' }], close: ')' }];
  }

  /** Undefined where Python before 3.12 has no f-string: expressions in it can hold neither its own quotes nor a backslash or a `#`. */
  private fString(parts: readonly Expression[]): string | undefined {
    const inside = new PythonExpressions(this.imports, this.nameOf, this.folder, (text) => pythonStringIn("'", text));
    const printed = parts.map((part) => (part.kind === 'literal' ? fStringPart('"', String(part.value)) : `{${flat(inside.print(part))}}`));
    const possible = parts.every((part, index) => part.kind === 'literal' || !/["\\#{}]/.test(printed[index].slice(1, -1)));
    return possible && this.string === pythonString ? `f"${printed.join('')}"` : undefined;
  }

  private path(file: string): Layout {
    const steps = stepsTo(this.folder, file);
    this.imports.useModule('os');
    const folder = 'os.path.dirname(__file__)';
    const items = [folder, ...steps.map(this.string)];
    return steps.length === 0 ? folder : ['os.path.join', { open: '(', items, close: ')', together: items.length }];
  }
}

/**
 * jsii spells the constant `A2A` of a class `A2_A`, and leaves a member of an enum as it is. Which of the two it is does not
 * show in a plan; it matters only where a letter follows a digit, and no enum that plans use has such a member.
 */
function memberName(name: string): string {
  return /^[A-Z0-9_]+$/.test(name) ? snakeCase(name).toUpperCase() : pythonName(name);
}

function asText(part: Expression): Expression {
  return part.kind === 'literal' ? { kind: 'literal', value: String(part.value) } : part;
}
