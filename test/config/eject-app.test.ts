import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { define, perform, planOf, typeErrors } from './eject-helpers';
import { ejectedApp } from '../../src/config/eject/ejected-app';
import { reasonAgainst, withoutFolder } from '../../src/config/eject/own-folder';
import { stepsTo } from '../../src/config/eject/relative';
import { writeFiles } from '../../src/config/eject/write-files';
import { call, create, Expression, list, literal, struct, THIS, type } from '../../src/config/plan/expression';

const OPTIONS = { folder: path.resolve('test/config/ejected'), source: 'serverless.yml', service: 'Über service', stage: 'dev', stackId: "it's", id: 'Agents' };
const memory: Expression = { kind: 'given', group: 'memories', name: 'notes', type: type('constructs', 'IConstruct') };
const withMemory = planOf([perform(call(memory, 'toString'))]);

describe('what a plan is given', () => {
  test('is missing in the app, which the compiler tells', () => {
    const files = ejectedApp(withMemory, 'typescript', OPTIONS);
    expect(files['bin/app.ts']).toContain('\n// The configuration refers to these constructs and does not define them: make or import them here.\n');
    expect(typeErrors({ 'bin/app.ts': files['bin/app.ts'], 'lib/agents.ts': files['lib/agents.ts'] })).toEqual([
      "bin/app.ts:7 No value exists in scope for the shorthand property 'notes'. Either declare one or provide an initializer.",
    ]);
  }, 120_000);

  test('is missing in the app in Python', () => {
    expect(ejectedApp(withMemory, 'python', OPTIONS)['app.py']).toContain(
      '# The configuration refers to these constructs and does not define them: make or import them here.\nAgents(stack, "Agents", notes=notes)\n');
  });
});

test('a name that npm does not take is changed', () => {
  expect(JSON.parse(ejectedApp(planOf([]), 'typescript', OPTIONS)['package.json']).name).toBe('ber-service-cdk');
  expect(JSON.parse(ejectedApp(planOf([]), 'typescript', { ...OPTIONS, service: '!' })['package.json']).name).toBe('agents-cdk');
  expect(ejectedApp(planOf([]), 'typescript', { ...OPTIONS, service: '' })['README.md']).toMatch(/^# Agents with CDK\n/);
});

describe('the folder of the app', () => {
  const source = (method: string, folder: string, ...options: Expression[]): Expression => (
    call(type('own', 'AgentSource'), method, { kind: 'path', path: path.resolve(folder) }, ...options)
  );
  const plan = (...sources: Expression[]) => planOf(sources.map((each, index) => define(`a${index}`, create('own', 'AgentWithCodeInterpreter', THIS,
    literal(`A${index}`), struct('own', 'AgentWithCodeInterpreterProps', { source: each })))));
  const excluding = (...patterns: string[]) => struct('own', 'AgentPythonOptions', { exclude: list(patterns.map(literal)) });

  test('is left out of agents that it lies in', () => {
    expect(withoutFolder(plan(
      source('fromPython', 'a', excluding('x')), source('fromDirectory', 'a'), source('fromPython', 'a/cdk/agent'), source('fromPython', 'ab'),
      call(type('own', 'AgentSource'), 'fromImageUri', literal('uri')),
    ), path.resolve('a/b/cdk'))).toEqual(plan(
      source('fromPython', 'a', excluding('x', '/b/cdk')),
      source('fromDirectory', 'a', struct('own', 'AgentDirectoryOptions', { exclude: list([literal('/b/cdk')]) })),
      source('fromPython', 'a/cdk/agent'), source('fromPython', 'ab'),
      call(type('own', 'AgentSource'), 'fromImageUri', literal('uri')),
    ));
  });

  test('fails to be that of an agent, or on another drive', () => {
    const config = path.resolve('serverless.yml');
    expect(reasonAgainst(path.resolve('a'), plan(source('fromNode', 'a')), config)).toBe('it is the code of an agent');
    expect(reasonAgainst(path.resolve('a/b'), plan(source('fromNode', 'a')), config)).toBeUndefined();
    expect(reasonAgainst('D:\\app', planOf([]), 'C:\\serverless.yml', path.win32)).toBe('it is on another drive than C:\\serverless.yml');
  });
});

test.each([
  ['a', 'a/b/c', ['b', 'c']], ['a/b', 'a/c', ['..', 'c']], ['a', 'a', []],
])('from %s to %s', (from, to, steps) => {
  expect(stepsTo(path.resolve(from), path.resolve(to))).toEqual(steps);
});

test('a folder that was made for files that cannot be written goes again', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eject-test-'));
  expect(() => writeFiles(path.join(folder, 'deep', 'er', 'app'), { 'a': '', 'a/b': '' })).toThrow(/EEXIST|ENOTDIR/);
  expect(fs.readdirSync(folder)).toEqual([]);
  fs.rmSync(folder, { recursive: true });
});
