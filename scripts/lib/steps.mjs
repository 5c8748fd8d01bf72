import { checkApiDocs } from './api-docs.mjs';
import { compileAll, LIBRARY, LOCAL_SERVICE, MCP_SERVER, TOOLKIT } from './compile.mjs';
import { checkEjected } from './eject-check.mjs';
import { checkGeneratedFiles } from './generated-files.mjs';
import { checkIntegSnapshots } from './integ.mjs';
import { jest } from './jest.mjs';
import { checkLocalPackage } from './local-package.mjs';
import { checkPackage } from './package.mjs';
import { checkPython } from './python.mjs';
import { fromExit } from './result.mjs';
import { runDemo } from './run-demo.mjs';
import { runAll } from './run.mjs';
import { commandsOfTask, tool } from './task.mjs';
import { withTempFolder } from './temp.mjs';
import { checkToolkitPackage } from './toolkit-package.mjs';
import { vitest } from './vitest.mjs';

const task = (name, options) => async () => fromExit(await runAll(commandsOfTask(name, options)));
const tools = (...commands) => async () => fromExit(await runAll(commands.map(([command, ...args]) => tool(command, args))));

/** Folders of tests that do not mind company, and would make the longest step too long. */
const LOCAL_AGENTS = ['agents', 'dev', 'model'];

/** In the order of the summary. `reads`: what has to be compiled. `after`: reads what that step writes. */
export const STEPS = [
  { name: 'compile', title: 'compile', run: async () => fromExit(await compileAll()) },
  { name: 'api', title: 'API.md is up to date', reads: [LIBRARY], run: checkApiDocs },
  { name: 'generated', title: 'generated files are up to date', run: checkGeneratedFiles },
  {
    name: 'types',
    title: 'types of tests and project definition',
    run: tools(['tsc', '--noEmit', '-p', 'test/tsconfig.json'], ['tsc', '--noEmit', '-p', 'projenrc/tsconfig.json']),
  },
  { name: 'local-types', title: 'types of the local service', run: tools(['tsc', '-p', 'packages/local/tsconfig.json']) },
  {
    name: 'toolkit-types',
    title: 'types of the toolkit and of the MCP server',
    reads: [LOCAL_SERVICE, TOOLKIT],
    run: tools(['tsc', '-p', 'packages/langgraph/tsconfig.json'], ['tsc', '-p', 'packages/mcp/tsconfig.json']),
  },
  {
    name: 'local',
    title: 'the local service, with real sandboxes and clients',
    run: () => vitest('packages/local', { without: LOCAL_AGENTS }),
  },
  // Waits, and so leaves the machine to the tests above: sessions under attack must answer others in time.
  { name: 'local-package', title: 'the local service, packed', reads: [LOCAL_SERVICE], after: 'local', run: checkLocalPackage },
  {
    name: 'local-agents',
    title: 'the developer loop, the scripted model, and agents in Python',
    run: () => vitest('packages/local', { only: LOCAL_AGENTS }),
  },
  {
    name: 'toolkit',
    title: 'the toolkit and its adapters, against recorded frames and the local service',
    reads: [LOCAL_SERVICE, TOOLKIT],
    run: () => vitest('packages/langgraph'),
  },
  {
    name: 'toolkit-package',
    title: 'the toolkit and the MCP server, packed, on the oldest and newest peers',
    reads: [LOCAL_SERVICE, TOOLKIT, MCP_SERVER],
    run: checkToolkitPackage,
  },
  {
    name: 'mcp',
    title: 'the MCP server, with a real client, against the local service',
    reads: [LOCAL_SERVICE, TOOLKIT, MCP_SERVER],
    run: () => vitest('packages/mcp'),
  },
  { name: 'lint', title: 'eslint', reads: [LOCAL_SERVICE, TOOLKIT], run: task('eslint', { without: ['--fix'] }) },
  { name: 'unit', title: 'unit tests, oldest aws-cdk-lib, coverage', run: () => jest([]) },
  { name: 'types-newest', title: 'types, newest aws-cdk-lib', run: tools(['tsc', '--noEmit', '-p', 'test/tsconfig.newest.json']) },
  { name: 'unit-newest', title: 'unit tests, newest aws-cdk-lib', run: () => jest(['--config', 'test/jest.newest.json']) },
  { name: 'awslint', title: 'awslint', reads: [LIBRARY], run: lintApi },
  { name: 'rosetta', title: 'examples in README and doc comments', reads: [LIBRARY], run: task('rosetta') },
  { name: 'eject', title: 'ejected apps compile, and synthesize to what their file does', reads: [LIBRARY], run: checkEjected },
  { name: 'integ', title: 'integration snapshots', run: checkIntegSnapshots },
  { name: 'python', title: 'Python binding, run for real', reads: [LIBRARY], after: 'rosetta', run: checkPython },
  { name: 'bindings', title: 'code for all bindings', reads: [LIBRARY], after: 'rosetta', run: generateBindings },
  { name: 'package', title: 'the npm package holds what it should', reads: [LIBRARY], run: checkPackage },
  {
    name: 'examples',
    title: 'examples compile and synthesize',
    reads: [LIBRARY, TOOLKIT],
    run: tools(
      ['tsc', '--noEmit', '-p', 'examples/typescript/tsconfig.json'],
      ['tsc', '--noEmit', '-p', 'examples/agents/tsconfig.json'],
      [process.execPath, 'scripts/demo.mjs', '--check'],
    ),
  },
  {
    name: 'demo',
    title: 'the demo, and what tests it',
    reads: [LIBRARY, LOCAL_SERVICE, TOOLKIT],
    run: runDemo,
  },
];

/** awslint tells what it skips, line by line, for all that we take from aws-cdk-lib. */
async function lintApi() {
  const { code, output } = await runAll(commandsOfTask('awslint'));
  return fromExit({ code, output: output.split('\n').filter((line) => !line.startsWith('skipped:')).join('\n') });
}

function generateBindings() {
  return withTempFolder(async (folder) => fromExit(await runAll([
    tool('jsii-pacmak', ['--code-only', '--no-npmignore', '--outdir', folder]),
  ])));
}
