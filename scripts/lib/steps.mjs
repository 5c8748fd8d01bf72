import { checkApiDocs } from './api-docs.mjs';
import { checkEjected } from './eject-check.mjs';
import { checkGeneratedFiles } from './generated-files.mjs';
import { checkIntegSnapshots } from './integ.mjs';
import { jest } from './jest.mjs';
import { checkLocalPackage } from './local-package.mjs';
import { testLocalService } from './local-service.mjs';
import { checkPackage } from './package.mjs';
import { checkPython } from './python.mjs';
import { fromExit } from './result.mjs';
import { runAll } from './run.mjs';
import { commandsOfTask, tool } from './task.mjs';
import { withTempFolder } from './temp.mjs';

const task = (name, options) => async () => fromExit(await runAll(commandsOfTask(name, options)));
const tools = (...commands) => async () => fromExit(await runAll(commands.map(([command, ...args]) => tool(command, args))));

/** In the order of the summary. `compiled`: reads lib/ or the assembly. `after`: reads what that step writes. */
export const STEPS = [
  { name: 'compile', title: 'compile', run: task('compile') },
  { name: 'api', title: 'API.md is up to date', compiled: true, run: checkApiDocs },
  { name: 'generated', title: 'generated files are up to date', run: checkGeneratedFiles },
  {
    name: 'types',
    title: 'types of tests and project definition',
    run: tools(['tsc', '--noEmit', '-p', 'test/tsconfig.json'], ['tsc', '--noEmit', '-p', 'projenrc/tsconfig.json']),
  },
  { name: 'local-types', title: 'types of the local service', run: tools(['tsc', '-p', 'packages/local/tsconfig.json']) },
  { name: 'local', title: 'the local service, with real sandboxes and clients', run: testLocalService },
  // Waits, and so leaves the machine to the tests above: sessions under attack must answer others in time.
  { name: 'local-package', title: 'the local service, packed and installed', after: 'local', run: checkLocalPackage },
  { name: 'lint', title: 'eslint', run: task('eslint', { without: ['--fix'] }) },
  { name: 'unit', title: 'unit tests, oldest aws-cdk-lib, coverage', run: () => jest([]) },
  { name: 'types-newest', title: 'types, newest aws-cdk-lib', run: tools(['tsc', '--noEmit', '-p', 'test/tsconfig.newest.json']) },
  { name: 'unit-newest', title: 'unit tests, newest aws-cdk-lib', run: () => jest(['--config', 'test/jest.newest.json']) },
  { name: 'awslint', title: 'awslint', compiled: true, run: lintApi },
  { name: 'rosetta', title: 'examples in README and doc comments', compiled: true, run: task('rosetta') },
  { name: 'eject', title: 'ejected apps compile, and synthesize to what their file does', compiled: true, run: checkEjected },
  { name: 'integ', title: 'integration snapshots', run: checkIntegSnapshots },
  { name: 'python', title: 'Python binding, run for real', compiled: true, after: 'rosetta', run: checkPython },
  { name: 'bindings', title: 'code for all bindings', compiled: true, after: 'rosetta', run: generateBindings },
  { name: 'package', title: 'the npm package holds what it should', compiled: true, run: checkPackage },
  {
    name: 'examples',
    title: 'examples compile and synthesize',
    compiled: true,
    run: tools(['tsc', '--noEmit', '-p', 'examples/typescript/tsconfig.json'], [process.execPath, 'scripts/demo.mjs', '--check']),
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
