import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What to do when an agent ends because its packages are not installed. Undefined when that is not why. */
export function missingDependencies(output: readonly string[], folder: string): string | undefined {
  const text = output.join('\n');
  const module = /ModuleNotFoundError: No module named '([^']+)'/.exec(text)?.[1];
  if (module !== undefined) { return `its Python has no ${module}: ${forPython(folder)}`; }
  const name = /(?:ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND)/.test(text) && /Cannot find (?:package|module) '([^']+)'/.exec(text)?.[1];
  return name ? `${name} is not installed: run \`npm install\` in ${folder}` : undefined;
}

function forPython(folder: string): string {
  const listed = existsSync(join(folder, 'requirements.txt')) ? '-r requirements.txt' : existsSync(join(folder, 'pyproject.toml')) ? '.' : '<what it imports>';
  return `in ${folder}, run \`python3 -m venv .venv && .venv/bin/pip install ${listed}\`, or activate the environment that has it`;
}
