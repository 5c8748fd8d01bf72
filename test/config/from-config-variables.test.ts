import * as fs from 'fs';
import * as path from 'path';
import { AgentsFromConfig, AgentsFromConfigOptions } from '../../src';
import { temporaryDirectory } from '../fixtures/agents/helpers';
import { messageOf } from '../helpers';
import { fromText, frontStack, problemsIn, propertiesOf, SEED } from './fixtures/helpers';

/** The description of an interpreter that is written thus, in a file with more in it. */
function described(description: string, options: AgentsFromConfigOptions = {}): unknown {
  const front = fromText(`
service: my-service
provider: { name: aws, stage: "\${opt:stage, 'staging'}", region: eu-west-1 }
custom:
  purpose: Analysis of \${self:service}
  network: { mode: PUBLIC }
params:
  prod: { level: high }
  default: { level: low, size: 7 }
agents:
  codeInterpreters:
    analyzer:
      description: ${description}
      network: \${self:custom.network}
`, { directory: SEED, ...options });
  const properties = propertiesOf(front, front.config.codeInterpreters.analyzer);
  expect(properties.NetworkConfiguration).toEqual({ NetworkMode: 'PUBLIC' });
  return properties.Description;
}

beforeAll(() => { process.env.FROM_CONFIG_TEST = 'of the environment'; });
afterAll(() => { delete process.env.FROM_CONFIG_TEST; });

test.each<[string, string, unknown, AgentsFromConfigOptions?]>([
  ['self', '${self:custom.purpose}', 'Analysis of my-service'],
  ['self, in a text', 'Made for ${self:service} (${self:custom.purpose})', 'Made for my-service (Analysis of my-service)'],
  ['sls:stage', '${sls:stage}', 'staging'],
  ['sls:stage, with the stage that the app names', '${sls:stage}', 'prod', { stage: 'prod' }],
  ['opt, with a fallback', "${opt:level, 'none'}", 'none'],
  ['opt', "${opt:level, 'none'}", 'high', { options: { level: 'high' } }],
  ['opt:stage', "${opt:stage, 'dev'}", 'prod', { stage: 'prod' }],
  ['param, of the default', '${param:level}', 'low'],
  ['param, of the stage', '${param:level}', 'high', { stage: 'prod' }],
  ['param, of the app', '${param:level}', 'given', { parameters: { level: 'given' } }],
  ['param, that is a number', '${param:size}', '7'],
  ['env', '${env:FROM_CONFIG_TEST}', 'of the environment'],
  ['a fallback that is a variable', '${opt:gone, env:FROM_CONFIG_GONE, self:service}', 'my-service'],
  ['one in another', '${self:custom.${opt:key}}', 'Analysis of my-service', { options: { key: 'purpose' } }],
  ['aws:region', '${aws:region}', { Ref: 'AWS::Region' }],
  ['AWS::Region', '${AWS::Region}', { Ref: 'AWS::Region' }],
  ['aws:accountId, in a text', 'for ${aws:accountId}', { 'Fn::Join': ['', ['for ', { Ref: 'AWS::AccountId' }]] }],
])('%s', (_, description, expected, options = {}) => {
  expect(described(description, options)).toEqual(expected);
});

describe('file', () => {
  const project = (files: { [name: string]: string }) => temporaryDirectory({
    'serverless.yml': 'agents:\n  codeInterpreters: ${file(config/interpreters.yml)}\n', ...files,
  });
  const read = (directory: string, options: AgentsFromConfigOptions = {}) =>
    AgentsFromConfig.fromYamlFile(frontStack(), 'Config', path.join(directory, 'serverless.yml'), options);

  test('brings in another file, whose problems are located there', () => {
    const directory = project({ 'config/interpreters.yml': 'analyzer:\n  description: ${file(purpose.json):text}\n', 'purpose.json': '{ "text": "Analysis" }' });
    expect(Object.keys(read(directory).codeInterpreters)).toEqual(['analyzer']);
    const wrong = project({ 'config/interpreters.yml': 'analyzer:\n  network:\n    mode: SANDBOXX\n' });
    expect(messageOf(() => read(wrong))).toMatch(/interpreters\.yml:3:11 .*\n {2}.*SANDBOXX.*SANDBOX/);
  });

  test('fails outside of the folder, unless that is allowed', () => {
    const outside = temporaryDirectory({ 'interpreters.yml': 'analyzer: {}\n' });
    const directory = temporaryDirectory({ 'serverless.yml': `agents:\n  codeInterpreters: \${file(${outside}/interpreters.yml)}\n` });
    expect(messageOf(() => read(directory))).toMatch(/serverless\.yml:2:21 {2}agents\.codeInterpreters\n.*readableDirectories/);
    expect(Object.keys(read(directory, { readableDirectories: [outside] }).codeInterpreters)).toEqual(['analyzer']);
  });

  test('fails with code, which is not run', () => {
    const mark = path.join(temporaryDirectory(), 'ran');
    const directory = temporaryDirectory({
      'serverless.yml': 'agents:\n  codeInterpreters: ${file(interpreters.js)}\n',
      'interpreters.js': `require('fs').writeFileSync(${JSON.stringify(mark)}, ''); module.exports = {};`,
    });
    expect(messageOf(() => read(directory))).toMatch(/serverless\.yml:2:21 {2}agents\.codeInterpreters\n.*interpreters\.js/);
    expect(fs.existsSync(mark)).toBe(false);
  });
});

test.each([
  ['cf', '${cf:another-stack.Output}', /Fn::ImportValue/],
  ['ssm', '${ssm:/path/to/value}', /resolve:ssm/],
  ['s3', '${s3:bucket/key}', /parameters/],
  ['a source that does not exist', '${magic:word}', /magic/],
  ['nothing there, and no fallback', '${self:custom.gone}', /gone/],
  ['a name alone', '${name}', /name/],
])('fails: %s', (_, description, message) => {
  expect(problemsIn(`agents:\n  codeInterpreters:\n    analyzer:\n      description: ${description}\n`))
    .toMatch(new RegExp(`^\\S+:4:20  agents\\.codeInterpreters\\.analyzer\\.description\n  .*${message.source}`));
});

test('fails in a circle', () => {
  expect(problemsIn('custom:\n  a: ${self:custom.b}\n  b: ${self:custom.a}\nagents:\n  codeInterpreters:\n    analyzer:\n      description: ${self:custom.a}\n'))
    .toMatch(/self:custom\.(a|b)/);
});
