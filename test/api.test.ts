import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IResource, Resource, ResourceEnvironment, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import * as library from '../src';
import { AgentSource, AgentWithCodeInterpreter, CodeInterpreter, CodeInterpreterGrants, CodeInterpreterOperation, ICodeInterpreter } from '../src';
import { ACCOUNT, IMAGE_URI, onlyOne, REGION, RUNTIME, statementsIn, testStack } from './helpers';

const ID = 'theirs-AbCdEfGhIj';
const ARN = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:code-interpreter-custom/${ID}`;

/** A reference by somebody who knows no more than AWS's interface. */
class TheirReference extends Construct implements bedrockagentcore.ICodeInterpreterCustomRef {
  public readonly codeInterpreterCustomRef = { codeInterpreterId: ID, codeInterpreterArn: ARN };
  public readonly env: ResourceEnvironment = { account: ACCOUNT, region: REGION };
}

/** A whole interpreter by somebody else. That it compiles is half of the test. */
class TheirInterpreter extends Resource implements ICodeInterpreter {
  public readonly codeInterpreterId = ID;
  public readonly codeInterpreterArn = ARN;
  public readonly codeInterpreterCustomRef = { codeInterpreterId: ID, codeInterpreterArn: ARN };
  public readonly grants = CodeInterpreterGrants.fromCodeInterpreter(this);
  public readonly connections = new ec2.Connections();
  public readonly grantPrincipal: iam.IPrincipal = new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com');

  public grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant { return this.grants.actions(grantee, ...actions); }
  public grantUse(grantee: iam.IGrantable): iam.Grant { return this.grants.use(grantee); }
  public grantInvoke(grantee: iam.IGrantable): iam.Grant { return this.grants.invoke(grantee); }
  public grantRead(grantee: iam.IGrantable): iam.Grant { return this.grants.read(grantee); }
  public metric(metricName: string): cloudwatch.Metric { return new cloudwatch.Metric({ namespace: 'Theirs', metricName }); }
  public metricInvocations(operation: CodeInterpreterOperation): cloudwatch.Metric { return this.metric(operation); }
  public metricLatency(operation: CodeInterpreterOperation): cloudwatch.Metric { return this.metric(operation); }
  public metricThrottles(operation: CodeInterpreterOperation): cloudwatch.Metric { return this.metric(operation); }
  public metricSystemErrors(operation: CodeInterpreterOperation): cloudwatch.Metric { return this.metric(operation); }
  public metricUserErrors(operation: CodeInterpreterOperation): cloudwatch.Metric { return this.metric(operation); }
  public metricSessionDuration(): cloudwatch.Metric { return this.metric('Duration'); }
  public metricCpuUsed(): cloudwatch.Metric { return this.metric('Cpu'); }
  public metricMemoryUsed(): cloudwatch.Metric { return this.metric('Memory'); }
}

describe('somebody else\'s code interpreter', () => {
  test.each<[string, (scope: Construct) => bedrockagentcore.ICodeInterpreterCustomRef]>([
    ['a reference', (scope) => new TheirReference(scope, 'Theirs')],
    ['a construct', (scope) => new TheirInterpreter(scope, 'Theirs')],
  ])('works in an agent as %s', (_, theirs) => {
    const stack = testStack();
    const agent = new AgentWithCodeInterpreter(stack, 'Agent', { source: AgentSource.fromImageUri(IMAGE_URI), codeInterpreter: theirs(stack) });
    expect(onlyOne(stack, RUNTIME).EnvironmentVariables).toEqual({ CUSTOM_INTERPRETER_ID: ID });
    expect(statementsIn(stack).find(({ Action }) => Action.includes('bedrock-agentcore:InvokeCodeInterpreter'))!.Resource).toEqual([ARN]);
    expect(agent.codeInterpreters).toHaveLength(1);
  });

  test('may be ours to those who look at the interface', () => {
    const interpreters: ICodeInterpreter[] = [
      new CodeInterpreter(testStack(), 'CI'),
      CodeInterpreter.fromCodeInterpreterArn(testStack(), 'CI', ARN),
      CodeInterpreter.fromAwsManaged(testStack(), 'CI'),
      new TheirInterpreter(testStack(), 'CI'),
    ];
    const roles = interpreters.map((interpreter) => {
      const stack = Stack.of(interpreter);
      interpreter.grantUse(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
      return statementsIn(stack);
    });
    roles.forEach((statements) => expect(statements).toHaveLength(1));
  });
});

describe('our code interpreter', () => {
  /** Takes what AWS's own functions take. */
  const takesTheirs = (ref: bedrockagentcore.ICodeInterpreterCustomRef) => ref.codeInterpreterCustomRef;
  const takesResource = (resource: IResource) => resource.env.region;

  test.each<[string, (scope: Construct) => ICodeInterpreter]>([
    ['defined', (scope) => new CodeInterpreter(scope, 'CI')],
    ['referenced', (scope) => CodeInterpreter.fromCodeInterpreterId(scope, 'CI', ID)],
    ['AWS-managed', (scope) => CodeInterpreter.fromAwsManaged(scope, 'CI')],
  ])('goes where AWS takes a reference: %s', (_, ours) => {
    const stack = testStack();
    const interpreter = ours(stack);
    const { codeInterpreterId, codeInterpreterArn } = interpreter;
    expect(takesTheirs(interpreter)).toEqual({ codeInterpreterId, codeInterpreterArn });
    expect(bedrockagentcore.CfnCodeInterpreterCustom.arnForCodeInterpreterCustom(interpreter)).toBe(codeInterpreterArn);
    expect(takesResource(interpreter)).toBe(REGION);
  });
});

test('the library exports what it says it does', () => {
  expect(Object.keys(library).sort()).toEqual([
    'AgentBrowser', 'AgentExecutionRole', 'AgentModel', 'AgentNetwork', 'AgentSource', 'AgentWithCodeInterpreter', 'AgentsFromConfig',
    'CodeInterpreter', 'CodeInterpreterExecutionRole', 'CodeInterpreterGrants', 'CodeInterpreterNetwork', 'CodeInterpreterNetworkMode',
    'CodeInterpreterOperation', 'ConfigNames',
  ]);
});
