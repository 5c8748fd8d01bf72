/*
 * Measures one subject in this process, which must be a fresh one, and prints the figures as JSON.
 *
 * A subject gives `load(cdk)`, which returns what it needs beyond the L1s and iam.Role of aws-cdk-lib, and
 * `construct(stack, index, cdk, loaded)`, which makes one code interpreter in SANDBOX mode with a role and a
 * generated name; or `constructAll(stack, count, loaded)`, which makes that many in one stack. BENCH_COUNT and
 * BENCH_CDK come from the harness.
 */
const boot = performance.now();

const { mkdtempSync, readdirSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Two resources each, of the 500 that a stack may hold. */
const PER_STACK = 200;
/** For those that make all in one stack, which could not be deployed. */
const NO_LIMIT = { '@aws-cdk/core:stackResourceLimit': 0 };

exports.measure = ({ load = () => undefined, construct, constructAll }) => {
  const count = Number(process.env.BENCH_COUNT);
  exports.useCdk(process.env.BENCH_CDK);

  const beforeCdk = performance.now();
  const cdk = {
    core: require('aws-cdk-lib/core'),
    agentcore: require('aws-cdk-lib/aws-bedrockagentcore'),
    iam: require('aws-cdk-lib/aws-iam'),
  };
  // The exports of aws-cdk-lib load when they are read. These are needed by everyone.
  void [cdk.core.App, cdk.core.Stack, cdk.core.Names, cdk.core.Resource, cdk.agentcore.CfnCodeInterpreterCustom, cdk.iam.Role, cdk.iam.ServicePrincipal];
  const beforeLibrary = performance.now();
  const library = load(cdk);

  const beforeConstruct = performance.now();
  const outdir = mkdtempSync(join(tmpdir(), 'code-interpreter-bench-'));
  const app = new cdk.core.App({ outdir, context: constructAll ? NO_LIMIT : {} });
  if (constructAll) { constructAll(new cdk.core.Stack(app, 'Stack'), count, library); }
  for (let first = 0; construct && first < count; first += PER_STACK) {
    const stack = new cdk.core.Stack(app, `Stack${first / PER_STACK}`);
    for (let index = first; index < Math.min(first + PER_STACK, count); index++) { construct(stack, index, cdk, library); }
  }

  const beforeSynth = performance.now();
  app.synth();
  const end = performance.now();

  const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage();
  process.stdout.write(JSON.stringify({
    boot,
    load: beforeLibrary - beforeCdk,
    library: beforeConstruct - beforeLibrary,
    construct: beforeSynth - beforeConstruct,
    synth: end - beforeSynth,
    cpu: (userCPUTime + systemCPUTime) / 1000,
    peakBytes: maxRSS * 1024,
    templateBytes: templateBytes(outdir),
    cdkVersion: require('aws-cdk-lib/package.json').version,
  }));
  rmSync(outdir, { recursive: true });
};

/** Reads `name` wherever the code says aws-cdk-lib. */
exports.useCdk = (name) => {
  if (name === 'aws-cdk-lib') { return; }
  const Module = require('node:module');
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    return resolve.call(this, request.replace(/^aws-cdk-lib(?=\/|$)/, name), ...rest);
  };
};

function templateBytes(outdir) {
  const templates = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  return templates.reduce((total, file) => total + statSync(join(outdir, file)).size, 0);
}
