import { ConfigNode } from '../../src/config/node';
import { problemText, Problems } from '../../src/config/problem';
import { validate } from '../../src/config/validate';
import { readYaml } from '../../src/config/yaml';

export const FILE = 'serverless.yml';

export function read(text: string): ConfigNode {
  const problems = new Problems();
  const root = readYaml(text, FILE, problems);
  if (root === undefined || problems.count > 0) { throw new Error(problems.list().map(problemText).join('\n')); }
  return root;
}

/** `line:column path: message`, for each problem. */
export function problemsOf(root: ConfigNode): string[] {
  const problems = new Problems();
  validate(root, problems);
  return problems.list().map((problem) => problemText(problem).replace(/^[^:\n]*:/, '').replace(/\n {2}/, ': ').replace(/ {2}/, ' '));
}

export function problemsIn(text: string): string[] {
  return problemsOf(read(text));
}

/** Problems of one code interpreter, browser or agent with these lines, without their places. */
export function interpreter(lines: string): string[] {
  return messages(`agents: { codeInterpreters: { x: { ${lines} } } }`);
}

export function browser(lines: string): string[] {
  return messages(`agents: { browsers: { x: { ${lines} } } }`);
}

export function agent(lines: string): string[] {
  return messages(`agents: { x: { ${lines} } }`);
}

/** `path below x: message` */
function messages(text: string): string[] {
  return problemsIn(text).map((problem) => problem.replace(/^\S+ agents(\.codeInterpreters|\.browsers)?\.x\.?/, ''));
}
