import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ejectedTwins } from './eject.mjs';
import { PYTHON, pythonEnvironment } from './python-environment.mjs';
import { pythonTwins } from './python-twins.mjs';
import { failed, passed, skipped } from './result.mjs';
import { inRoot } from './root.mjs';
import { run, runAll } from './run.mjs';
import { taskEnv, tool } from './task.mjs';
import { withTempFolder } from './temp.mjs';
import { templateDifferences } from './template-differences.mjs';

const RUN_APPS = 'test/bindings/run_apps.py';
const CACHE = inRoot('node_modules', '.cache');

/** Generates the Python binding, installs what it needs from PyPI, and compares what apps synthesize through it. */
export async function checkPython() {
  if (process.env.SKIP_PYTHON === '1') { return skipped('SKIP_PYTHON=1'); }
  const version = await run({ command: PYTHON, args: ['--version'] });
  if (version.code !== 0) {
    return failed(`${PYTHON} was not found, and the Python binding is run for real. Install Python 3.10 or newer, or set SKIP_PYTHON=1.`, 'no python');
  }
  return withTempFolder(async (folder) => {
    const generated = await run(tool('jsii-pacmak', ['--target', 'python', '--code-only', '--no-npmignore', '--outdir', folder]));
    if (generated.code !== 0) { return failed(generated.output, 'no code generated'); }
    const binding = join(folder, 'python');

    const { python, output } = await environmentFor(requirementsOf(binding), version.output);
    if (!python) { return failed(output, 'pip failed'); }

    const ejected = ejectedTwins(join(folder, 'ejected'));
    const apps = [...pythonTwins(), ...ejected.apps];
    const problems = ejected.problems.length > 0 ? ejected.problems : await compare(apps, { python, binding, folder });
    return problems.length === 0 ? passed(`${apps.length} apps`) : failed(problems.join('\n\n'), `${problems.length} problems`);
  });
}

/** What the generated setup.py asks for. */
function requirementsOf(binding) {
  const setup = readFileSync(join(binding, 'setup.py'), 'utf8');
  return JSON.parse(/"install_requires": (\[[^\]]*\])/.exec(setup)[1]);
}

/** With exactly these requirements. */
function environmentFor(requirements, pythonVersion) {
  const { devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const pins = ['aws-cdk-lib', 'constructs'].map((name) => `${name}==${devDependencies[name]}`);
  return pythonEnvironment({
    name: 'python-venv',
    key: [pythonVersion, requirements, pins],
    pipArguments: (venv) => {
      const constraints = join(venv, 'constraints.txt');
      writeFileSync(constraints, `${pins.join('\n')}\n`);
      return ['--constraint', constraints, ...requirements];
    },
  });
}

/** The apps and their twins must synthesize the same templates. */
async function compare(apps, { python, binding, folder }) {
  const [ours, theirs] = ['python', 'node'].map((language) => join(folder, `templates-${language}`));
  const env = taskEnv({
    PYTHONPATH: [join(binding, 'src'), process.env.PYTHONPATH].filter(Boolean).join(delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
    JSII_RUNTIME_PACKAGE_CACHE_ROOT: join(CACHE, 'jsii'),
    // Dependencies of agents change nothing in a template.
    CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }),
  });
  const { code, output } = await runAll([
    { command: python, args: [inRoot(RUN_APPS), ...apps.map((app) => app.python)], env: { ...env, CDK_OUTDIR: ours } },
    ...apps.filter(({ twin }) => twin).map(({ twin }) => ({ ...twin, env: { ...env, CDK_OUTDIR: theirs } })),
  ]);
  return code === 0 ? templateDifferences(apps.length, { Python: ours, 'its twin': theirs }) : [output];
}
