import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { inRoot, ROOT } from './root.mjs';
import { runAll } from './run.mjs';
import { commandsOfTask, tool } from './task.mjs';

/** The constructs. With an error in the types jsii still writes the second, with an error in the API still the first. */
export const LIBRARY = {
  title: 'lib/',
  products: ['lib/index.js', '.jsii'],
  sources: ['src', 'package.json', 'tsconfig.json'],
  commands: () => commandsOfTask('compile'),
};

export const LOCAL_SERVICE = {
  title: 'packages/local/lib/',
  products: ['packages/local/lib/index.js'],
  sources: ['packages/local/src', 'packages/local/package.json', 'packages/local/tsconfig.json', 'packages/local/tsconfig.build.json'],
  commands: () => [tool('tsc', ['-p', 'packages/local/tsconfig.build.json'])],
};

/** Twice, as ES modules and as CommonJS: done when both are there. */
export const TOOLKIT = {
  title: 'packages/langgraph/lib/',
  products: ['packages/langgraph/lib/esm/index.js', 'packages/langgraph/lib/cjs/index.js'],
  sources: ['src', 'package.json', 'build.mjs', 'tsconfig.json', 'tsconfig.esm.json', 'tsconfig.cjs.json']
    .map((name) => `packages/langgraph/${name}`),
  commands: () => [tool(process.execPath, ['packages/langgraph/build.mjs'])],
};

export const MCP_SERVER = {
  title: 'packages/mcp/lib/',
  products: ['packages/mcp/lib/index.js'],
  sources: ['src', 'package.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => `packages/mcp/${name}`),
  commands: () => [tool('tsc', ['-p', 'packages/mcp/tsconfig.build.json'])],
};

/** The plain packages, in the order in which they use one another. */
const PLAIN_PACKAGES = [LOCAL_SERVICE, TOOLKIT, MCP_SERVER];
/** All that is compiled, in an order that works. */
export const UNITS = [LIBRARY, ...PLAIN_PACKAGES];

export function isCompiled({ products, sources }) {
  if (!products.every((file) => existsSync(inRoot(file)))) { return false; }
  const compiled = Math.min(...products.map((file) => statSync(inRoot(file)).mtimeMs));
  return Math.max(...sources.map((file) => newestChange(inRoot(file)))) <= compiled;
}

export function compile({ title, commands }) {
  console.log(`setup: compiling ${title}`);
  for (const { command, args, env, shell } of commands()) {
    const result = spawnSync(command, args, { cwd: ROOT, env, shell, stdio: 'inherit' });
    if (result.status !== 0) { throw new Error(`${title} does not compile: see the messages above`); }
  }
}

/** All units anew; the constructs beside the plain packages. */
export async function compileAll() {
  const results = await Promise.all([[LIBRARY], PLAIN_PACKAGES].map((units) => runAll(units.flatMap(({ commands }) => commands()))));
  return results.find(({ code }) => code !== 0) ?? results[0];
}

/** Folders count too: theirs is the date that changes when a file goes. */
function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) { return stat.mtimeMs; }
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(`${path}/${name}`)));
}
