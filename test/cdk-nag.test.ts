import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AgentBrowser, AgentModel, AgentNetwork, AgentSource, AgentWithCodeInterpreter, CodeInterpreter, CodeInterpreterNetwork } from '../src';
import { fixture, stackWithOutput } from './fixtures/agents/helpers';
import { statementsIn } from './helpers';
import { resourcePatternsOf } from './iam/service-reference';

const RUNTIMES = 'arn:<AWS::Partition>:logs:us-east-1:111122223333:log-group:/aws/bedrock-agentcore/runtimes';
const STREAMS = 'The service chooses the names of the log streams, in the log group of this endpoint of this agent.';
/** What AwsSolutions finds, and why it has to be. */
const ON_ANYTHING = { 'AwsSolutions-IAM5[Resource::*]': 'These actions have no resource level.' };

/** What has no resource level, or in the case of metrics only one that runtimes do not write to. */
const WITHOUT_RESOURCE_LEVEL = [
  'cloudwatch:PutMetricData',
  'ecr:GetAuthorizationToken',
  'logs:DescribeLogGroups',
  'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
];

/** What AwsSolutions finds, by construct. A stack is synthesized first, as what is lazy is not there before. */
function findingsIn(stack: Stack): { [finding: string]: string[] } {
  const app = stack.node.root as App;
  app.synth();
  // As `Validations.of(app).addPlugins()` runs it, which passes no construct tree in older versions of aws-cdk-lib.
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return Object.fromEntries(violations.map(({ ruleName, violatingResources }) => (
    [ruleName, violatingResources.map(({ constructPath }) => constructPath!)])));
}

function actionsOnAnything(stack: Stack): string[] {
  return statementsIn(stack).filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action).sort();
}

test('finds nothing on the default interpreter', () => {
  const stack = stackWithOutput();
  new CodeInterpreter(stack, 'CI');
  expect(findingsIn(stack)).toEqual({});
});

test('finds on the default agent what has no resource level, and the streams of its log group', () => {
  const stack = stackWithOutput();
  const agent = new AgentWithCodeInterpreter(stack, 'Agent', {
    source: AgentSource.fromDirectory(fixture('dockerfile')),
    codeInterpreter: new CodeInterpreter(stack, 'CI'),
  });
  const expected: { [finding: string]: string } = {
    ...ON_ANYTHING,
    [`AwsSolutions-IAM5[Resource::${RUNTIMES}/${agent.runtime.agentRuntimeName}-??????????-DEFAULT:log-stream:*]`]: STREAMS,
  };
  const findings = findingsIn(stack);
  expect(Object.keys(findings).sort()).toEqual(Object.keys(expected).sort());
  Object.values(findings).forEach((paths) => expect(paths).toEqual(['Stack/Agent/Startup/Policy/Resource']));
  expect(actionsOnAnything(stack)).toEqual(WITHOUT_RESOURCE_LEVEL);
});

test('finds no more with all that an agent can have', () => {
  const stack = stackWithOutput();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-0123456789abcdef0'],
  });
  const agent = new AgentWithCodeInterpreter(stack, 'Agent', {
    source: AgentSource.fromDirectory(fixture('python')),
    codeInterpreter: new CodeInterpreter(stack, 'CI', { network: CodeInterpreterNetwork.vpc({ vpc }) }),
    network: AgentNetwork.vpc({ vpc }),
    browser: AgentBrowser.awsManaged(),
    endpoints: { production: {} },
    models: [AgentModel.inferenceProfile('us.anthropic.claude-sonnet-4-20250514-v1:0')],
  });
  const streams = ['DEFAULT', 'production'].map((endpoint) =>
    `AwsSolutions-IAM5[Resource::${RUNTIMES}/${agent.runtime.agentRuntimeName}-??????????-${endpoint}:log-stream:*]`);
  expect(Object.keys(findingsIn(stack)).sort()).toEqual([...Object.keys(ON_ANYTHING), ...streams]);
  expect(actionsOnAnything(stack)).toEqual(
    ['bedrock-agentcore:ConnectBrowserAutomationStream', ...WITHOUT_RESOURCE_LEVEL.filter((action) => !action.startsWith('ecr:'))]);
});

test('the actions that stand on * have no resource level', () => {
  expect(WITHOUT_RESOURCE_LEVEL.filter((action) => resourcePatternsOf(action).length > 0)).toEqual(['cloudwatch:PutMetricData']);
  expect(resourcePatternsOf('bedrock-agentcore:ConnectBrowserAutomationStream')).toEqual([]);
  expect(resourcePatternsOf('cloudwatch:PutMetricData')).toEqual(['arn:*:cloudwatch:*:????????????:dataset/*']);
});

test('finds wildcards where there are some', () => {
  const stack = stackWithOutput();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['bedrock-agentcore:*'], resources: ['*'] }));
  expect(Object.keys(findingsIn(stack)).sort()).toEqual(['AwsSolutions-IAM5[Action::bedrock-agentcore:*]', 'AwsSolutions-IAM5[Resource::*]']);
});
