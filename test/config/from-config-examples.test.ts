import * as fs from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import { parse } from 'yaml';

const ROOT = path.join(__dirname, '..', '..');
const EXAMPLES = path.join(ROOT, 'examples', 'serverless');
const FIXTURES = path.join(__dirname, 'fixtures');
const SCHEMA = path.join(ROOT, 'schema', 'serverless-agents.schema.json');

const examples = fs.readdirSync(EXAMPLES).map((name) => path.join(EXAMPLES, name, 'serverless.yml')).filter((file) => fs.existsSync(file));
const fixtures = ['', 'seed', 'framework'].flatMap((folder) => fs.readdirSync(path.join(FIXTURES, folder))
  .filter((file) => file.endsWith('.yml')).map((file) => path.join(FIXTURES, folder, file)));
const named = (files: string[]): [string, string][] => files.map((file) => [path.relative(ROOT, file), file]);

/** What the language server checks: it takes the value behind a tag of CloudFormation, and knows nothing of variables. */
const read = (file: string): unknown => parse(fs.readFileSync(file, 'utf8'), { logLevel: 'silent' });
const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(fs.readFileSync(SCHEMA, 'utf8')));
const problemsOf = (file: string) => (
  validate(read(file)) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`)
);

test('there are examples', () => {
  expect(examples.map((file) => path.basename(path.dirname(file)))).toEqual(['basic', 'custom-interpreter', 'full']);
});

test.each(named(examples))('%s names its schema', (_, file) => {
  const [, schema] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(fs.readFileSync(file, 'utf8')) ?? [];
  expect(path.resolve(path.dirname(file), schema)).toBe(SCHEMA);
});

test.each(named([...examples, ...fixtures.filter((file) => path.basename(file) !== 'problems.yml')]))('an editor finds nothing wrong with %s', (_, file) => {
  expect(problemsOf(file)).toEqual([]);
});

test('an editor finds what is wrong', () => {
  expect(problemsOf(path.join(FIXTURES, 'problems.yml')).length).toBeGreaterThan(5);
});
