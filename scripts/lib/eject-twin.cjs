/* An app that reads configurations, to compare with those that were ejected from them. It takes `[{ file, stack, names? }, …]`. */
const { App, Stack } = require('aws-cdk-lib');
const { AgentsFromConfig } = require('../..');

const app = new App();
for (const { file, stack, names } of JSON.parse(process.argv[2])) {
  AgentsFromConfig.fromYamlFile(new Stack(app, stack), 'Agents', file, { names: names?.toUpperCase() });
}
app.synth();
