/* Abbreviations that jsii keeps in one piece. */
const ABBREVIATIONS = /(^|[^A-Z])([KMG])iB($|[^a-z])/g;

/** A Python name from a jsii one, as jsii-pacmak spells it. */
export function snakeCase(name: string): string {
  return name
    .replace(ABBREVIATIONS, '$1$2ib$3')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll}+)/gu, '$1_$2')
    .toLowerCase();
}

/** `my-agent` is `myAgent`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`;
}

/** `my-agent` is `MyAgent`. */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/);
  const joined = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Za-z]/.test(joined) ? joined : `N${joined}`;
}

/** Names that differ from each other and from those that are reserved. */
export class Identifiers {
  private readonly taken: Set<string>;

  constructor(...reserved: ReadonlyArray<Iterable<string>>) {
    this.taken = new Set(reserved.flatMap((names) => [...names]));
  }

  /** The name that is wanted, or one with a number after it. */
  public claim(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.taken.has(name); number++) { name = `${wanted}${number}`; }
    this.taken.add(name);
    return name;
  }
}

export const TYPESCRIPT_KEYWORDS = [
  'arguments', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum', 'eval',
  'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null',
  'package', 'private', 'protected', 'public', 'return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var',
  'void', 'while', 'with', 'yield',
];

export const PYTHON_KEYWORDS = [
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally',
  'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield',
];

/** What a jsii name is called in Python. */
export function pythonName(name: string): string {
  const snake = snakeCase(name);
  return PYTHON_KEYWORDS.includes(snake) ? `${snake}_` : snake;
}
