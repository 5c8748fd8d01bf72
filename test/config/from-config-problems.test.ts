import * as path from 'path';
import { CfnElement } from 'aws-cdk-lib/core';
import { fromFile, fromObject, frontStack, problemsIn, SEED, withAgent } from './fixtures/helpers';
import { AgentsFromConfig } from '../../src';
import { stackWithOutput, temporaryDirectory } from '../fixtures/agents/helpers';
import { messageOf } from '../helpers';

/** `<line>:<column> <path>` of each problem in a message. */
function placesIn(message: string): string[] {
  return [...message.matchAll(/^\S*?:(\d+:\d+)(?: {2}(\S+))?$/gm)].map(([, place, where]) => `${place} ${where ?? ''}`.trim());
}

describe('many problems', () => {
  const message = messageOf(() => fromFile('problems.yml'));

  test('are said at once, in the order in which they are written, each with its place', () => {
    expect(message).toMatch(/^InvalidConfig: 16 problems found, nothing was defined\n/);
    expect(placesIn(message)).toEqual([
      '9:7 agents.codeInterpreters.analyzer',
      '11:15 agents.codeInterpreters.analyzer.network.mode',
      '13:7 agents.codeInterpreters.vpcAnalyzer.network',
      '15:18 agents.codeInterpreters.vpcAnalyzer.network.subnets',
      '17:13 agents.codeInterpreters.customInterpreter.role',
      '19:9 agents.codeInterpreters.customInterpreter.tags["aws:Team"]',
      '24:15 agents.browsers.recorder.network.mode',
      '27:14 agents.codeAgent.handler',
      '28:14 agents.codeAgent.runtime',
      '29:5 agents.codeAgent',
      '31:11 agents.codeAgent.environment.ID',
      '32:14 agents.codeAgent.environment.OWNER',
      '34:20 agents.codeAgent.lifecycle.maxLifetime',
      '37:11 agents.codeAgent.requestHeaders.allowlist[0]',
      '40:22 agents.helper.codeInterpreter',
      '41:5 agents.helper.authorizer',
    ]);
  });

  test.each([
    ['agents.codeInterpreters.analyzer', /unknown key "descripton".*did you mean "description"/],
    ['agents.codeInterpreters.analyzer.network.mode', /"SANDBOXX".*SANDBOX, PUBLIC, VPC.*did you mean SANDBOX/],
    ['agents.codeInterpreters.vpcAnalyzer.network', /securityGroups/],
    ['agents.browsers.recorder.network.mode', /SANDBOX.*code interpreters/],
    ['agents.codeAgent.runtime', /"python2.7".*python3.10/],
    ['agents.codeAgent', /unknown key "memmory".*did you mean "memory"/],
    ['agents.codeAgent.environment.ID', /AnalyserCodeInterpreter.*AnalyzerCodeInterpreter/],
    ['agents.helper.codeInterpreter', /"analyser".*analyzer/],
  ])('say what was found, what is allowed and what to do: %s', (where, expected) => {
    const lines = message.split('\n');
    expect(lines[lines.findIndex((line) => line.endsWith(`  ${where}`)) + 1]).toMatch(expected);
  });

  test('of the object are said without places', () => {
    expect(problemsIn({ agents: { codeInterpreters: { analyzer: { descripton: '' } } } }))
      .toBe('object  agents.codeInterpreters.analyzer\n  unknown key "descripton"; did you mean "description"?');
  });
});

describe('nothing is half defined', () => {
  test('after problems in the file: the same id may be used again', () => {
    const stack = frontStack();
    messageOf(() => fromFile('problems.yml', {}, stack));
    expect(stack.node.children).toEqual([]);
    expect(Object.keys(fromFile('seed/public-network.yml', {}, stack).config.codeInterpreters)).toEqual(['publicAnalyzer']);
  });

  test('after a construct that fails while the plan runs, at the place that it comes from', () => {
    const directory = temporaryDirectory({ 'serverless.yml': 'agents:\n  codeInterpreters:\n    analyzer: {}\n  first:\n    artifact: { image: 111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:v1 }\n  second: {}\n' });
    const stack = frontStack();
    const file = path.join(directory, 'serverless.yml');
    expect(messageOf(() => AgentsFromConfig.fromYamlFile(stack, 'Config', file))).toMatch(
      /^InvalidConfig: 1 problem found, nothing was defined\n\S+serverless\.yml:6:\d+ {2}agents\.second\n.*Dockerfile.*agent\.py/s);
    expect(stack.node.children).toEqual([]);
    expect(stack.node.findAll().filter((construct) => CfnElement.isCfnElement(construct))).toEqual([]);
  });

  test('after one that what was there before stands in the way of', () => {
    const stack = stackWithOutput();
    fromObject({ agents: { codeInterpreters: { analyzer: {} } } }, {}, stack);
    expect(messageOf(() => fromObject({ agents: {} }, {}, stack))).toMatch(/already a Construct with name 'Config'/);
  });
});

describe('a file that is none', () => {
  test.each([
    ['nothing', ''],
    ['a comment', '# agents:\n'],
    ['only a byte order mark', '\ufeff'],
    ['null', '~'],
    ['a list', '- agents\n'],
    ['a text', 'agents'],
    ['a tab', 'agents:\n\tcodeInterpreters: {}\n'],
    ['no end', 'agents: {\n'],
    ['a key twice', 'agents: {}\nagents: {}\n'],
    ['a key twice, below', 'agents:\n  a: {}\n  a: {}\n'],
    ['an alias of nothing', 'agents: *gone\n'],
    ['an alias of itself', 'agents: &a\n  codeAgent: *a\n'],
    ['two documents', 'agents: {}\n---\nagents: {}\n'],
    ['a tag of nobody', 'agents: !Magic {}\n'],
    ['a NUL', 'agents: "a\u0000"\n\u0000'],
    ['no block', 'service: my-service\n'],
    ['a block that is null', 'agents:\n'],
    ['a block that is a list', 'agents: []\n'],
    ['one that is a list', 'agents:\n  codeInterpreters: []\n'],
    ['an interpreter that is a text', 'agents:\n  codeInterpreters:\n    analyzer: SANDBOX\n'],
    ['a name that is no name', 'agents:\n  codeInterpreters:\n    "my interpreter": {}\n'],
    ['two names with one logical id', 'agents:\n  codeInterpreters:\n    a-b: {}\n    aDashb: {}\n'],
    ['a bomb of aliases', `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]\n`).join('')}agents: *a12\n`],
    ['a bomb of variables', `custom:\n  a0: xxxxxxxxxx\n${Array.from({ length: 12 }, (_, i) => `  a${i + 1}: ${`\${self:custom.a${i}}`.repeat(10)}\n`).join('')}agents:\n  codeInterpreters:\n    a: { description: "\${self:custom.a12}" }\n`],
    ['a depth without an end', `agents: ${'['.repeat(100_000)}`],
    ['a megabyte of variables', `agents: "${'${'.repeat(500_000)}"\n`],
    ['a megabyte of keys', `agents:\n${Array.from({ length: 60_000 }, (_, i) => `  key ${i}: x\n`).join('')}`],
  ])('fails, located: %s', (_, text) => {
    const message = problemsIn(text);
    expect(message).toMatch(/^config:\d+:\d+(  \S.*)?\n  \S/);
    expect(message).not.toMatch(/^\s+at \S+ \(|node_modules/m);
    expect(message.length).toBeLessThan(20_000);
  });

  test.each([
    ['CRLF', 'agents:\r\n  codeInterpreters:\r\n    analyzer: {}\r\n'],
    ['a byte order mark', '\ufeffagents:\n  codeInterpreters:\n    analyzer: {}\n'],
    ['JSON', '{"agents": {"codeInterpreters": {"analyzer": {}}}}'],
    ['aliases and merge keys', 'x: &x { analyzer: {} }\nagents:\n  codeInterpreters:\n    <<: *x\n'],
  ])('is read: %s', (_, text) => {
    expect(Object.keys(AgentsFromConfig.fromYaml(frontStack(), 'Config', text).codeInterpreters)).toEqual(['analyzer']);
  });

  test('fails where there is no file', () => {
    expect(messageOf(() => fromFile('gone.yml'))).toMatch(/gone\.yml.*ENOENT/);
  });
});

describe('an object that is none', () => {
  const circle: { [key: string]: unknown } = {};
  circle.agents = circle;

  test.each<[string, object]>([
    ['nothing', {}], ['a list', []], ['a circle', circle], ['a function', { agents: () => 1 }], ['a Date', { agents: new Date() }],
    ['a Map', { agents: new Map() }], ['a symbol', { agents: { codeInterpreters: { analyzer: { description: Symbol('x') } } } }],
    ['NaN', { agents: { codeInterpreters: { analyzer: { description: NaN } } } }],
    ['a bigint', { agents: { codeInterpreters: { analyzer: { description: 10n } } } }],
  ])('fails: %s', (_, value) => {
    expect(problemsIn(value)).toMatch(/^object(  \S.*)?\n  \S/);
  });

  test('leaves out what is undefined', () => {
    expect(withAgent({ description: undefined }).config.agents.codeAgent).toBeDefined();
  });
});

describe('a part of an intrinsic', () => {
  const wraps: { [name: string]: (part: unknown) => object } = {
    'Fn::Base64': (part) => ({ 'Fn::Base64': part }),
    'Fn::ImportValue': (part) => ({ 'Fn::ImportValue': part }),
    'Fn::Join, the list': (part) => ({ 'Fn::Join': ['', part] }),
    'Fn::Join, an item': (part) => ({ 'Fn::Join': ['', [part]] }),
    'Fn::Sub, a variable': (part) => ({ 'Fn::Sub': ['${A}', { A: part }] }),
    'Fn::Select, the index': (part) => ({ 'Fn::Select': [part, ['a']] }),
    'Fn::Select, an item': (part) => ({ 'Fn::Select': [0, [part]] }),
    'Fn::Split, the text': (part) => ({ 'Fn::Select': [0, { 'Fn::Split': [',', part] }] }),
    'Fn::GetAtt, the attribute': (part) => ({ 'Fn::GetAtt': ['CodeAgentRuntime', part] }),
    'Fn::If, a value': (part) => ({ 'Fn::If': ['Always', part, ''] }),
    'Ref': (part) => ({ Ref: part }),
  };

  test.each(Object.keys(wraps))('fails where it is a map that is no intrinsic: %s', (name) => {
    for (const part of [{}, { x: {} }, { 'Fn::Transform': {} }, { Ref: 'AWS::Region', more: 1 }]) {
      expect(problemsIn({
        agents: { codeAgent: { environment: { A: wraps[name](part) } } },
        resources: { Conditions: { Always: { 'Fn::Equals': ['a', 'a'] } } },
      })).toMatch(/^object {2}agents\.codeAgent\.environment\.A\S*\n {2}\S/);
    }
  });

  test('fails where there is no such item', () => {
    expect(problemsIn({ agents: { codeAgent: { environment: { A: { 'Fn::Select': [1, ['a']] } } } } }))
      .toMatch(/^object {2}agents\.codeAgent\.environment\.A\S*\n {2}\S/);
  });
});

test('fails with agents outside of the folder, unless that is allowed', () => {
  const config = (where: string) => ({ agents: { codeAgent: { artifact: { image: { path: where } } } } });
  const directory = temporaryDirectory({ 'inside/Dockerfile': 'FROM scratch\n' });
  expect(problemsIn(config(SEED), { directory })).toMatch(/^object {2}agents\.codeAgent\.artifact\.image\.path\n.*readableDirectories/);
  expect(problemsIn(config(path.relative(directory, SEED)), { directory })).toMatch(/readableDirectories/);
  expect(problemsIn(config('..'), { directory: path.join(directory, 'inside') })).toMatch(/readableDirectories/);
  expect(fromObject(config('inside'), { directory }).config.agents.codeAgent).toBeDefined();
  expect(fromObject(config(SEED), { directory, readableDirectories: [SEED] }).config.agents.codeAgent).toBeDefined();
});
