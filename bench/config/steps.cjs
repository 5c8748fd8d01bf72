/* What each step of reading a configuration file costs: the steps of lib/config/load.js, and what runs the plan. */
const { fileOf } = require('./texts.cjs');
const { useCdk } = require('../measure.cjs');

useCdk(process.env.BENCH_CDK);
const { App, Stack } = require('aws-cdk-lib/core');
const lib = (name) => require(`../../lib/config/${name}`);
const [{ readYaml }, { resolveVariables }, { validate }, { notesOf }, { planOf }, { run }, { Problems }] = [
  'yaml', 'variables/resolve', 'validate', 'notes', 'plan/plan', 'plan/run', 'problem',
].map(lib);

const text = fileOf(Number(process.env.BENCH_COUNT));
const directory = process.cwd();
const problems = new Problems();
const given = { memories: [], gateways: [] };
const steps = {};
const time = (step, action) => {
  const start = performance.now();
  const result = action();
  steps[step] = performance.now() - start;
  return result;
};

const read = time('read', () => readYaml(text, 'bench.yml', problems));
const root = time('variables', () => resolveVariables(read, {
  file: 'bench.yml', directory, readableDirectories: [], options: {}, parameters: {}, environment: {},
}, problems));
time('validate', () => validate(root, problems));
const notes = time('notes', () => notesOf(root, given));
const plan = time('plan', () => planOf(root, {
  service: 'bench', stage: 'dev', directory, readableDirectories: [], framework: false, ...given, constructs: {},
}, problems, notes));
problems.throwIfAny();
const app = new App({ context: { '@aws-cdk/core:stackResourceLimit': 0 } });
time('run', () => run(plan, new Stack(app, 'Stack'), {}));

process.stdout.write(JSON.stringify({ ...steps, statements: plan.statements.length }));
