import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { failed, passed } from './result.mjs';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';

const WANTED = new RegExp(`^(${[
  'lib/.+\\.(js|d\\.ts)',
  '\\.jsii(\\.gz)?',
  'bin/cdk-agentcore-code-interpreter\\.js',
  'schema/serverless-agents\\.schema\\.json',
  'node_modules/(ajv|fast-deep-equal|fast-uri|fastest-levenshtein|json-schema-traverse|require-from-string|yaml)/.+',
  '(API|CHANGELOG|README)\\.md', 'LICENSE', 'package\\.json',
].join('|')})$`);

/** Node finds the names in the text of lib/index.js, which a build step rewrites. */
const ES_MODULE = "import { AgentSource, CodeInterpreter } from './lib/index.js'; if (!AgentSource || !CodeInterpreter) { process.exit(1); }";

/** Whatever lies about in a checkout, users get the library and nothing else. */
export async function checkPackage() {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT, shell: process.platform === 'win32', maxBuffer: 1 << 26,
  });
  const [packed] = Object.values(JSON.parse(stdout));
  const files = packed.files.map(({ path }) => path);
  const unwanted = files.filter((file) => !WANTED.test(file));
  if (unwanted.length > 0) { return failed(`add to the ignored paths in .projenrc.ts:\n${unwanted.join('\n')}`, `${unwanted.length} files too many`); }
  if (!files.includes('lib/index.js')) { return failed(`lib/index.js is not among:\n${files.join('\n')}`, 'no library'); }
  const imported = await run({ command: process.execPath, args: ['--input-type=module', '--eval', ES_MODULE] });
  if (imported.code !== 0) { return failed(imported.output, 'not importable from ES modules'); }
  return passed(`${files.length} files, ${Math.round(packed.size / 1000)} kB`);
}
