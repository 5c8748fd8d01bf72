/* From `cdk synth` to a chart, with an agent whose answers are checked: no account, no key, no Docker. `--help` says what else there is. */
import { parseArgs } from 'node:util';

const USAGE = `npm run demo                        runs the example agent on this machine, with a scripted model, and checks its answers
npm run demo -- --model <model id>  the same with a model of Amazon Bedrock, on your credentials: tokens cost money
npm run demo -- --examples          what the example apps create, and who may do what; with --check, one line for each`;

try {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean' }, examples: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, model: { type: 'string' },
    },
  });
  if (values.help) {
    console.log(USAGE);
  } else if (values.examples || values.check) {
    const { showExamples } = await import('./lib/demo-examples.mjs');
    process.exitCode = await showExamples({ check: values.check });
  } else {
    const { runDemo, STOPPED } = await import('./lib/demo-run.mjs');
    const code = await runDemo({ model: values.model });
    // Stopped: what was being installed may still run.
    if (code === STOPPED) { process.exit(code); }
    process.exitCode = code;
  }
} catch (error) {
  if (!error.code?.startsWith('ERR_PARSE_ARGS')) { throw error; }
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 1;
}
