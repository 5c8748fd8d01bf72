import { Brackets, flat, Layout } from './layout';
import { isThis, NameOf, withoutTrailingNothing } from './outline';
import { stepsTo } from './relative';
import { templatePart, typescriptString } from './strings';
import { TypeScriptImports } from './typescript-imports';
import { Expression } from '../plan/expression';

/** Prints expressions as TypeScript. */
export class TypeScriptExpressions {
  /**
   * @param folder of the file that they are printed for, absolute
   */
  constructor(private readonly imports: TypeScriptImports, private readonly nameOf: NameOf, private readonly folder: string) {}

  public print(expression: Expression): Layout {
    switch (expression.kind) {
      case 'literal': return typeof expression.value === 'string' ? typescriptString(expression.value) : JSON.stringify(expression.value);
      case 'nothing': return 'undefined';
      case 'text': return `\`${expression.parts.map((part) => this.part(part)).join('')}\``;
      case 'path': return this.path(expression.path);
      case 'list': return { open: '[', items: this.all(expression.items), close: ']' };
      case 'map': return this.fields(expression.entries.map(([key, value]) => [keyText(key), value]));
      case 'struct': return this.fields(expression.fields);
      case 'variable':
      case 'given': return this.nameOf(expression);
      case 'property': return [this.receiver(expression.of), `.${expression.name}`];
      case 'entry': return [this.receiver(expression.of), isIdentifier(expression.key) ? `.${expression.key}` : `[${typescriptString(expression.key)}]`];
      case 'static': return `${this.imports.use(expression.type)}.${expression.member}`;
      case 'new': return [`new ${this.imports.use(expression.type)}`, this.args(expression.args)];
      case 'call': {
        const of = expression.of.kind === 'type' ? this.imports.use(expression.of) : this.receiver(expression.of);
        return [of, `.${expression.method}`, this.args(expression.args)];
      }
      case 'cast': return [this.print(expression.of), ` as ${this.imports.use(expression.type)}`];
    }
  }

  private all(expressions: readonly Expression[]): Layout[] {
    return expressions.map((expression) => this.print(expression));
  }

  private args(all: readonly Expression[]): Brackets {
    const args = withoutTrailingNothing(all);
    const last = args[args.length - 1];
    // `f(this, 'Id', value)` stays together, but for properties.
    const together = isThis(args[0]) && last.kind !== 'struct' ? args.length : undefined;
    return { open: '(', items: this.all(args), close: ')', together };
  }

  private fields(fields: ReadonlyArray<readonly [string, Expression]>): Brackets {
    const items = fields.map(([key, value]): Layout => {
      const printed = this.print(value);
      return value.kind === 'variable' && printed === key && key !== 'this' ? key : [`${key}: `, printed];
    });
    return { open: '{', items, close: '}', spaced: true };
  }

  private receiver(expression: Expression): Layout {
    const printed = this.print(expression);
    return expression.kind === 'cast' ? ['(', printed, ')'] : printed;
  }

  private part(part: Expression): string {
    return part.kind === 'literal' ? templatePart(String(part.value)) : `\${${flat(this.print(part))}}`;
  }

  private path(file: string): Layout {
    const steps = stepsTo(this.folder, file);
    if (steps.length === 0) { return '__dirname'; }
    this.imports.useModule('path', 'path');
    const items = ['__dirname', ...steps.map(typescriptString)];
    return ['path.join', { open: '(', items, close: ')', together: items.length }];
  }
}

/** A key that is data. Written plainly, `__proto__` would be no key. */
function keyText(key: string): string {
  if (key === '__proto__') { return "['__proto__']"; }
  return isIdentifier(key) ? key : typescriptString(key);
}

function isIdentifier(key: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(key);
}
