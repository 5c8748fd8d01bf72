import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib/core';
import { CodeInterpreter, CodeInterpreterOperation, ICodeInterpreter } from '../src';
import { ACCOUNT, onlyOne, REGION, testStack } from './helpers';

const NAMESPACE = 'AWS/Bedrock-AgentCore';
const ID = 'analysis-AbCdEfGhIj';
const ARN = `arn:aws:bedrock-agentcore:eu-west-1:999988887777:code-interpreter-custom/${ID}`;
const MANAGED_ARN = 'arn:aws:bedrock-agentcore:eu-west-1:aws:code-interpreter/aws.codeinterpreter.v1';
const { INVOKE, START_SESSION } = CodeInterpreterOperation;

type MetricOf = (interpreter: ICodeInterpreter, props?: cloudwatch.MetricOptions) => cloudwatch.Metric;
const operation = (Operation: string) => ({ Operation, Resource: ARN });
const usage = { Service: 'AgentCore.CodeInterpreter', Resource: ID };

const METRICS: Array<[string, MetricOf, string, { [dimension: string]: string }]> = [
  ['Invocations', (ci, props) => ci.metricInvocations(INVOKE, props), 'Sum', operation('InvokeCodeInterpreter')],
  ['Latency', (ci, props) => ci.metricLatency(START_SESSION, props), 'Average', operation('StartCodeInterpreterSession')],
  [
    'Throttles',
    (ci, props) => ci.metricThrottles(CodeInterpreterOperation.STOP_SESSION, props),
    'Sum',
    operation('StopCodeInterpreterSession'),
  ],
  [
    'SystemErrors',
    (ci, props) => ci.metricSystemErrors(CodeInterpreterOperation.GET_SESSION, props),
    'Sum',
    operation('GetCodeInterpreterSession'),
  ],
  [
    'UserErrors',
    (ci, props) => ci.metricUserErrors(CodeInterpreterOperation.LIST_SESSIONS, props),
    'Sum',
    operation('ListCodeInterpreterSessions'),
  ],
  ['Duration', (ci, props) => ci.metricSessionDuration(props), 'Average', operation('CodeInterpreterSession')],
  ['CPUUsed-vCPUHours', (ci, props) => ci.metricCpuUsed(props), 'Sum', usage],
  ['MemoryUsed-GBHours', (ci, props) => ci.metricMemoryUsed(props), 'Sum', usage],
  ['Anything', (ci, props) => ci.metric('Anything', props), 'Average', { Resource: ARN }],
];

describe.each(METRICS)('%s', (metricName, metricOf, statistic, dimensions) => {
  const reference = () => CodeInterpreter.fromCodeInterpreterArn(testStack(), 'CI', ARN);

  test('has the names of the service', () => {
    const metric = metricOf(reference());
    expect(metric).toMatchObject({ namespace: NAMESPACE, metricName, statistic, dimensions, period: Duration.minutes(5) });
    expect(metric.warnings).toBeUndefined();
  });

  test('takes options, and adds dimensions to its own', () => {
    const metric = metricOf(reference(), {
      statistic: 'p99',
      period: Duration.hours(1),
      label: 'mine',
      color: '#ff0000',
      unit: cloudwatch.Unit.COUNT,
      dimensionsMap: { Extra: 'x' },
    });
    expect(metric).toMatchObject({
      namespace: NAMESPACE,
      metricName,
      statistic: 'p99',
      period: Duration.hours(1),
      label: 'mine',
      color: '#ff0000',
      unit: 'Count',
    });
    expect(metric.dimensions).toEqual({ ...dimensions, Extra: 'x' });
  });

  test('keeps its own dimensions and defaults', () => {
    const overwritten = Object.fromEntries(Object.keys(dimensions).map((name) => [name, 'mine']));
    const metric = metricOf(reference(), { dimensionsMap: overwritten, statistic: undefined, period: undefined });
    expect(metric).toMatchObject({ dimensions, statistic, period: Duration.minutes(5) });
  });

  test('is where the interpreter is, unless told otherwise', () => {
    expect(metricOf(reference())).toMatchObject({ region: 'eu-west-1', account: '999988887777' });
    expect(metricOf(reference(), { region: 'us-west-2', account: ACCOUNT })).toMatchObject({ region: 'us-west-2', account: ACCOUNT });
  });
});

describe('the place of a metric', () => {
  const graph = (stack: Stack, interpreter: ICodeInterpreter) => {
    new cloudwatch.Dashboard(stack, 'Dashboard', {
      widgets: [[new cloudwatch.GraphWidget({ left: [interpreter.metricInvocations(INVOKE), interpreter.metricCpuUsed()] })]],
    });
    const body = onlyOne(stack, 'AWS::CloudWatch::Dashboard').DashboardBody;
    const text: string = body['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'TOKEN')).join('');
    return JSON.parse(text).widgets[0].properties.metrics.map((metric: unknown[]) => metric[metric.length - 1]);
  };

  test('is left out for an interpreter of the stack', () => {
    const stack = testStack();
    expect(graph(stack, new CodeInterpreter(stack, 'CI'))).toEqual([{ stat: 'Sum' }, { stat: 'Sum' }]);
  });

  test('shows in a dashboard that is elsewhere', () => {
    const stack = testStack();
    const place = { region: 'eu-west-1', accountId: '999988887777', stat: 'Sum' };
    expect(graph(stack, CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', ARN))).toEqual([place, place]);
  });

  test('shows in a dashboard of a stack without environment', () => {
    const stack = new Stack(new App(), 'Stack');
    const place = { region: 'eu-west-1', accountId: '999988887777', stat: 'Sum' };
    expect(graph(stack, CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', ARN))).toEqual([place, place]);
  });

  test('shows in the dashboard of another stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
    const reference = CodeInterpreter.fromCodeInterpreterId(stack, 'CI', ID);
    const place = { region: 'eu-west-1', stat: 'Sum' };
    expect(graph(new Stack(app, 'Other', { env: { account: ACCOUNT, region: REGION } }), reference)).toEqual([place, place]);
  });

  test('is the region of the AWS-managed one, and the account of the caller', () => {
    const stack = testStack();
    const place = { region: 'eu-west-1', stat: 'Sum' };
    expect(graph(stack, CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', MANAGED_ARN))).toEqual([place, place]);
  });

  test('is left out where a token holds it', () => {
    const stack = testStack();
    const interpreter = CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', new CfnParameter(stack, 'Arn').valueAsString);
    expect(interpreter.metricInvocations(INVOKE)).toMatchObject({ region: REGION, account: ACCOUNT });
    expect(graph(stack, interpreter)).toEqual([{ stat: 'Sum' }, { stat: 'Sum' }]);
  });

  test('in another account shows in an alarm', () => {
    const stack = testStack();
    const reference = CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', ARN.replace('eu-west-1', REGION));
    new cloudwatch.Alarm(stack, 'Alarm', { metric: reference.metricSystemErrors(INVOKE), threshold: 1, evaluationPeriods: 1 });
    expect(onlyOne(stack, 'AWS::CloudWatch::Alarm').Metrics).toMatchObject([
      { AccountId: '999988887777', MetricStat: { Metric: { MetricName: 'SystemErrors' } } },
    ]);
  });

  test('in another region fails in an alarm, which CloudWatch would never raise', () => {
    const stack = testStack();
    const metric = CodeInterpreter.fromCodeInterpreterArn(stack, 'CI', ARN).metricSystemErrors(INVOKE);
    expect(() => new cloudwatch.Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 })).toThrow(
      "Cannot create an Alarm in region 'us-east-1'",
    );
  });
});

test('an interpreter of the stack has alarms by its attributes', () => {
  const stack = testStack();
  const interpreter = new CodeInterpreter(stack, 'CI');
  new cloudwatch.Alarm(stack, 'Alarm', { metric: interpreter.metricThrottles(INVOKE), threshold: 1, evaluationPeriods: 1 });
  expect(onlyOne(stack, 'AWS::CloudWatch::Alarm')).toMatchObject({
    Namespace: NAMESPACE,
    MetricName: 'Throttles',
    Statistic: 'Sum',
    Period: 300,
    Dimensions: [
      { Name: 'Operation', Value: 'InvokeCodeInterpreter' },
      { Name: 'Resource', Value: { 'Fn::GetAtt': ['CIF5BADA72', 'CodeInterpreterArn'] } },
    ],
  });
  expect(stack.resolve(interpreter.metricMemoryUsed().dimensions)).toEqual({
    Service: 'AgentCore.CodeInterpreter',
    Resource: { 'Fn::GetAtt': ['CIF5BADA72', 'CodeInterpreterId'] },
  });
});

describe('metrics of all interpreters', () => {
  test.each<[string, (props?: cloudwatch.MathExpressionOptions) => cloudwatch.MathExpression, string]>([
    [
      'Invocations',
      (props) => CodeInterpreter.metricAllInvocations(INVOKE, props),
      'SUM(SEARCH(\'{"AWS/Bedrock-AgentCore",Operation,Resource} MetricName="Invocations" Operation="InvokeCodeInterpreter"\', \'Sum\'))',
    ],
    [
      'Latency',
      (props) => CodeInterpreter.metricAllLatency(INVOKE, props),
      'AVG(SEARCH(\'{"AWS/Bedrock-AgentCore",Operation,Resource} MetricName="Latency" Operation="InvokeCodeInterpreter"\', \'Average\'))',
    ],
    [
      'Throttles',
      (props) => CodeInterpreter.metricAllThrottles(START_SESSION, props),
      'SUM(SEARCH(\'{"AWS/Bedrock-AgentCore",Operation,Resource} MetricName="Throttles" Operation="StartCodeInterpreterSession"\', \'Sum\'))',
    ],
    [
      'SystemErrors',
      (props) => CodeInterpreter.metricAllSystemErrors(INVOKE, props),
      'SUM(SEARCH(\'{"AWS/Bedrock-AgentCore",Operation,Resource} MetricName="SystemErrors" Operation="InvokeCodeInterpreter"\', \'Sum\'))',
    ],
    [
      'UserErrors',
      (props) => CodeInterpreter.metricAllUserErrors(INVOKE, props),
      'SUM(SEARCH(\'{"AWS/Bedrock-AgentCore",Operation,Resource} MetricName="UserErrors" Operation="InvokeCodeInterpreter"\', \'Sum\'))',
    ],
  ])('%s are searched for, one operation at a time', (name, metricOf, expression) => {
    const metric = metricOf();
    expect(metric.expression).toBe(expression);
    expect(metric).toMatchObject({
      label: expect.stringMatching(new RegExp(`^${name} (Invoke|Start)`)),
      period: Duration.minutes(5),
      warnings: undefined,
    });
    expect(metricOf({ label: 'mine', period: Duration.hours(1) })).toMatchObject({ label: 'mine', period: Duration.hours(1), expression });
  });

  test.each<[string, (props?: cloudwatch.MetricOptions) => cloudwatch.Metric]>([
    ['CPUUsed-vCPUHours', (props) => CodeInterpreter.metricAllCpuUsed(props)],
    ['MemoryUsed-GBHours', (props) => CodeInterpreter.metricAllMemoryUsed(props)],
  ])('%s is by service', (metricName, metricOf) => {
    expect(metricOf()).toMatchObject({ namespace: NAMESPACE, metricName, statistic: 'Sum' });
    expect(metricOf().dimensions).toEqual({ Service: 'AgentCore.CodeInterpreter' });
    expect(metricOf({ statistic: 'Maximum', dimensionsMap: { Service: 'x', Extra: 'y' } })).toMatchObject({
      statistic: 'Maximum',
      dimensions: { Service: 'AgentCore.CodeInterpreter', Extra: 'y' },
    });
  });

  test('fit into a dashboard', () => {
    const stack = testStack();
    new cloudwatch.Dashboard(stack, 'Dashboard', {
      widgets: [
        [new cloudwatch.GraphWidget({ left: [CodeInterpreter.metricAllInvocations(INVOKE)], right: [CodeInterpreter.metricAllCpuUsed()] })],
      ],
    });
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('SUM(SEARCH(');
  });
});
