import { CODE_INTERPRETER, RUNTIME } from '../helpers';
import {
  allowed, deployed, fromFile, idOf, MANAGED_BROWSER, MANAGED_INTERPRETER, problemsIn, propertiesOf, roleOf, typesIn, USE,
  USE_BROWSER, withInterpreter,
} from './fixtures/helpers';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const AGENTCORE = 'bedrock-agentcore.amazonaws.com';

describe('the blocks of the document, verbatim', () => {
  describe('Quick Start', () => {
    const front = fromFile('seed/quick-start.yml');
    const { codeAgent } = front.config.agents;
    const role = roleOf(front, codeAgent);

    test('is one agent with its role, and no interpreter', () => {
      expect(typesIn(front)).toEqual({ [RUNTIME]: 1, [ROLE]: 1, [POLICY]: 2 });
      expect(Object.keys(front.config.agents)).toEqual(['codeAgent']);
      expect(front.config.codeInterpreters).toEqual({});
      expect(front.config.browsers).toEqual({});
      expect(front.config.resources).toEqual({});
    });

    test('is built from the Dockerfile beside it, and told of the interpreter and the browser that AWS manages', () => {
      expect(propertiesOf(front, codeAgent)).toEqual({
        AgentRuntimeName: expect.stringMatching(/^[a-zA-Z]\w{0,47}$/),
        AgentRuntimeArtifact: { ContainerConfiguration: { ContainerUri: expect.anything() } },
        EnvironmentVariables: { CUSTOM_INTERPRETER_ID: 'aws.codeinterpreter.v1', CUSTOM_BROWSER_ID: 'aws.browser.v1' },
        NetworkConfiguration: { NetworkMode: 'PUBLIC' },
        ProtocolConfiguration: 'HTTP',
        RoleArn: { 'Fn::GetAtt': [idOf(front, codeAgent.executionRole), 'Arn'] },
      });
    });

    test('may use that interpreter and that browser, and make or delete none', () => {
      expect(allowed(role, [...USE, 'ListCodeInterpreterSessions'], MANAGED_INTERPRETER)).toEqual(USE);
      expect(allowed(role, USE_BROWSER, MANAGED_BROWSER)).toEqual(USE_BROWSER);
      expect(allowed(role, ['CreateCodeInterpreter', 'ListCodeInterpreters', 'CreateBrowser', 'ListBrowsers'], '*')).toEqual([]);
      expect(role.problems()).toEqual([]);
    });

    test('may call any model, as the framework lets it', () => {
      for (const action of ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']) {
        expect(role.may(action, 'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0')).toBe(true);
        expect(role.may(action, 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0')).toBe(true);
      }
    });
  });

  describe('Basic Custom Code Interpreter', () => {
    const front = fromFile('seed/basic-custom-code-interpreter.yml');
    const { analyzer } = front.config.codeInterpreters;

    test('is one isolated interpreter', () => {
      expect(typesIn(front)).toEqual({ [CODE_INTERPRETER]: 1, [ROLE]: 1 });
      expect(propertiesOf(front, analyzer)).toEqual({
        Name: expect.stringMatching(/^[a-zA-Z]\w{0,47}$/),
        Description: 'Python execution environment',
        NetworkConfiguration: { NetworkMode: 'SANDBOX' },
        Tags: { Purpose: 'DataAnalysis' },
        ExecutionRoleArn: { 'Fn::GetAtt': [idOf(front, analyzer.executionRole), 'Arn'] },
      });
    });

    test('has a role of its own, which may do nothing and which only it can have', () => {
      const role = roleOf(front, analyzer);
      const arn = deployed(front).attribute(idOf(front, analyzer), 'CodeInterpreterArn');
      expect(role.allowances()).toEqual([]);
      expect(role.mayBeAssumedBy(AGENTCORE, { 'aws:SourceAccount': '111122223333', 'aws:SourceArn': arn })).toBe(true);
      expect(role.mayBeAssumedBy(AGENTCORE, { 'aws:SourceAccount': '111122223333', 'aws:SourceArn': arn.replace('custom/', 'custom/x') })).toBe(false);
      expect(role.mayBeAssumedBy(AGENTCORE, { 'aws:SourceAccount': '999988887777', 'aws:SourceArn': arn })).toBe(false);
    });
  });

  test('Code Interpreter with Public Network', () => {
    const front = fromFile('seed/public-network.yml');
    expect(propertiesOf(front, front.config.codeInterpreters.publicAnalyzer)).toMatchObject({
      Description: 'Code interpreter with internet access',
      NetworkConfiguration: { NetworkMode: 'PUBLIC' },
      Tags: { Purpose: 'ExternalAPIs' },
    });
  });

  test('Code Interpreter with VPC Access', () => {
    const front = fromFile('seed/vpc-access.yml');
    expect(typesIn(front)).toEqual({ [CODE_INTERPRETER]: 1, [ROLE]: 1 });
    expect(propertiesOf(front, front.config.codeInterpreters.vpcAnalyzer)).toMatchObject({
      Description: 'Code interpreter for internal resources',
      NetworkConfiguration: {
        NetworkMode: 'VPC',
        VpcConfig: { Subnets: ['subnet-12345678', 'subnet-87654321'], SecurityGroups: ['sg-12345678'] },
      },
    });
  });

  test('IAM Role Configuration', () => {
    const front = fromFile('seed/iam-role.yml');
    const { customInterpreter } = front.config.codeInterpreters;
    expect(propertiesOf(front, customInterpreter).NetworkConfiguration).toEqual({ NetworkMode: 'PUBLIC' });
    expect(propertiesOf(front, customInterpreter.executionRole)).toMatchObject({
      RoleName: 'custom-interpreter-role', Tags: [{ Key: 'Team', Value: 'AI' }],
    });
    expect(roleOf(front, customInterpreter).allowances()).toEqual([
      { action: 's3:GetObject', resource: 'arn:aws:s3:::my-data-bucket/*', conditions: expect.anything() },
      { action: 's3:PutObject', resource: 'arn:aws:s3:::my-data-bucket/*', conditions: expect.anything() },
    ]);
  });
});

/** The properties of an interpreter that is written thus. */
const rendered = (properties: object | null) => {
  const front = withInterpreter(properties);
  return propertiesOf(front, front.config.codeInterpreters.analyzer);
};

describe('Code Interpreter Properties', () => {
  test('`network` | object | Yes: SANDBOX all the same where it is left out, as the framework does', () => {
    expect(rendered({ network: { mode: 'PUBLIC' } }).NetworkConfiguration).toEqual({ NetworkMode: 'PUBLIC' });
    expect(rendered({}).NetworkConfiguration).toEqual({ NetworkMode: 'SANDBOX' });
    expect(rendered({ network: {} }).NetworkConfiguration).toEqual({ NetworkMode: 'SANDBOX' });
  });

  test('`description` | string | No', () => {
    expect(rendered({ description: 'Runs code' }).Description).toBe('Runs code');
    expect(rendered({ network: { mode: 'SANDBOX' } })).not.toHaveProperty('Description');
    expect(rendered({ description: 'x'.repeat(1200) }).Description).toHaveLength(1200);
  });

  test('`role` | string/object | No: a string', () => {
    const front = withInterpreter({ role: 'arn:aws:iam::111122223333:role/data-reader' });
    expect(propertiesOf(front, front.config.codeInterpreters.analyzer).ExecutionRoleArn).toBe('arn:aws:iam::111122223333:role/data-reader');
    expect(typesIn(front)[ROLE]).toBeUndefined();
  });

  test('`role` | string/object | No: an object, or nothing', () => {
    const front = withInterpreter({ role: { name: 'data-reader' } });
    expect(propertiesOf(front, front.config.codeInterpreters.analyzer.executionRole).RoleName).toBe('data-reader');
    expect(typesIn(withInterpreter({}))[ROLE]).toBe(1);
  });

  test('`tags` | object | No', () => {
    expect(rendered({ tags: { 'Purpose': 'Data', 'team:cost-center': 42, 'on': true } }).Tags)
      .toEqual({ 'Purpose': 'Data', 'team:cost-center': '42', 'on': 'true' });
    expect(rendered({})).not.toHaveProperty('Tags');
  });
});

describe('Network Configuration', () => {
  const placement = { subnets: ['subnet-12345678'], securityGroups: ['sg-12345678'] };

  test.each([
    ['SANDBOX', 'SANDBOX'], ['PUBLIC', 'PUBLIC'], ['sandbox', 'SANDBOX'], ['Public', 'PUBLIC'],
  ])('`mode` | string | Yes: %s', (written, mode) => {
    expect(rendered({ network: { mode: written } }).NetworkConfiguration).toEqual({ NetworkMode: mode });
  });

  test.each(['VPC', 'vpc', 'Vpc'])('`mode` | string | Yes: %s', (mode) => {
    expect(rendered({ network: { mode, ...placement } }).NetworkConfiguration).toEqual({
      NetworkMode: 'VPC', VpcConfig: { Subnets: ['subnet-12345678'], SecurityGroups: ['sg-12345678'] },
    });
  });

  test.each(['subnets', 'securityGroups'] as const)('`%s` | array | VPC only: fails where it is missing', (key) => {
    const { [key]: _, ...rest } = placement;
    expect(problemsIn({ agents: { codeInterpreters: { analyzer: { network: { mode: 'VPC', ...rest } } } } }))
      .toMatch(new RegExp(`^object  agents\\.codeInterpreters\\.analyzer\\.network(\\.mode)?\n  .*${key}.*VPC`));
  });

  test.each(['subnets', 'securityGroups'] as const)('`%s` | array | VPC only: fails beside another mode', (key) => {
    expect(problemsIn({ agents: { codeInterpreters: { analyzer: { network: { mode: 'PUBLIC', [key]: placement[key] } } } } }))
      .toBe(`object  agents.codeInterpreters.analyzer.network\n  ${key} is for VPC mode, and the mode is PUBLIC; write mode: VPC, or remove ${key}`);
  });

  test.each(['subnets', 'securityGroups'] as const)('`%s` | array | VPC only: up to 16, and not a string', (key) => {
    const ids = Array.from({ length: 17 }, (_, index) => `${key === 'subnets' ? 'subnet' : 'sg'}-${String(index).padStart(8, '0')}`);
    const network = (value: unknown) => ({ agents: { codeInterpreters: { analyzer: { network: { mode: 'VPC', ...placement, [key]: value } } } } });
    const property = key === 'subnets' ? 'Subnets' : 'SecurityGroups';
    expect(rendered(network(ids.slice(1)).agents.codeInterpreters.analyzer).NetworkConfiguration.VpcConfig[property]).toHaveLength(16);
    expect(problemsIn(network(ids))).toContain(`agents.codeInterpreters.analyzer.network.${key}\n`);
    expect(problemsIn(network('subnet-12345678'))).toContain(`agents.codeInterpreters.analyzer.network.${key}\n`);
    expect(problemsIn(network([]))).toContain(`agents.codeInterpreters.analyzer.network.${key}\n`);
  });
});
