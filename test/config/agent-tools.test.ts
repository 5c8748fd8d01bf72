import { Template } from 'aws-cdk-lib/assertions';
import { RUNTIME } from '../helpers';
import { allowed, fromObject, Front, idOf, MANAGED_BROWSER, MANAGED_INTERPRETER, NOT_TO_USE, roleOf, USE, USE_BROWSER } from './fixtures/helpers';

const INTERPRETERS = { 'analyzer': {}, 'public-one': { network: { mode: 'public' } } };
const BROWSERS = { web: {}, other: {} };
const ANALYZER = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/analyzer';
const PUBLIC = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/public';
const WEB = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:browser-custom/web';
const OTHER = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:browser-custom/other';

function agentWith(properties: object): Front {
  return fromObject({ agents: { codeInterpreters: INTERPRETERS, browsers: BROWSERS, agent: properties } });
}

function environmentOf({ stack }: Front): { [name: string]: unknown } {
  const [runtime] = Object.values(Template.fromStack(stack).findResources(RUNTIME));
  return runtime.Properties.EnvironmentVariables;
}

/** What CloudFormation returns for the interpreters and browsers once they are there. */
function usedBy(front: Front): string[] {
  const { config } = front;
  const attributes: { [logicalIdAndAttribute: string]: string } = {};
  for (const [name, arn] of Object.entries({ 'analyzer': ANALYZER, 'public-one': PUBLIC })) {
    attributes[`${idOf(front, config.codeInterpreters[name])}.CodeInterpreterArn`] = arn;
  }
  for (const [name, arn] of Object.entries({ web: WEB, other: OTHER })) { attributes[`${idOf(front, config.browsers[name])}.BrowserArn`] = arn; }
  const role = roleOf(front, config.agents.agent, { attributes });
  return [
    ...[ANALYZER, PUBLIC].filter((arn) => allowed(role, USE, arn).length === USE.length && allowed(role, NOT_TO_USE, arn).length === 0),
    ...[MANAGED_INTERPRETER].filter((arn) => allowed(role, USE, arn).length === USE.length),
    ...[WEB, OTHER, MANAGED_BROWSER].filter((arn) => allowed(role, USE_BROWSER, arn).length === USE_BROWSER.length),
  ].map((arn) => arn.replace(/^.*[:/]/, ''));
}

describe('which tools an agent has', () => {
  test('none named: those that AWS manages', () => {
    const front = agentWith({});
    expect(environmentOf(front)).toEqual({ CUSTOM_BROWSER_ID: 'aws.browser.v1', CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1' });
    expect(usedBy(front)).toEqual(['aws.codeinterpreter.v1', 'aws.browser.v1']);
  });

  test.each([
    ['the usual variable', { environment: { CUSTOM_INTERPRETER_ID: { 'Fn::GetAtt': ['AnalyzerCodeInterpreter', 'CodeInterpreterId'] } } }],
    ['an ARN in the usual variable', { environment: { CUSTOM_INTERPRETER_ID: { 'Fn::GetAtt': 'AnalyzerCodeInterpreter.CodeInterpreterArn' } } }],
    ['a reference', { environment: { CUSTOM_INTERPRETER_ID: { Ref: 'AnalyzerCodeInterpreter' } } }],
    ['a substitution', { environment: { CUSTOM_INTERPRETER_ID: { 'Fn::Sub': '${AnalyzerCodeInterpreter.CodeInterpreterId}' } } }],
    ['the key codeInterpreter', { codeInterpreter: 'analyzer' }],
  ])('%s names an interpreter', (_, properties) => {
    const front = agentWith(properties);
    expect(Object.keys(environmentOf(front))).toEqual(['CUSTOM_INTERPRETER_ID', 'CUSTOM_BROWSER_ID']);
    expect(environmentOf(front).CUSTOM_INTERPRETER_ID).toEqual({ 'Fn::GetAtt': [expect.stringContaining('AnalyzerCodeInterpreter'), 'CodeInterpreterId'] });
    expect(usedBy(front)).toEqual(['analyzer', 'aws.browser.v1']);
  });

  test('a variable of another name holds the id, and nothing else does', () => {
    const front = agentWith({ environment: { SANDBOX_ID: { Ref: 'PublicDashoneCodeInterpreter' }, LOG: 'debug' } });
    expect(Object.keys(environmentOf(front)).sort()).toEqual(['CUSTOM_BROWSER_ID', 'LOG', 'SANDBOX_ID']);
    expect(usedBy(front)).toEqual(['public', 'aws.browser.v1']);
  });

  test('several variables hold the id of one interpreter', () => {
    const front = agentWith({ environment: { A: { Ref: 'AnalyzerCodeInterpreter' }, CUSTOM_INTERPRETER_ID: { Ref: 'AnalyzerCodeInterpreter' } } });
    const environment = environmentOf(front);
    expect(environment.A).toEqual(environment.CUSTOM_INTERPRETER_ID);
    expect(usedBy(front)).toEqual(['analyzer', 'aws.browser.v1']);
  });

  test('several interpreters, each in its variable', () => {
    const front = agentWith({ environment: { A: { Ref: 'AnalyzerCodeInterpreter' }, B: { Ref: 'PublicDashoneCodeInterpreter' } } });
    expect(Object.keys(environmentOf(front)).sort()).toEqual(['A', 'B', 'CUSTOM_BROWSER_ID']);
    expect(usedBy(front)).toEqual(['analyzer', 'public', 'aws.browser.v1']);
  });

  test('what is mentioned in a longer text is granted, and the text stays', () => {
    const front = agentWith({ environment: { URL: { 'Fn::Sub': 'https://x/${AnalyzerCodeInterpreter}/${PublicDashoneCodeInterpreter.CodeInterpreterArn}' } } });
    expect(JSON.stringify(environmentOf(front).URL)).toContain('https://x/');
    expect(usedBy(front)).toEqual(['analyzer', 'public', 'aws.browser.v1']);
  });

  test('the key and a variable for another one', () => {
    const front = agentWith({ codeInterpreter: 'analyzer', environment: { OTHER: { Ref: 'PublicDashoneCodeInterpreter' } } });
    expect(Object.keys(environmentOf(front)).sort()).toEqual(['CUSTOM_BROWSER_ID', 'CUSTOM_INTERPRETER_ID', 'OTHER']);
    expect(usedBy(front)).toEqual(['analyzer', 'public', 'aws.browser.v1']);
  });

  test('the key and another variable for the same one', () => {
    const front = agentWith({ codeInterpreter: 'analyzer', environment: { ALSO: { Ref: 'AnalyzerCodeInterpreter' } } });
    const environment = environmentOf(front);
    expect(environment.ALSO).toEqual(environment.CUSTOM_INTERPRETER_ID);
  });

  test('the managed one by its name', () => {
    const byVariable = agentWith({ environment: { CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1' } });
    expect(usedBy(byVariable)).toEqual(['aws.codeinterpreter.v1', 'aws.browser.v1']);
    expect(usedBy(agentWith({ codeInterpreter: 'aws.codeinterpreter.v1' }))).toEqual(['aws.codeinterpreter.v1', 'aws.browser.v1']);
  });

  test('the managed one beside one of the file', () => {
    const front = agentWith({ environment: { CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1', MINE: { Ref: 'AnalyzerCodeInterpreter' } } });
    expect(environmentOf(front).CUSTOM_INTERPRETER_ID).toBe('aws.codeinterpreter.v1');
    expect(usedBy(front)).toEqual(['analyzer', 'aws.codeinterpreter.v1', 'aws.browser.v1']);
  });

  test('one from elsewhere by its id', () => {
    const front = agentWith({ environment: { CUSTOM_INTERPRETER_ID: 'elsewhere-AbCdEf1234' } });
    const role = roleOf(front, front.config.agents.agent);
    expect(environmentOf(front).CUSTOM_INTERPRETER_ID).toBe('elsewhere-AbCdEf1234');
    expect(allowed(role, USE, 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/elsewhere-AbCdEf1234')).toEqual(USE);
    expect(usedBy(front)).toEqual(['aws.browser.v1']);
  });

  test.each([
    ['the usual variable', { environment: { CUSTOM_BROWSER_ID: { 'Fn::GetAtt': ['WebBrowser', 'BrowserId'] } } }],
    ['the key browser', { browser: 'web' }],
  ])('%s names a browser', (_, properties) => {
    const front = agentWith(properties);
    expect(environmentOf(front).CUSTOM_BROWSER_ID).toEqual({ 'Fn::GetAtt': [expect.stringContaining('WebBrowser'), 'BrowserId'] });
    expect(usedBy(front)).toEqual(['aws.codeinterpreter.v1', 'web']);
  });

  test('browsers in other variables', () => {
    const front = agentWith({ environment: { A: { Ref: 'WebBrowser' }, B: { Ref: 'OtherBrowser' } } });
    expect(Object.keys(environmentOf(front)).sort()).toEqual(['A', 'B', 'CUSTOM_BROWSER_ID', 'CUSTOM_INTERPRETER_ID']);
    expect(usedBy(front)).toEqual(['aws.codeinterpreter.v1', 'web', 'other']);
  });

  test.each([{ environment: { CUSTOM_BROWSER_ID: 'aws.browser.v1' } }, { browser: 'aws.browser.v1' }])('the managed browser by its name: %j', (properties) => {
    expect(usedBy(agentWith(properties))).toEqual(['aws.codeinterpreter.v1', 'aws.browser.v1']);
  });

  test('a browser from elsewhere is left to the statements of the role', () => {
    const front = agentWith({ environment: { CUSTOM_BROWSER_ID: 'elsewhere-AbCdEf1234' } });
    expect(environmentOf(front).CUSTOM_BROWSER_ID).toBe('elsewhere-AbCdEf1234');
    expect(usedBy(front)).toEqual(['aws.codeinterpreter.v1']);
  });

  test('an agent with a role of its own is granted what it names, and no more', () => {
    const given = { role: 'arn:aws:iam::111122223333:role/agent', codeInterpreter: 'analyzer' };
    expect(Object.keys(environmentOf(agentWith(given)))).toEqual(['CUSTOM_INTERPRETER_ID']);
    const { stack } = agentWith(given);
    const policies = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policies).toContain('InvokeCodeInterpreter');
    expect(policies).not.toContain('bedrock:InvokeModel');
    expect(policies).not.toContain('StartBrowserSession');
  });
});

test('requestHeaders without any is none', () => {
  const { stack } = fromObject({ agents: { agent: { requestHeaders: {} } } });
  const [runtime] = Object.values(Template.fromStack(stack).findResources(RUNTIME));
  expect(runtime.Properties.RequestHeaderConfiguration).toBeUndefined();
});
