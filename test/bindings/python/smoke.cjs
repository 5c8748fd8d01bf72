const { App, Stack } = require('aws-cdk-lib');
const { CodeInterpreter, CodeInterpreterNetwork } = require('../../..');

const app = new App();
const stack = new Stack(app, 'Smoke');
new CodeInterpreter(stack, 'Default');
new CodeInterpreter(stack, 'Public', { network: CodeInterpreterNetwork.publicInternet(), description: 'Reaches the internet' });
app.synth();
