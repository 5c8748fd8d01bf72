import { fromFile, fromObject, fromText, problemsIn, propertiesOf, templateOf, withInterpreter } from './fixtures/helpers';
import { ConfigNames } from '../../src';

const FRAMEWORK = { names: ConfigNames.FRAMEWORK };

describe('names of the framework', () => {
  const front = fromFile('every-key.yml', FRAMEWORK);
  const { Resources, Outputs } = templateOf(front);
  const idsOf = (type: string) => Object.entries(Resources!).filter(([, { Type }]) => Type === type).map(([id]) => id).sort();

  test.each([
    ['MyDashinterpUnderscorexCodeInterpreter', 'Name', 'every_key_my_interp_x_test'],
    ['IsolatedCodeInterpreter', 'Name', 'every_key_isolated_test'],
    ['RecorderBrowser', 'Name', 'every_key_recorder_test'],
    ['BuilderRuntime', 'AgentRuntimeName', 'every_key_builder_test'],
    ['PackerRuntime', 'AgentRuntimeName', 'every_key_packer_test'],
    ['BuilderproductionEndpoint', 'Name', 'every_key_builder_production_test'],
    ['BuilderlatestEndpoint', 'Name', 'every_key_builder_latest_test'],
    ['RecorderBrowserRole', 'RoleName', 'every_key_recorder_browser_role_test'],
    ['PackerRuntimeRole', 'RoleName', 'every_key_packer_runtime_role_test'],
    ['MyDashinterpUnderscorexCodeInterpreterRole', 'RoleName', 'interpreter-role'],
    ['BuilderRuntimeRole', 'RoleName', 'builder-role'],
  ])('%s has the %s %s', (logicalId, property, name) => {
    expect(Resources![logicalId].Properties![property]).toBe(name);
  });

  test('are all that there are of these types', () => {
    expect(idsOf('AWS::BedrockAgentCore::CodeInterpreterCustom')).toEqual(['IsolatedCodeInterpreter', 'MyDashinterpUnderscorexCodeInterpreter']);
    expect(idsOf('AWS::BedrockAgentCore::Runtime')).toEqual(['ArchivedRuntime', 'BuilderRuntime', 'PackerRuntime', 'PrebuiltRuntime']);
    expect(idsOf('AWS::IAM::Role')).toEqual([
      'ArchivedRuntimeRole', 'BuilderRuntimeRole', 'DataRole', 'MyDashinterpUnderscorexCodeInterpreterRole', 'PackerRuntimeRole',
      'PrebuiltRuntimeRole', 'RecorderBrowserRole',
    ]);
  });

  test.each([
    ['IsolatedCodeInterpreter', 'CodeInterpreter', 'every-key-test-isolated-CodeInterpreterArn'],
    ['RecorderBrowser', 'Browser', 'every-key-test-recorder-BrowserArn'],
    ['BuilderRuntime', 'AgentRuntime', 'every-key-test-builder-RuntimeArn'],
  ])('%s has its outputs, and its export', (logicalId, attribute, exportName) => {
    expect(Outputs![`${logicalId}Arn`]).toMatchObject({ Value: { 'Fn::GetAtt': [logicalId, `${attribute}Arn`] }, Export: { Name: exportName } });
    expect(Outputs![`${logicalId}Id`]).toMatchObject({ Value: { 'Fn::GetAtt': [logicalId, `${attribute}Id`] } });
    expect(Outputs![`${logicalId}Id`].Export).toBeUndefined();
  });

  test('include an output for each role that is made, and none for others', () => {
    const outputs = Object.entries(Outputs!).filter(([id]) => id.endsWith('RoleArn')).map(([id, { Value }]) => [id, Value]);
    expect(Object.fromEntries(outputs)).toEqual(Object.fromEntries(idsOf('AWS::IAM::Role').filter((id) => id !== 'DataRole')
      .map((id) => [`${id}Arn`, { 'Fn::GetAtt': [id, 'Arn'] }])));
  });

  test('leave out an export whose name CloudFormation does not take', () => {
    expect(Outputs!.MyDashinterpUnderscorexCodeInterpreterArn).toMatchObject({ Value: expect.anything() });
    expect(Outputs!.MyDashinterpUnderscorexCodeInterpreterArn.Export).toBeUndefined();
  });

  test('include the outputs for whoever invokes an agent', () => {
    expect(JSON.stringify(Outputs!.BuilderRuntimeUrl.Value)).toMatch(/https:\/\/bedrock-agentcore\..*\/runtimes\/.*AgentRuntimeArn.*\/invocations/);
    expect(Outputs!.BuilderproductionEndpointArn.Value).toEqual({ 'Fn::GetAtt': ['BuilderproductionEndpoint', 'AgentRuntimeEndpointArn'] });
  });

  test('are what the stage says', () => {
    expect(templateOf(fromFile('every-key.yml', { ...FRAMEWORK, stage: 'prod' })).Resources!.RecorderBrowser.Properties!.Name).toBe('every_key_recorder_prod');
  });

  test.each([
    ['is cut at 48 characters', 'a-service-with-a-name-that-is-long-enough-to-be-cut', 'analyzer', 'a_service_with_a_name_that_is_long_enough_to_be_'],
    ['begins with a letter', '1-service', 'analyzer', 'A1_service_analyzer_dev'],
    ['has no other characters', 'my.service', 'analyzer', 'myservice_analyzer_dev'],
  ])('a name %s', (_, service, name, expected) => {
    const made = fromObject({ service, agents: { codeInterpreters: { [name]: {} } } }, FRAMEWORK);
    expect(propertiesOf(made, made.config.codeInterpreters[name]).Name).toBe(expected);
    expect(made.config.codeInterpreters[name].codeInterpreterName).toBe(expected);
  });

  test('leave out of the stack of the framework what cannot have been in it', () => {
    const shop = fromObject({ service: 'shop', agents: { codeAgent: { endpoints: [{ name: 'blue_green' }, { name: 'blue' }] } } }, FRAMEWORK);
    const template = templateOf(shop);
    expect(Object.keys(template.Outputs!).filter((id) => /Endpoint/.test(id))).toEqual(['CodeAgentblueEndpointArn']);
    expect(Object.values(template.Resources!).map(({ Properties }) => Properties?.Name).filter(Boolean).sort())
      .toEqual(['shop_codeAgent_blue_dev', 'shop_codeAgent_blue_green_dev']);
  });

  test('fail without a service', () => {
    expect(problemsIn('agents:\n  codeInterpreters:\n    analyzer: {}\n', FRAMEWORK)).toMatch(/service/);
  });
});

describe('names that survive a replacement', () => {
  const named = (properties: object, service = 'my-service') => {
    const front = fromObject({ service, agents: { codeInterpreters: { analyzer: properties } } });
    return propertiesOf(front, front.config.codeInterpreters.analyzer).Name;
  };

  test('change with what replaces the interpreter, and with nothing else', () => {
    const name = named({ description: 'one' });
    expect(named({ description: 'two' })).not.toBe(name);
    expect(named({ description: 'one', network: { mode: 'PUBLIC' } })).not.toBe(name);
    expect(named({ description: 'one', tags: { Team: 'AI' } })).toBe(name);
    expect(named({ description: 'one', network: { mode: 'sandbox' } })).toBe(name);
  });

  test('are the default, with no exports', () => {
    const { Outputs = {} } = templateOf(fromFile('every-key.yml'));
    expect(Object.values(Outputs).filter(({ Export }) => Export)).toEqual([]);
    expect(withInterpreter({}).config.codeInterpreters.analyzer.codeInterpreterName).not.toContain('dev');
  });
});

test('an endpoint gets underscores for its dashes, which the service does not take', () => {
  const { config } = fromObject({ agents: { codeAgent: { endpoints: [{ name: 'blue-green' }] } } });
  expect(Object.keys(config.agents.codeAgent.endpoints)).toEqual(['blue_green']);
});

describe('the two shapes of the block', () => {
  const shapes = (tools: object, agents: object) => [{ agents: { ...tools, ...agents } }, { ai: { ...tools, agents } }];

  test.each([
    ['everything', { codeInterpreters: { analyzer: { network: { mode: 'PUBLIC' } } }, browsers: { recorder: {} } }, { codeAgent: { codeInterpreter: 'analyzer' }, helper: {} }],
    ['interpreters only', { codeInterpreters: { analyzer: {} } }, {}],
    ['agents only', {}, { codeAgent: {} }],
    ['nothing', {}, {}],
  ])('give the same template: %s', (_, tools, agents) => {
    const [old, recent] = shapes(tools, agents).map((shape) => templateOf(fromObject({ service: 'shapes', ...shape })));
    expect(recent).toEqual(old);
  });

  test('may not be mixed', () => {
    expect(problemsIn('agents:\n  codeAgent: {}\nai:\n  agents:\n    another: {}\n')).toBe(
      'config:1:1\n  got agents and ai, expected one of them; put what is below agents into ai, agents themselves below ai.agents');
  });

  test('give the same template: references', () => {
    const text = `
service: shapes
agents:
  codeInterpreters:
    publicInterpreter: { network: { mode: PUBLIC } }
  codeAgent:
    environment: { CUSTOM_INTERPRETER_ID: !GetAtt PublicInterpreterCodeInterpreter.CodeInterpreterId }
`;
    const anew = text.replace('agents:', 'ai:').replace('  codeAgent:\n    environment', '  agents:\n    codeAgent:\n      environment');
    expect(templateOf(fromText(anew))).toEqual(templateOf(fromText(text)));
  });
});
