import { ArgumentProblem } from '../errors/argument-problem.js';

/** A name, extras, and at most one version specifier, as the AgentCore SDK for Python takes them. No option of pip, no URL. */
const PACKAGE = /^[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?(\[[a-zA-Z0-9._,-]*\])?(==|>=|<=|!=|~=|>|<)?[a-zA-Z0-9.*]*$/;

/** Longer than any package on PyPI, and short enough that the pattern takes no time. */
const LONGEST = 200;

export function packageName(name: string): string {
  if (name.length <= LONGEST && PACKAGE.test(name)) { return name; }
  const shown = name.length <= LONGEST ? name : `${name.slice(0, LONGEST)}… (${name.length} characters, of which ${LONGEST} are allowed)`;
  throw new ArgumentProblem(`Invalid package name: ${shown}. Use a name with at most one version specifier, like 'pandas', `
    + "'requests[socks]' or 'scikit-learn==1.3.0'.");
}
