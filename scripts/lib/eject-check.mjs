import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurations, ejectAll, twinOf } from './eject.mjs';
import { failed, passed } from './result.mjs';
import { inRoot } from './root.mjs';
import { run, runAll } from './run.mjs';
import { taskEnv, tool } from './task.mjs';
import { templateDifferences } from './template-differences.mjs';

/** Below node_modules, so that the apps find what is installed here. */
const FOLDER = inRoot('node_modules', '.cache', 'ejected');

/** What is run as its cdk.json says; the unit tests run the classes of all. */
const RUN = inRoot('examples', 'serverless', 'full');

/** Writes apps in TypeScript, compiles all of them, and compares what one of them synthesizes with what its file does. */
export async function checkEjected() {
  rmSync(FOLDER, { recursive: true, force: true });
  const apps = configurations();
  const problems = ejectAll(apps, 'typescript', folderOf);
  if (problems.length > 0) { return failed(problems.join('\n\n'), `${problems.length} not written`); }

  const compiled = await compile(apps);
  if (compiled.code !== 0) { return failed(compiled.output, 'they do not compile'); }

  const [app] = apps.filter(({ file }) => file.startsWith(RUN));
  const [ejected, fromFile] = ['ejected', 'file'].map((name) => join(FOLDER, `templates-${name}`));
  const [command, ...args] = JSON.parse(readFileSync(join(folderOf(app), 'cdk.json'), 'utf8')).app.replace('npx ', '').split(' ');
  const { code, output } = await runAll([
    { ...tool(command, args, { CDK_OUTDIR: ejected }), cwd: folderOf(app) },
    { ...twinOf([app]), env: taskEnv({ CDK_OUTDIR: fromFile }) },
  ]);
  if (code !== 0) { return failed(output, 'it does not run'); }
  const differences = templateDifferences(1, { ejected, 'from the file': fromFile });
  return differences.length === 0 ? passed(`${apps.length} apps`) : failed(differences.join('\n\n'), 'the template differs');
}

/** All at once, by the settings of the first one. */
function compile(apps) {
  const settings = JSON.parse(readFileSync(join(folderOf(apps[0]), 'tsconfig.json'), 'utf8'));
  const file = join(FOLDER, 'tsconfig.json');
  writeFileSync(file, JSON.stringify({ ...settings, include: apps.flatMap(({ stack }) => settings.include.map((folder) => `${stack}/${folder}`)) }));
  return run(tool('tsc', ['-p', file]));
}

function folderOf({ stack }) {
  return join(FOLDER, stack);
}
