import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import { Stack } from 'aws-cdk-lib/core';
import { AgentBrowser, AgentSource, AgentWithCodeInterpreter } from '../src';
import { ACCOUNT, IMAGE_URI, onlyOne, REGION, RUNTIME, statementsIn, testStack } from './helpers';

const source = AgentSource.fromImageUri(IMAGE_URI);
const LITERALS = { '@aws-cdk/core:enablePartitionLiterals': true };
const MANAGED_ARN = `arn:aws:bedrock-agentcore:${REGION}:aws:browser/aws.browser.v1`;
const named = (...actions: string[]) => actions.map((action) => `bedrock-agentcore:${action}`);
const aboutBrowsers = (stack: Stack) => statementsIn(stack).filter(({ Action }) => Action.some((action) => /Browser/.test(action)));

test.each<[string, (stack: Stack) => AgentBrowser, unknown, unknown]>([
  ['the AWS-managed one', () => AgentBrowser.awsManaged(), 'aws.browser.v1', MANAGED_ARN],
  ["AWS's BrowserCustom", (stack) => AgentBrowser.fromBrowser(new bedrockagentcore.BrowserCustom(stack, 'Browser')),
    { 'Fn::GetAtt': ['Browser5046F7C9', 'BrowserId'] }, { 'Fn::GetAtt': ['Browser5046F7C9', 'BrowserArn'] }],
  ['an L1', (stack) => AgentBrowser.fromBrowser(new bedrockagentcore.CfnBrowserCustom(stack, 'Browser', { name: 'browser', networkConfiguration: { networkMode: 'PUBLIC' } })),
    { Ref: 'Browser' }, { 'Fn::GetAtt': ['Browser', 'BrowserArn'] }],
  ['a reference', (stack) => AgentBrowser.fromBrowser(bedrockagentcore.CfnBrowserCustom.fromBrowserId(stack, 'Browser', 'surfer-AbCdEfGhIj')),
    'surfer-AbCdEfGhIj', `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:browser-custom/surfer-AbCdEfGhIj`],
  ['a reference to the AWS-managed one', (stack) => AgentBrowser.fromBrowser(bedrockagentcore.CfnBrowserCustom.fromBrowserId(stack, 'Browser', 'aws.browser.v1')),
    'aws.browser.v1', MANAGED_ARN],
])('the browser of an agent may be %s', (_, browserIn, id, arn) => {
  const stack = testStack('Stack', LITERALS);
  new AgentWithCodeInterpreter(stack, 'Agent', { source, browser: browserIn(stack) });
  expect(onlyOne(stack, RUNTIME).EnvironmentVariables).toEqual({ CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1', CUSTOM_BROWSER_ID: id });
  expect(aboutBrowsers(stack)).toEqual([
    { Effect: 'Allow', Action: named('GetBrowserSession', 'StartBrowserSession', 'StopBrowserSession', 'UpdateBrowserStream'), Resource: [arn] },
    { Effect: 'Allow', Action: named('ConnectBrowserAutomationStream'), Resource: ['*'] },
  ]);
});

test('an agent without a browser has no right to use any', () => {
  const stack = testStack();
  new AgentWithCodeInterpreter(stack, 'Agent', { source });
  expect(aboutBrowsers(stack)).toEqual([]);
  expect(onlyOne(stack, RUNTIME).EnvironmentVariables).not.toHaveProperty('CUSTOM_BROWSER_ID');
});

test('one browser serves two agents', () => {
  const stack = testStack();
  const browser = AgentBrowser.fromBrowser(new bedrockagentcore.BrowserCustom(stack, 'Browser'));
  ['A', 'B'].forEach((id) => new AgentWithCodeInterpreter(stack, id, { source, browser }));
  expect(aboutBrowsers(stack)).toHaveLength(4);
});
