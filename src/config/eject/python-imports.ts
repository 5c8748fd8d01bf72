import { Layout } from './layout';
import { MODULE_NAMES } from './modules';
import { ModuleName, TypeName } from '../plan/expression';

const CDK = 'aws_cdk';
const PACKAGES: Readonly<Partial<Record<ModuleName, string>>> = { own: 'cdk_agentcore_code_interpreter', core: CDK, constructs: 'constructs' };

/** What a Python file imports. */
export class PythonImports {
  private readonly standard = new Set<string>();
  private readonly named = new Map<string, Set<string>>();

  /** How the file spells a type, which it imports from then on. */
  public use({ module, name }: TypeName): string {
    const alias = MODULE_NAMES[module];
    if (alias !== undefined) {
      this.add(CDK, `aws_${alias} as ${alias}`);
      return `${alias}.${name}`;
    }
    this.add(PACKAGES[module]!, name.split('.')[0]);
    return name;
  }

  public useModule(name: string): void {
    this.standard.add(name);
  }

  /** The names that are taken in the file. */
  public get names(): string[] {
    return [...this.named.values()].flatMap((names) => [...names]);
  }

  /** In two groups: what Python has, and what is installed. */
  public get groups(): Layout[][] {
    const installed = [...this.named.keys()].sort().map((from): Layout => (
      [`from ${from} import `, { open: '(', items: [...this.named.get(from)!].sort(), close: ')', bare: true }]
    ));
    return [[...this.standard].sort().map((name) => `import ${name}`), installed];
  }

  private add(from: string, name: string): void {
    this.named.set(from, (this.named.get(from) ?? new Set()).add(name));
  }
}
