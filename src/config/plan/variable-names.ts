/** Names that a class body has in use, in TypeScript or in Python, or that the languages keep for themselves. */
const TAKEN = new Set([
  'this', 'self', 'scope', 'id', 'props', 'node', 'class', 'default', 'delete', 'enum', 'export', 'extends', 'function', 'import', 'new',
  'package', 'private', 'protected', 'public', 'return', 'static', 'super', 'switch', 'typeof', 'var', 'let', 'const', 'void', 'with', 'yield',
  'await', 'async', 'case', 'catch', 'do', 'for', 'if', 'in', 'else', 'true', 'false', 'null', 'while', 'try', 'throw', 'arguments', 'eval',
  'and', 'or', 'not', 'is', 'as', 'def', 'del', 'elif', 'except', 'from', 'global', 'lambda', 'nonlocal', 'pass', 'raise', 'none',
  'break', 'continue', 'debugger', 'finally', 'implements', 'instanceof', 'interface', 'assert', 'constructor', 'ec2', 'ecr', 'iam', 's3',
  'agentcore', 'bedrockagentcore', 'path', 'os', 'cdk',
]);

/** Names for the variables of a plan, each given once. */
export class VariableNames {
  /** In the spelling of both languages: `aB` and `a_b` would be one name in Python. */
  private readonly used = new Set<string>();

  /** `my-agent` is `myAgent`; what is taken gets the suffix, and then a number. */
  public take(name: string, suffix: string): string {
    const words = name.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
    const camel = words.map((word, index) => (index === 0 ? lowerFirst(word) : `${word.charAt(0).toUpperCase()}${word.slice(1)}`)).join('');
    const plain = /^[a-z]/.test(camel) ? camel : `${lowerFirst(suffix)}${camel}`;
    const candidates = [plain, `${plain}${suffix}`];
    for (let number = 2; ; number++) {
      const free = candidates.find((candidate) => !TAKEN.has(candidate) && !this.used.has(folded(candidate)));
      if (free !== undefined) {
        this.used.add(folded(free));
        return free;
      }
      candidates.splice(0, candidates.length, `${plain}${suffix}${number}`);
    }
  }
}

function folded(name: string): string {
  return name.toLowerCase();
}

/** `HTTPServer` is `httpServer`. */
function lowerFirst(word: string): string {
  return word.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase());
}
