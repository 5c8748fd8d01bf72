import Ajv, { ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { deduplicated } from '../../src/config/schema/deduplicate';
import { schemaForEditors } from '../../src/config/schema/for-editors';
import { ANNOTATIONS, JsonSchema, patternInAnyCase, schemaForValidation } from '../../src/config/schema/for-validation';

function compiled(schema: JsonSchema, words: string[] = []): ValidateFunction {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
  ajv.addVocabulary(words);
  return ajv.compile(schema);
}

const EDITOR = schemaForEditors();
const inEditor = compiled(EDITOR);
const atRunTime = compiled(schemaForValidation(), ANNOTATIONS);

/** Each key that there is, in a value that is right. */
const EVERY_KEY = `
service: shop
provider: { name: aws, stage: dev, region: us-east-1, tags: { a: b } }
custom: { a: 1 }
params: { dev: { a: 1 } }
stages: { dev: { params: { a: 1 } } }
functions: { hello: { handler: x } }
resources: { Resources: {} }
agents:
  memory: { m: { expiration: 3 } }
  gateways: { g: {} }
  tools: { t: {} }
  codeInterpreters:
    analyzer:
      description: text
      network: { mode: vpc, subnets: [subnet-12345678, { Ref: S }], securityGroups: [sg-12345678] }
      role:
        name: my-role
        statements:
          - { Sid: A, Effect: Allow, Action: [s3:GetObject], Resource: '*', Condition: { StringEquals: { a: [b], c: 1, d: { Ref: E } } } }
          - { Effect: Deny, NotAction: s3:*, NotResource: [{ 'Fn::GetAtt': [A, Arn] }] }
        managedPolicies: ['arn:aws:iam::aws:policy/X']
        permissionsBoundary: arn:aws:iam::111122223333:policy/X
        tags: { Team: AI }
      tags: { Team: AI, Cost: 5 }
  browsers:
    web:
      description: { 'Fn::Sub': '\${A}' }
      network: { mode: PUBLIC }
      recording: { enabled: true, s3Location: { bucket: abc, prefix: p/ } }
      signing: { enabled: false }
      role: MyRole
      tags: { Team: AI }
  bot:
    description: text
    artifact: { s3: { bucket: abc, key: k.zip, versionId: '1' } }
    handler: agent.py
    runtime: Python3.12
    package: { patterns: ['!a'], include: [b], exclude: [c] }
    codeInterpreter: analyzer
    browser: web
    models: [us.anthropic.claude-sonnet-4-20250514-v1:0]
    environment: { A: 1, B: { Ref: X } }
    network: { mode: PUBLIC }
    role: { 'Fn::GetAtt': [R, Arn] }
    authorizer:
      type: CUSTOM_JWT
      jwt:
        discoveryUrl: https://x/.well-known/openid-configuration
        allowedAudience: [a]
        allowedClients: { 'Fn::Split': [',', a] }
        allowedScopes: [c]
        customClaims:
          - inboundTokenClaimName: c
            inboundTokenClaimValueType: STRING_ARRAY
            authorizingClaimMatchValue: { claimMatchOperator: CONTAINS_ANY, claimMatchValue: { matchValueStringList: [a] } }
    protocol: MCP
    lifecycle: { idleRuntimeSessionTimeout: 60, maxLifetime: '900' }
    endpoints: [{ name: a, version: '1', description: d }]
    requestHeaders: { allowlist: [X-Trace-Id] }
    memory: m
    gateway: g
    tags: { Team: AI }
  built:
    artifact: { image: { file: D, path: ., repository: r, buildArgs: { A: b } } }
    authorizer: none
`;
const everyKey = (): any => parse(EVERY_KEY);

type Change = (value: unknown) => unknown;

/** Copies of a value, each with one part of it changed. */
function* changedAnywhere(value: unknown, change: Change, path: string[] = []): Generator<[string, unknown]> {
  yield [path.join('.'), change(value)];
  if (typeof value !== 'object' || value === null) { return; }
  for (const [key, part] of Object.entries(value)) {
    for (const [place, changed] of changedAnywhere(part, change, [...path, key])) {
      yield [place, Array.isArray(value) ? Object.assign([...value], { [key]: changed }) : { ...value, [key]: changed }];
    }
  }
}

describe('both schemas', () => {
  test('take each key, with the value that it should have', () => {
    expect([inEditor(everyKey()), inEditor.errors]).toEqual([true, null]);
    expect([atRunTime(everyKey()), atRunTime.errors]).toEqual([true, null]);
    const { agents: { codeInterpreters, browsers, memory, gateways, tools, ...agents }, ...rest } = everyKey();
    const newer = { ...rest, ai: { agents, codeInterpreters, browsers, memory, gateways, tools } };
    expect([inEditor(newer), atRunTime(newer)]).toEqual([true, true]);
  });

  test.each([
    ['a key that is not known', 'agents: { x: { memmory: m } }'],
    ['a mode that is not known', 'agents: { codeInterpreters: { x: { network: { mode: SANDBOXX } } } }'],
    ['a list for a text', 'agents: { x: { description: [a] } }'],
    ['a text for a list', 'agents: { x: { models: a.b } }'],
    ['VPC without subnets', 'agents: { x: { network: { mode: VPC } } }'],
    ['SANDBOX of an agent', 'agents: { x: { network: { mode: SANDBOX } } }'],
    ['a number out of range', 'agents: { x: { lifecycle: { maxLifetime: 59 } } }'],
    ['a principal', 'agents: { x: { role: { statements: [{ Effect: Allow, Action: "*", Resource: "*", Principal: "*" }] } } }'],
    ['a function that is not known', 'agents: { x: { description: { Fn::Foo: a } } }'],
    ['a wrong name', 'agents: { 1x: {} }'],
    ['nothing', 'agents: { x: }'],
  ])('fail for %s', (_what, text) => {
    const value = parse(text);
    expect([inEditor(value), atRunTime(value)]).toEqual([false, false]);
  });
});

describe('the schema for editors', () => {
  test('takes a variable in each place', () => {
    const refused = [...changedAnywhere(everyKey(), () => '${self:custom.x}')]
      .filter(([place, changed]) => place !== '' && !inEditor(changed)).map(([place]) => place);
    expect(refused).toEqual([]);
  });

  test('says of each key what it is for', () => {
    const silent: string[] = [];
    const look = (schema: any, place: string): void => {
      for (const [key, property] of Object.entries<any>(schema.properties ?? {})) {
        if (!property.description && !property.$ref) { silent.push(`${place}.${key}`); }
        look(property, `${place}.${key}`);
      }
      for (const part of [...schema.anyOf ?? [], schema.items, schema.additionalProperties, ...Object.values(schema.definitions ?? {})]) {
        if (part) { look(part, place); }
      }
    };
    look(EDITOR, '');
    expect(silent).toEqual([]);
  });

  test('has examples and defaults that are valid', () => {
    const wrong: string[] = [];
    let count = 0;
    const look = (schema: any): void => {
      if (typeof schema !== 'object' || schema === null) { return; }
      const values = [...Array.isArray(schema.examples) ? schema.examples : [], ...schema.description && 'default' in schema ? [schema.default] : []];
      const validate = values.length > 0 ? compiled({ ...schema, definitions: EDITOR.definitions }) : undefined;
      wrong.push(...values.filter((value) => !validate!(value)).map((value) => JSON.stringify(value)));
      count += values.length;
      Object.values(schema).forEach(look);
    };
    look((EDITOR.definitions as JsonSchema).agent);
    look((EDITOR.definitions as JsonSchema).browser);
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(30);
  });

  test('has no words of our own', () => {
    expect(JSON.stringify(EDITOR)).not.toMatch(/"(anyCase|kinds|functions|allowed|advice|instead|refused)":/);
  });
});

describe('the schema for validation', () => {
  test('has no alternatives, whose errors nobody could tell apart', () => {
    expect(JSON.stringify(schemaForValidation())).not.toMatch(/"(anyOf|oneOf)":/);
  });

  test('refuses a variable wherever a form is asked for', () => {
    const bot = { bot: { ...everyKey().agents.bot, network: '${self:custom.network}' } };
    expect(atRunTime({ agents: bot })).toBe(false);
  });

  test('has parts that occur twice once', () => {
    const part = { type: 'object', properties: { name: { type: 'string', pattern: '^[a-z]+$', minLength: 1 } }, additionalProperties: false };
    const schema = { type: 'object', properties: { a: part, b: part, c: { type: 'array', items: part }, d: { type: 'string' } }, definitions: {} };
    const smaller = deduplicated(schema);
    expect(smaller).toEqual({
      type: 'object',
      properties: {
        a: { $ref: '#/definitions/part1' }, b: { $ref: '#/definitions/part1' }, c: { type: 'array', items: { $ref: '#/definitions/part1' } }, d: { type: 'string' },
      },
      definitions: { part1: part },
    });
    expect([compiled(smaller)({ a: { name: 'x' } }), compiled(smaller)({ c: [{ name: 'X' }] })]).toEqual([true, false]);
  });

  test('takes texts in any case, and dots as dots', () => {
    const pattern = new RegExp(patternInAnyCase(['python3.10', 'A2A']));
    expect(['PYTHON3.10', 'a2a', 'python3x10', 'xA2A'].map((text) => pattern.test(text))).toEqual([true, true, false, false]);
  });
});
