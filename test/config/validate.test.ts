import { Lazy, Token } from 'aws-cdk-lib/core';
import { agent, browser, interpreter, problemsIn, problemsOf } from './validation-helpers';
import { ConfigNode, MapNode, Position } from '../../src/config/node';

describe('places of problems', () => {
  test('fails with all of them, each at its line and column', () => {
    expect(problemsIn([
      'agents:',
      '  codeInterpreters:',
      '    analyzer:',
      '      network:',
      '        mode: SANDBOXX',
      '      memmory: 1',
      '  bot:',
      '    tags: [a]',
    ].join('\n'))).toEqual([
      '5:15 agents.codeInterpreters.analyzer.network.mode: got "SANDBOXX", allowed: SANDBOX, PUBLIC, VPC (in any case); did you mean SANDBOX?',
      '6:7 agents.codeInterpreters.analyzer: unknown key "memmory", allowed: description, network, role, tags; remove it',
      '8:11 agents.bot.tags: got a list, expected a map',
    ]);
  });

  test('fails at the key of the map that lacks something', () => {
    expect(problemsIn('agents:\n  bot:\n    artifact:\n      s3: { bucket: abc }\n    handler: a.py')).toEqual([
      '4:7 agents.bot.artifact.s3: key is missing; an archive in S3 has a bucket and a key',
    ]);
    expect(problemsIn('agents: { bot: { role: { statements: [{ Action: "*", Resource: "*" }] } } }')).toEqual([
      '1:39 agents.bot.role.statements[0]: Effect is missing; write Allow or Deny',
    ]);
  });

  test('fails in the newer form in the same way', () => {
    expect(problemsIn('ai:\n  agents:\n    bot: { protocol: GRPC }\n  browser: {}')).toEqual([
      '3:22 ai.agents.bot.protocol: got "GRPC", allowed: HTTP, MCP, A2A (in any case)',
      '4:3 ai: unknown key "browser"; write browsers: { <name>: … }',
    ]);
  });

  test('fails for keys with characters that pointers escape', () => {
    expect(problemsIn('agents: { bot: { environment: { a/b~c: 1 } } }')).toEqual([
      '1:33 agents.bot.environment["a/b~c"]: got "a/b~c" as a name, allowed: letters, digits and underscores, not starting with a digit; write another one',
    ]);
    expect(problemsIn('agents: { bot: { tags: { a/b: [] } } }')).toEqual(['1:31 agents.bot.tags["a/b"]: got a list, expected a text']);
  });

  test('keys of JavaScript are only keys', () => {
    expect(problemsIn('agents: { bot: { tags: { constructor: a, toString: b } } }')).toEqual([]);
    expect(problemsIn('agents: { bot: { constructor: a, __proto__: b, toString: c } }').map((problem) => problem.slice(0, 48))).toEqual([
      '1:18 agents.bot: unknown key "constructor", allo',
      '1:34 agents.bot: unknown key "__proto__", allowe',
      '1:48 agents.bot: unknown key "toString", allowed',
    ]);
  });

  test('nothing is said about what is not known', () => {
    const at: Position = { file: 'f', line: 1, column: 1 };
    const unknown: ConfigNode = { kind: 'unknown', at };
    const map = (entries: Record<string, ConfigNode>): MapNode => ({
      kind: 'map', at, entries: Object.entries(entries).map(([key, value]) => ({ key, keyAt: at, value })),
    });
    expect(problemsOf(unknown)).toEqual([]);
    expect(problemsOf(map({ agents: unknown }))).toEqual([]);
    expect(problemsOf(map({ agents: map({ browsers: map({ handler: unknown }) }) }))).toEqual([]);
    expect(problemsOf(map({
      agents: map({
        codeInterpreters: map({ a: unknown, b: map({ network: map({ mode: unknown, subnets: unknown }), role: unknown }) }),
        browsers: map({ a: map({ recording: map({ enabled: unknown }) }) }),
        bot: map({
          handler: unknown,
          runtime: unknown,
          lifecycle: map({ maxLifetime: unknown }),
          authorizer: unknown,
          artifact: unknown,
          endpoints: { kind: 'list', at, items: [unknown, map({ name: unknown })] },
          requestHeaders: map({ allowlist: { kind: 'list', at, items: [unknown] } }),
          role: map({ statements: { kind: 'list', at, items: [unknown] } }),
          codeInterpreter: unknown,
          models: unknown,
        }),
      }),
    }))).toEqual([]);
  });
});

describe('the block', () => {
  test.each([
    ['agents: {}', []],
    [`agents: {}\nservice: ${'x'.repeat(128)}`, []],
    ['ai: {}', []],
    ['ai: { agents: {}, codeInterpreters: {}, browsers: {}, memory: {}, gateways: {}, tools: {} }', []],
  ])('%s is fine', (text, problems) => expect(problemsIn(text)).toEqual(problems));

  test.each([
    ['service: x', '1:1: agents is missing; add agents: { <name>: {} }, or ai:, where agents, code interpreters and browsers are described'],
    ['service: x\nagent: {}', '2:1: unknown key "agent"; did you mean "agents"?'],
    ['agents: {}\nai: {}', '1:1: got agents and ai, expected one of them; put what is below agents into ai, agents themselves below ai.agents'],
    ['agents:', '1:8 agents: got nothing, expected a map; describe agents below it, or write {} for none'],
    ['agents: [a]', '1:9 agents: got a list, expected a map'],
    ['agents: { x: }', '1:14 agents.x: got nothing, expected a map; write {} for one with all defaults'],
    ['agents: { x: 1.10 }', '1:14 agents.x: got 1.10, expected a map'],
    ['agents: { codeInterpreters: }', '1:29 agents.codeInterpreters: got nothing, expected a map; give it a value, or leave the key out'],
    ['agents: { 1x: {} }', '1:11 agents.1x: got "1x" as a name, allowed: a letter, and letters, digits, dashes and underscores; write another one'],
    ['agents: { codeInterpreter: { x: {} } }', '1:30 agents.codeInterpreter: unknown key "x" of an agent called codeInterpreter; did you mean codeInterpreters: { x: … }?'],
    ['provider: google\nagents: {}', '1:11 provider: got "google", allowed: aws (in any case)'],
    ['provider: { name: azure }\nagents: {}', '1:19 provider.name: got "azure", allowed: aws (in any case)'],
    ['service: { org: x }\nagents: {}', '1:1 service: name is missing; write service: <name>'],
    [`service: ${'x'.repeat(129)}\nagents: {}`, '1:10 service: got 129 characters, allowed: 0 to 128 characters; shorten it'],
    ['service: [x]\nagents: {}', '1:10 service: got a list, expected a text or a map'],
  ])('fails for %s', (text, problem) => expect(problemsIn(text)).toEqual([problem]));

  test('fails for what is no map at all', () => {
    const at: Position = { file: 'f', line: 1, column: 1 };
    expect(problemsOf({ kind: 'list', at, items: [] })).toEqual(['1:1: got a list, expected a map']);
  });

  test('fails once for an agent that is called like a part of the block', () => {
    expect(problemsIn('agents: { browsers: { handler: agent.py, description: x, artifact: {} } }')).toEqual([
      '1:11 agents.browsers: browsers is a key of its own below agents, got "agent.py" for handler, as an agent has it; '
      + 'give the agent another name, or use ai: { agents: … }',
    ]);
    expect(problemsIn('agents: { browsers: { handler: {} } }')).toEqual([]);
  });

  test('fails for names whose logical ids are too long, on both sides of the limit', () => {
    const long = (dashes: number): string => `agents: { browsers: { a${'-'.repeat(dashes)}: {} } }`;
    expect(problemsIn(long(58))).toEqual([]);
    expect(problemsIn(long(58).replace('{ a', '{ aaaa'))).toEqual([]);
    expect(problemsIn(long(58).replace('{ a', '{ aaaaa'))).toHaveLength(1);
    expect(problemsIn(long(59))).toEqual([`1:23 agents.browsers.a${'-'.repeat(59)}: the name makes a logical id of more than 255 characters; shorten it`]);
  });
});

describe('texts', () => {
  test.each([
    ['description: 5'], ['description: true'], ['description: 1.10'], ['description: .inf'], ['tags: { a: 1, b: false, c: "" }'], ['description: !Ref X'],
    ['description: !Sub "${A.B}"'], ['description: { Fn::If: [a, b, c] }'], [`description: ${'x'.repeat(4096)}`],
  ])('%s is fine', (lines) => expect(interpreter(lines)).toEqual([]));

  test.each([
    ['description: ""', 'description: got an empty text, allowed: 1 to 4096 characters; write one, or leave the key out'],
    [`description: ${'x'.repeat(4097)}`, 'description: got 4097 characters, allowed: 1 to 4096 characters; shorten it'],
    ['description:', 'description: got nothing, expected a text; give it a value, or leave the key out'],
    ['description: [a]', 'description: got a list, expected a text'],
    ['description: { a: b }', 'description: got a map, expected a text'],
    ['description: {}', 'description: got a map, expected a text'],
    ['description: !Split [",", a]', 'description: got Fn::Split, which gives a list, expected a text; take one item of it with Fn::Select, or put the items together with Fn::Join'],
    ['description: { Fn::GetAt: [a, b] }', 'description: unknown function "Fn::GetAt", allowed: Ref, Fn::GetAtt, Fn::ImportValue, Fn::Sub, Fn::Join, Fn::Select, Fn::FindInMap, Fn::If, Fn::Base64; did you mean Fn::GetAtt?'],
    ['description: { Ref: a, b: c }', 'description: a CloudFormation function is the only key of its map; remove the others'],
    ['network: { mode: !Ref Mode }', 'network.mode: got Ref, whose value is known at deployment only; write the value itself'],
    ['network: { mode: 1 }', 'network.mode: got 1, expected a text; put it in quotes if it is meant'],
  ])('fails for %s', (lines, problem) => expect(interpreter(lines)).toEqual([problem]));

  const token = (value: string) => problemsOf({
    kind: 'map',
    at: AT,
    entries: [entry('agents', map('x', map(...value.split(':') as [string, string])))],
  });
  const AT: Position = { file: 'object', line: 0, column: 0 };
  const scalar = (text: string): ConfigNode => ({ kind: 'scalar', value: text, text, at: AT });
  const entry = (key: string, value: ConfigNode) => ({ key, keyAt: AT, value });
  const map = (key: string, value: ConfigNode | string): ConfigNode => ({
    kind: 'map', at: AT, entries: [entry(key, typeof value === 'string' ? scalar(value) : value)],
  });

  test('tokens pass where the deployment may decide', () => {
    expect(token(`description:${Lazy.string({ produce: () => '' })}`)).toEqual([]);
    expect(token(`role:${Lazy.string({ produce: () => '' })}`)).toEqual([]);
  });

  test('fails for tokens where the app has to know', () => {
    const text = Lazy.string({ produce: () => 'HTTP' });
    expect(Token.isUnresolved(text)).toBe(true);
    expect(token(`protocol:${text}`)).toEqual([
      'object agents.x.protocol: got a token, whose value is known at deployment only; write the value itself, allowed: HTTP, MCP, A2A (in any case)',
    ]);
    expect(token(`handler:${text}`)[0]).toContain('got a token, whose value is known at deployment only; write the value itself, allowed: a Python file');
  });
});

describe('keys that are right elsewhere', () => {
  test.each([
    ['tgas: {}', 'unknown key "tgas"; did you mean "tags"?'],
    ['Network: {}', 'unknown key "Network"; did you mean "network"?'],
    ['networkMode: PUBLIC', 'unknown key "networkMode"; write network: { mode: … }'],
    ['network: { subnetIds: [] }', 'network: unknown key "subnetIds"; write subnets'],
    ['type: codeInterpreter', 'unknown key "type"; remove it: all below codeInterpreters are code interpreters'],
    [`${'x'.repeat(101)}: 1`, `unknown key "${'x'.repeat(101)}", allowed: description, network, role, tags; remove it`],
  ])('fails for %s of an interpreter', (lines, problem) => expect(interpreter(lines)).toEqual([expect.stringContaining(problem)]));

  test('fails for keys of an agent', () => {
    expect(agent('env: {}')).toEqual([': unknown key "env"; write environment'].map((text) => text));
    expect(agent('type: codeInterpreter')).toEqual([
      ': unknown key "type"; remove it: code interpreters go below codeInterpreters, browsers below browsers, and all else is an agent',
    ]);
    expect(agent('qqqqqqqqqqqq: 1')).toEqual([
      ': unknown key "qqqqqqqqqqqq", allowed: description, artifact, handler, runtime, package, codeInterpreter, browser, models, environment, network, role,'
      + ' authorizer and 7 more; remove it',
    ]);
  });
});

describe('network', () => {
  test.each([
    ['network: {}'], ['network: { mode: sandbox }'], ['network: { mode: Public }'],
    ['network: { mode: vpc, subnets: [subnet-12345678], securityGroups: [sg-12345678901234567] }'],
    ['network: { mode: VPC, subnets: [!Ref A, !ImportValue b], securityGroups: [!GetAtt A.B] }'],
    [`network: { mode: VPC, subnets: [${Array.from({ length: 16 }, () => 'subnet-12345678').join()}], securityGroups: [!Ref A] }`],
  ])('%s is fine', (lines) => expect(interpreter(lines)).toEqual([]));

  test.each([
    ['network: { mode: VPC, subnets: [!Ref A] }', ['network: securityGroups is missing; VPC mode takes subnets and securityGroups, 1 to 16 of each']],
    ['network: { mode: vpc }', [
      'network: subnets is missing; VPC mode takes subnets and securityGroups, 1 to 16 of each',
      'network: securityGroups is missing; VPC mode takes subnets and securityGroups, 1 to 16 of each',
    ]],
    ['network: { subnets: [!Ref A], securityGroups: [!Ref B] }', ['network: subnets is for VPC mode, and the mode is SANDBOX; write mode: VPC, or remove subnets']],
    ['network: { mode: public, securityGroups: [!Ref B] }', ['network: securityGroups is for VPC mode, and the mode is PUBLIC; write mode: VPC, or remove securityGroups']],
    ['network: { mode: VPC, subnets: [], securityGroups: [!Ref A] }', ['network.subnets: got 0 entries, allowed: 1 to 16; add some, or leave the key out']],
    [`network: { mode: VPC, subnets: [${Array.from({ length: 17 }, () => '!Ref A').join()}], securityGroups: [!Ref A] }`, ['network.subnets: got 17 entries, allowed: 1 to 16; remove some']],
    ['network: { mode: VPC, subnets: [vpc-12345678], securityGroups: sg-12345678 }', [
      'network.subnets[0]: got "vpc-12345678", allowed: subnet- and 8 to 17 letters and digits, or a CloudFormation function',
      'network.securityGroups: got "sg-12345678", expected a list; write it as a list of one: [sg-12345678]',
    ]],
  ])('fails for %s', (lines, problems) => expect(interpreter(lines)).toEqual(problems));

  test('fails for SANDBOX of agents and browsers', () => {
    const problem = 'network.mode: got "SandBox", allowed: PUBLIC, VPC (in any case); SANDBOX is a mode of code interpreters';
    expect(agent('network: { mode: SandBox }')).toEqual([problem]);
    expect(browser('network: { mode: SandBox }')).toEqual([problem]);
    expect(agent('network: { subnets: [!Ref A] }')).toEqual(['network: subnets is for VPC mode, and the mode is PUBLIC; write mode: VPC, or remove subnets']);
  });
});

describe('tags', () => {
  const many = (count: number): string => `tags: { ${Array.from({ length: count }, (_, index) => `t${index}: v`).join()} }`;

  test.each([
    [many(50)], [`tags: { ${'k'.repeat(128)}: ${'v'.repeat(256)} }`], ['tags: { "a b._:/=+@-": !Ref X }'], ['role: { tags: { Größe: groß } }'],
  ])('%s is fine', (lines) => expect(interpreter(lines)).toEqual([]));

  test.each([
    [many(51), 'tags: got 51 entries, allowed: at most 50; remove some'],
    [`tags: { ${'k'.repeat(129)}: v }`, `tags.${'k'.repeat(129)}: got "${'k'.repeat(99)}… (131 characters) as a name, allowed: 1 to 128 letters, digits, spaces and characters of ._:/=+@-, not beginning with aws:; write another one`],
    ['tags: { AWS:x: v }', 'tags["AWS:x"]: got "AWS:x" as a name, allowed: 1 to 128 letters, digits, spaces and characters of ._:/=+@-, not beginning with aws:; write another one'],
    ['tags: { a: ü }', 'tags.a: got "ü", allowed: 0 to 256 letters, digits, spaces and characters of ._:/=+@-'],
    ['role: { tags: { a: "€" } }', 'role.tags.a: got "€", allowed: 0 to 256 letters of any script, digits, spaces and characters of ._:/=+@-'],
  ])('fails for %s', (lines, problem) => expect(interpreter(lines)).toEqual([problem]));

  test('fails for an empty value of a browser, which AWS\'s construct refuses', () => {
    expect(browser('tags: { a: "" }')).toEqual(['tags.a: got "", allowed: 1 to 256 letters, digits, spaces and characters of ._:/=+@-']);
  });
});
