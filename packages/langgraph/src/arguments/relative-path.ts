import { ArgumentProblem } from '../errors/argument-problem.js';

/** The service takes paths in the working directory only. The message is that of langchain-aws. */
export function relativePath(path: string): string {
  if (!path.startsWith('/')) { return path; }
  throw new ArgumentProblem(
    `Path must be relative, not absolute. Got: ${path}. Use paths like 'data.csv' or 'scripts/analyze.py'.`,
  );
}
