/* How long each hostile file takes to be answered, and that it is answered with problems or with constructs. */
const { useCdk } = require('../measure.cjs');
const { HOSTILE } = require('./texts.cjs');

useCdk(process.env.BENCH_CDK);
const { App, Stack } = require('aws-cdk-lib/core');
const { AgentsFromConfig } = require('../../lib');

const name = process.env.BENCH_HOSTILE;
const start = performance.now();
let answer = 'read';
try {
  AgentsFromConfig.fromYaml(new Stack(new App(), 'Stack'), 'Agents', HOSTILE[name]);
} catch (error) {
  answer = error.message.split('\n', 1)[0];
}
process.stdout.write(JSON.stringify({ name, bytes: HOSTILE[name].length, milliseconds: performance.now() - start, answer }));
