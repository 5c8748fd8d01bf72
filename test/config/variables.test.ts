import { messages, place, resolved, SOURCES, value, yaml } from './fixtures/reading/helpers';
import { ConfigNode, valueOf } from '../../src/config/node';
import { Problems } from '../../src/config/problem';
import { resolveVariables } from '../../src/config/variables/resolve';
import { stageOf, VariableSources } from '../../src/config/variables/sources';

const FILE = `service: shop
custom:
  a: { b: [x, { c: deep }] }
  number: 1.10
  flag: true
  empty:
  name: \${self:service}-\${sls:stage}
  key: name
  map: { d: "\${self:custom.name}" }
`;

describe('self', () => {
  test.each<[string, unknown]>([
    ['${self:service}', 'shop'],
    ['${self:custom.a.b.0}', 'x'],
    ['${self:custom.a.b[1].c}', 'deep'],
    ['${self:custom.a}', { b: ['x', { c: 'deep' }] }],
    ['${self:custom.number}', 1.1],
    ['${self:custom.flag}', true],
    ['v${self:custom.number}-${self:custom.flag}', 'v1.10-true'],
    ['${self:custom.name}', 'shop-dev'],
    ['${self:custom.map}', { d: 'shop-dev' }],
    ['${self:custom.map.d}!', 'shop-dev!'],
    ['${self:custom.${self:custom.key}}', 'shop-dev'],
    ['${ self:service }', 'shop'],
    ['${self: "service"}', 'shop'],
    ["${self:'service'}", 'shop'],
    ['$${self:service}$', '$shop$'],
  ])('%s', (text, expected) => {
    expect(value(text, {}, FILE)).toEqual(expected);
  });

  test('comes through a variable on the way', () => {
    expect(value('${self:custom.all.map.d}', {}, 'service: shop\ncustom: { all: "${self:copy}" }\ncopy: { map: { d: "${self:service}" } }\n')).toBe('shop');
  });

  test.each<[string, string]>([
    ['${self:custom.nam}', '${self:custom.nam} has no value: custom has no "nam"; did you mean "name"?'],
    ['${self:custom.entirelyElse}', '${self:custom.entirelyElse} has no value: custom has no "entirelyElse"; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${self:custum.x}', '${self:custum.x} has no value: the configuration has no "custum"; did you mean "custom"?'],
    ['${self:custom.a.b.7}', '${self:custom.a.b.7} has no value: custom.a.b has no "7"; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${self:custom.a.b.x}', '${self:custom.a.b.x} has no value: custom.a.b has no "x"; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${self:service.x}', '${self:service.x} has no value: service has no "x"; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${self:custom.empty}', '${self:custom.empty} has no value: custom.empty is null; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${self:__proto__.x}', '${self:__proto__.x} has no value: the configuration has no "__proto__"; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    [`\${self:${'x'.repeat(100)}}`, `\${self:${'x'.repeat(93)} has no value: the configuration has no "${'x'.repeat(100)}"; correct it, or give a fallback after a comma: \${…, 'value'}`],
    ['x${self:custom.a}', '"${self:custom.a}" is a map, which cannot be within a text'],
    ['x${self:custom.a.b}', '"${self:custom.a.b}" is a list, which cannot be within a text'],
    ['x${opt:a, null}', '"${opt:a, null}" is nothing (null), which cannot be within a text'],
    ['${self:custom.${self:custom.a}}', '"${self:custom.a}" is a map, which cannot be within a text'],
    ['${self:${self:custom.a}}', 'got a map within a variable, expected a text'],
    ['${self:${opt:a}}', "${opt:a} has no value: the option \"a\" is not given (options: { a: value }); correct it, or give a fallback after a comma: ${…, 'value'}"],
  ])('fails: %s', (text, expected) => {
    expect(messages(text, {}, FILE)).toEqual([expected]);
  });
});

describe('in circles', () => {
  test.each<[string, string, string]>([
    ['of one', 'agents: ${self:agents}\n', 'serverless.yml:1:9  agents: ${self:agents} comes back to itself: agents → agents'],
    ['of two', 'custom: { a: "${self:custom.b}", b: "${self:custom.a}" }\nagents: ${self:custom.a}\n',
      'serverless.yml:1:37  custom.b: ${self:custom.a} comes back to itself: custom.a → custom.b → custom.a'],
    ['through a map', 'custom:\n  a: { b: "${self:custom}" }\nagents: ${self:custom.a}\n',
      'serverless.yml:2:11  custom.a.b: ${self:custom} comes back to itself: custom.a → custom.a.b → custom.a'],
    ['of all', 'agents: { a: "${self:}" }\n', 'serverless.yml:1:14  agents.a: ${self:} comes back to itself: agents → agents.a → agents'],
    ['that are long', `custom:\n${Array.from({ length: 9 }, (_, index) => `  k${index}: \${self:custom.k${(index + 1) % 9}}\n`).join('')}agents: \${self:custom.k0}\n`,
      'serverless.yml:10:7  custom.k8: ${self:custom.k0} comes back to itself: custom.k0 → custom.k1 → custom.k2 → custom.k3 → custom.k4 → … → custom.k0'],
    ['of the stage', 'provider: { stage: "${sls:stage}" }\nagents: {}\n', 'serverless.yml:1:20  provider.stage: the stage comes back to itself: provider.stage → sls:stage'],
    ['of the stage through a parameter that is not there', 'provider: { stage: "${param:s}" }\nagents: {}\n',
      'serverless.yml:1:20  provider.stage: ${param:s} has no value: there is no parameter "s", neither in the file for the stage "default" or as a default,'
      + " nor in parameters; correct it, or give a fallback after a comma: ${…, 'value'}"],
    ['of the stage by itself', 'provider: { stage: "${self:provider.stage}" }\nagents: {}\n',
      'serverless.yml:1:20  provider.stage: ${self:provider.stage} comes back to itself: provider.stage → provider.stage'],
  ])('fails: %s', (_, text, expected) => {
    expect(resolved(text).problems).toEqual([expected]);
  });

  test('a fallback is of no help', () => {
    expect(resolved("agents: ${self:agents, 'x'}\n").problems).toHaveLength(1);
  });
});

describe('fallbacks', () => {
  test.each<[string, unknown]>([
    ["${opt:a, 'text, with } and \"quotes\"'}", 'text, with } and "quotes"'],
    ['${opt:a, "say \\"x\\" \\\\ y"}', 'say "x" \\ y'],
    ["${opt:a, ''}", ''],
    ['${opt:a, 1024}', 1024],
    ['${opt:a, -1.5}', -1.5],
    ['${opt:a, true}', true],
    ['${opt:a, false}', false],
    ['${opt:a, null}', null],
    ['${opt:a,opt:b,self:service}', 'shop'],
    ["${opt:a, ${self:service}, 'z'}", 'shop'],
    ["${opt:a, ${opt:b}, 'z'}", 'z'],
    ["${opt:a, ${opt:b, 'y'}}", 'y'],
    ["${opt:a, '${self:service}-x'}", 'shop-x'],
    ['${opt:a, ${self:service}-x}', 'shop-x'],
    ["${self:custom.empty, 'z'}", 'z'],
    ["${self:gone.gone, 'z'}", 'z'],
    ["${param:a, 'z'}", 'z'],
    ["${env:A, 'z'}", 'z'],
    ["${file(gone.yml), 'z'}", 'z'],
    ["${file(gone.yml):a.b, 'z'}", 'z'],
    ["a${opt:a, 'b'}c", 'abc'],
    ["${self:service, ssm:'/never/reached'}", 'shop'],
    ['${opt:a,\n  self:service}', 'shop'],
  ])('%s', (text, expected) => {
    expect(value(text, {}, FILE)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['${opt:a, dev}', '"dev" is no source, number, true, false or null; text needs quotes: \'dev\''],
    ['${opt:a, }', 'a value is missing after the comma'],
    ['${opt:a, {}}', '"{" is no source, number, true, false or null; text needs quotes: \'{\''],
    ["${opt:a, 'x' 'y'}", 'got "\'" after a value, expected "," or "}"'],
    ["${opt:a, 'x}", "a quote (') is not closed"],
    ["${opt:a, '${self:x'}", '"${self:x" has no closing "}"; a "${" that begins no variable is written \\${'],
    ['${opt:a', '"${opt:a" has no closing "}"; a "${" that begins no variable is written \\${'],
    ['a ${ b', '"${ b" has no closing "}"; a "${" that begins no variable is written \\${'],
    ['${file(a.yml:x}', '"file(" has no closing ")"'],
    ['${opt:a, opt:b}', '${opt:a, opt:b} has no value: the option "a" is not given (options: { a: value }); the option "b" is not given (options: { b: value })'],
    ["${opt:a, ssm:/x, 'z'}", expect.stringMatching(/^the source "ssm" is not looked up here; /)],
    [`\${opt:a, '${'${opt:a, '.repeat(3)}`, expect.stringMatching(/no closing|not closed/)],
  ])('fails: %s', (text, expected) => {
    expect(messages(text)).toEqual([expected]);
  });
});

describe('stage and region', () => {
  const stage = (text: string, given: Partial<VariableSources> = {}) => stageOf(yaml(text).node as ConfigNode, { ...SOURCES, ...given });

  test.each<[string, string, Partial<VariableSources>, string]>([
    ['dev', 'service: x\n', {}, 'dev'],
    ['of the file', 'provider: { stage: qa }\n', {}, 'qa'],
    ['of a variable', "provider: { stage: \"${opt:env, 'qa'}\" }\n", {}, 'qa'],
    ['of the fallback of opt:stage', "provider: { stage: \"${opt:stage, 'qa'}\" }\n", {}, 'qa'],
    ['of opt:stage that is nowhere', 'provider: { stage: "${opt:stage}" }\n', {}, 'dev'],
    ['of the app', 'provider: { stage: qa }\n', { stage: 'prod' }, 'prod'],
    ['of options', 'provider: { stage: qa }\n', { options: { stage: 'prod' } }, 'prod'],
    ['of a default parameter', 'provider: { stage: "${param:stage}" }\nparams: { default: { stage: qa } }\n', {}, 'qa'],
    ['of an unknown one', 'provider: { stage: "${self:gone}" }\n', {}, 'dev'],
    ['where provider is a text', 'provider: aws\n', {}, 'dev'],
    ['where provider has a problem', 'provider: ${self:gone}\n', {}, 'dev'],
  ])('the stage is that %s', (_, text, given, expected) => {
    expect(stage(text, given)).toBe(expected);
  });

  test('fails where the stage is no text', () => {
    expect(resolved('provider: { stage: [x] }\nagents: ${sls:stage}\n')).toMatchObject({
      value: { agents: 'dev' }, problems: ['serverless.yml:1:20  provider.stage: got a list, expected a text'],
    });
  });

  test.each<[string, string, Partial<VariableSources>, unknown]>([
    ['sls:stage', 'provider: { stage: qa }\n', {}, 'qa'],
    ['sls:stage', '', { stage: 'prod' }, 'prod'],
    ['self:provider.stage', '', { stage: 'prod' }, 'prod'],
    ['self:provider.stage', 'provider: { stage: qa }\n', { stage: 'prod' }, 'qa'],
    ['opt:stage', 'provider: { stage: qa }\n', {}, 'qa'],
    ["opt:stage, 'x'", 'provider: { stage: qa }\n', {}, 'x'],
    ['opt:region', '', { options: { region: 'eu-west-1' } }, 'eu-west-1'],
    ['self:provider.region', 'provider: { region: eu-west-1 }\n', {}, 'eu-west-1'],
    ['self:provider.region', '', { options: { region: 'eu-west-1' } }, 'eu-west-1'],
    ['self:provider.region', '', {}, { Ref: 'AWS::Region' }],
    ['aws:region', 'provider: { region: eu-west-1 }\n', {}, { Ref: 'AWS::Region' }],
  ])('${%s} with %j', (text, more, given, expected) => {
    expect(value(`\${${text}}`, given, more)).toEqual(expected);
  });

  test.each<[string, string, Partial<VariableSources>]>([
    ['of the options', '', { options: { region: 'eu-west-1' } }],
    ['of the file', 'provider: { region: eu-west-1 }\n', {}],
  ])('the region decides what another variable is, where it is known: %s', (_, more, given) => {
    const custom = 'custom: { eu-west-1: here, own: "${aws:region}" }\n';
    expect(value('${self:custom.${aws:region}}', given, more + custom)).toBe('here');
    expect(value('${self:custom.${self:custom.own}}', given, more + custom)).toBe('here');
    expect(resolved(`${more}${custom}agents: ["\${self:custom.own}", "\${self:custom.\${self:custom.own}}", "\${self:custom.own}"]\n`, given).value.agents)
      .toEqual([{ Ref: 'AWS::Region' }, 'here', { Ref: 'AWS::Region' }]);
  });

  test('fails where that is not known', () => {
    expect(messages('${self:custom.${aws:region}}')).toEqual([
      'a value that is known only when it is deployed is needed to find another one; of the region, pass options: { region: … }',
    ]);
  });
});

describe('env, opt, param and sls', () => {
  const PARAMS = 'stages:\n  prod: { params: { a: stages prod } }\n  default: { params: { a: stages default, b: stages default, e: } }\n'
    + 'params:\n  prod: { a: prod, b: prod, c: prod }\n  default: { a: default, b: default, c: default, d: "${self:service}", e: default }\nservice: shop\n';

  test.each<[string, Partial<VariableSources>, unknown]>([
    ['${env:HOME}', { environment: { HOME: '/home' } }, '/home'],
    ['${env:EMPTY}', { environment: { EMPTY: '' } }, ''],
    ['${opt:memory}', { options: { memory: '2048' } }, '2048'],
    ['${param:a}', { parameters: { a: 'given' }, stage: 'prod' }, 'given'],
    ['${param:a}', { stage: 'prod' }, 'stages prod'],
    ['${param:b}', { stage: 'prod' }, 'prod'],
    ['${param:b}', {}, 'stages default'],
    ['${param:c}', {}, 'default'],
    ['${param:d}', {}, 'shop'],
    ['${param:e}', {}, 'default'],
    ['${env:A}', { environment: { A: '${self:service} $ \\' } }, '${self:service} $ \\'],
  ])('%s with %j', (text, given, expected) => {
    expect(value(text, given, PARAMS)).toBe(expected);
  });

  test.each<[string, string]>([
    ['${env:HOME}', '${env:HOME} has no value: the environment variable "HOME" is not set; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${env:constructor}', '${env:constructor} has no value: the environment variable "constructor" is not set; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${opt:toString}', '${opt:toString} has no value: the option "toString" is not given (options: { toString: value }); correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${param:a}', '${param:a} has no value: there is no parameter "a", neither in the file for the stage "dev" or as a default, nor in parameters; correct it, or give a fallback after a comma: ${…, \'value\'}'],
    ['${opt:stage, opt:a}', '${opt:stage, opt:a} has no value: the option "stage" is not given (stage: value); the option "a" is not given (options: { a: value })'],
    ['${sls:instanceId}', 'sls:instanceId is another one in each deployment, so nothing here has it; pass a value as parameters: { name: value }, and write ${param:name}'],
    ['${sls:x}', 'unknown value "sls:x", allowed: sls:stage'],
  ])('fails: %s', (text, expected) => {
    expect(messages(text)).toEqual([expected]);
  });

  test('a parameter that has a problem has one only', () => {
    expect(resolved('params: ${self:gone}\nagents: ${param:a}\n').problems).toEqual([expect.stringMatching(/^serverless\.yml:1:9 {2}params: \$\{self:gone\}/)]);
  });
});

describe('what is resolved', () => {
  test('is what is read; the rest where a variable refers to it', () => {
    const { value: all, problems } = resolved('service: "${sls:stage}"\nprovider: { name: aws, region: "${opt:r, \'x\'}", apiKeys: "${ssm:/x}" }\n'
      + 'functions: { f: "${ssm:/x}" }\ncustom: { a: "${sls:stage}", b: "${ssm:/x}" }\nagents: ["${self:custom.a}"]\nai: "${sls:stage}"\nresources: ["${sls:stage}"]\n');
    expect(problems).toEqual([]);
    expect(all).toEqual({
      service: 'dev',
      provider: { name: 'aws', region: 'x', apiKeys: '${ssm:/x}' },
      functions: { f: '${ssm:/x}' },
      custom: { a: '${sls:stage}', b: '${ssm:/x}' },
      agents: ['dev'],
      ai: 'dev',
      resources: ['dev'],
    });
  });

  test('may be the provider', () => {
    expect(resolved('provider: ${self:custom.provider}\ncustom: { provider: { stage: qa } }\nagents: ${sls:stage}\n').value).toMatchObject({ provider: { stage: 'qa' }, agents: 'qa' });
  });

  test('is nothing of a configuration that is no map', () => {
    const list: ConfigNode = { kind: 'list', items: [], at: { file: 'x', line: 1, column: 1 } };
    expect(resolveVariables(list, SOURCES, new Problems())).toBe(list);
  });

  test('is the same object where there is nothing to do', () => {
    const { node } = yaml('agents: { a: [{ b: !GetAtt A.B }] }\n');
    const again = resolveVariables(node!, SOURCES, new Problems());
    expect(valueOf(again, 'agents')).toBe(valueOf(node, 'agents'));
  });

  test('a text is where its variable is, a map where it is written', () => {
    const { node } = resolved('custom:\n  text: x\n  map: { a: "${self:custom.text}" }\nagents:\n  a: ${self:custom.text}\n  b: ${self:custom.map}\n  c: ${aws:region}\n  d: x-${aws:region}\n');
    const at = (...path: string[]) => place(valueOf(node, 'agents', ...path)!.at);
    expect([at('a'), at('b'), at('b', 'a'), at('c'), at('d')]).toEqual(['5:6', '3:8', '3:13', '7:6', '8:6']);
  });

  test('is unknown with what has a problem already, which is said once', () => {
    expect(resolved('custom: { a: "${ssm:/x}", b: "x ${self:custom.a}", c: "${self:custom.b.d}" }\nagents: ["${self:custom.a}", "${self:custom.b}", "${self:custom.c}"]\n')).toMatchObject({
      value: { agents: ['?', '?', '?'] }, problems: [expect.stringMatching(/^serverless\.yml:1:14 {2}custom\.a: the source "ssm"/)],
    });
  });

  test('fails with variables in keys, and goes on', () => {
    expect(resolved('agents: { "a${sls:stage}": 1, b: { "${AWS::Region}": 2, c: "${sls:stage}" } }\n')).toMatchObject({
      value: { agents: { b: { c: 'dev' } } },
      problems: [
        'serverless.yml:1:11  agents["a${sls:stage}"]: variables are not allowed in keys; write the key out',
        'serverless.yml:1:36  agents.b["${AWS::Region}"]: variables are not allowed in keys; write the key out',
      ],
    });
  });

  test('fails with all that is wrong in a text', () => {
    expect(messages('${Foo} ${ssm:/x} ${self:gone} ${opt:ok, 1}')).toHaveLength(3);
  });
});
