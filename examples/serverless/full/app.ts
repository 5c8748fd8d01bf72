import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AgentsFromConfig, CodeInterpreterOperation } from 'cdk-agentcore-code-interpreter';

const stack = new Stack(new App(), 'ServerlessFull', { env: { region: 'us-east-1' } });

const { agents, codeInterpreters } = AgentsFromConfig.fromYamlFile(stack, 'Agents', path.join(__dirname, 'serverless.yml'), { stage: 'prod' });

// What the file describes are constructs, to go on with in code.
agents.analyst.grantInvoke(agents.scout);

new Alarm(stack, 'Throttled', {
  metric: codeInterpreters.analyzer.metricThrottles(CodeInterpreterOperation.INVOKE),
  threshold: 1,
  evaluationPeriods: 1,
});
