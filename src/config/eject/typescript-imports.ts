import { Layout } from './layout';
import { MODULE_NAMES } from './modules';
import { ModuleName, TypeName } from '../plan/expression';

const FILES: Readonly<Partial<Record<ModuleName, string>>> = {
  own: 'cdk-agentcore-code-interpreter',
  core: 'aws-cdk-lib',
  constructs: 'constructs',
};

/** What a TypeScript file imports. */
export class TypeScriptImports {
  private readonly named = new Map<string, Set<string>>();
  private readonly whole = new Map<string, string>();

  /** How the file spells a type, which it imports from then on. */
  public use({ module, name }: TypeName): string {
    const alias = MODULE_NAMES[module];
    if (alias !== undefined) {
      this.whole.set(`aws-cdk-lib/aws-${alias}`, alias);
      return `${alias}.${name}`;
    }
    const file = FILES[module]!;
    this.named.set(file, (this.named.get(file) ?? new Set()).add(name.split('.')[0]));
    return name;
  }

  public useModule(file: string, alias: string): void {
    this.whole.set(file, alias);
  }

  /** The names that are taken in the file. */
  public get names(): string[] {
    return [...this.named.values()].flatMap((names) => [...names]);
  }

  /** What Node.js has comes first. */
  public get lines(): Layout[] {
    const lines: Array<readonly [string, Layout]> = [
      ...[...this.whole].map(([file, alias]) => [file, `import * as ${alias} from '${file}';`] as const),
      ...[...this.named].map(([file, names]) => [
        file, ['import ', { open: '{', items: [...names].sort(), close: '}', spaced: true }, ` from '${file}';`],
      ] as const),
    ];
    const rank = (file: string): string => `${file === 'path' ? 0 : 1}${file}`;
    return lines.sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1)).map(([, line]) => line);
  }
}
