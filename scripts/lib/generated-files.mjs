import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { staleConfigSchema } from './config-schema.mjs';
import { failed, passed } from './result.mjs';
import { inRoot, ROOT } from './root.mjs';
import { run } from './run.mjs';
import { commandsOfTask } from './task.mjs';
import { withTempFolder } from './temp.mjs';

const NOT_COPIED = new Set(['.git', '.jsii', '.jsii.gz', '.venv', 'cdk.out', 'coverage', 'dist', 'lib', 'node_modules']);
/** What projen writes without listing it, beside each list. */
const UNLISTED = ['package.json', '.npmignore'];

export async function checkGeneratedFiles() {
  const stale = staleConfigSchema();
  return stale ? failed(stale, '1 stale') : checkProjenFiles();
}

/** Generates in a copy, because projen rewrites its files, changed or not, while other steps read them. */
function checkProjenFiles() {
  return withTempFolder(async (copy) => {
    for (const name of readdirSync(ROOT).filter((entry) => !NOT_COPIED.has(entry))) {
      cpSync(inRoot(name), join(copy, name), { recursive: true, filter: (source) => basename(source) !== 'node_modules' });
    }
    symlinkSync(inRoot('node_modules'), join(copy, 'node_modules'), 'junction');

    // Types are checked in another step.
    const [command] = commandsOfTask('default', { env: { PROJEN_DISABLE_POST: 'true', TS_NODE_TRANSPILE_ONLY: 'true' } });
    const { code, output } = await run({ ...command, cwd: copy });
    if (code !== 0) { return failed(output, `exit code ${code}`); }

    const files = [...new Set([...generatedFiles(ROOT), ...generatedFiles(copy)])];
    const stale = files.filter((file) => contentOf(inRoot(file)) !== contentOf(join(copy, file)));
    return stale.length === 0
      ? passed(`${files.length} files`)
      : failed(`These files are not what .projenrc.ts generates: ${stale.join(', ')}\nRun \`npx projen\`.`, `${stale.length} stale`);
  });
}

/** Of the project, and of the projects below packages/. */
function generatedFiles(root) {
  const packages = existsSync(join(root, 'packages')) ? readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name)) : [];
  return [root, ...packages].flatMap((project) => {
    const list = join(project, '.projen', 'files.json');
    if (!existsSync(list)) { return []; }
    return [...JSON.parse(readFileSync(list, 'utf8')).files, ...UNLISTED].map((file) => relative(root, join(project, file)));
  });
}

function contentOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
