import * as fs from 'fs';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib/core';
import { moduleOf, templateOf } from './eject-helpers';
import { frontStack } from './fixtures/helpers';
import { AgentsFromConfig, AgentsFromConfigOptions, ConfigNames } from '../../src';
import { ejectedApp, Files } from '../../src/config/eject/ejected-app';
import { load } from '../../src/config/load';
import { yamlFile } from '../../src/config/source';

const ROOT = path.join(__dirname, '..', '..');
const FOLDERS = ['test/config/fixtures/framework', 'test/config/fixtures/seed', 'test/config/fixtures/eject', ...['basic', 'custom-interpreter', 'full']
  .map((name) => `examples/serverless/${name}`)];
const CONFIGURATIONS = [
  'test/config/fixtures/every-key.yml',
  ...FOLDERS.flatMap((folder) => fs.readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith('.yml')).map((file) => `${folder}/${file}`)),
];
/** The framework's names begin with that of the service. */
const hasService = (file: string) => /^service:/m.test(fs.readFileSync(path.join(ROOT, file), 'utf8'));
const CASES = CONFIGURATIONS.flatMap((file) => Object.values(ConfigNames)
  .filter((names) => names !== ConfigNames.FRAMEWORK || hasService(file))
  .map((names) => [file, names] as const));

const folderOf = (file: string, names: ConfigNames) => path.join(__dirname, 'ejected', file, names);

function eject(file: string, options: AgentsFromConfigOptions): Files {
  const { plan } = load(yamlFile(path.join(ROOT, file)), options);
  return ejectedApp(plan, 'typescript', {
    folder: folderOf(file, options.names!), source: path.basename(file), service: 'service', stage: 'dev', stackId: 'Stack', id: 'Agents',
  });
}

function template(make: (stack: Stack) => void): object {
  const stack = frontStack();
  make(stack);
  return templateOf(stack);
}

test.each(CASES)('what is ejected from %s, with names %s, makes what the file makes', (file, names) => {
  const { Agents } = moduleOf(eject(file, { names })['lib/agents.ts'], path.join(folderOf(file, names), 'lib'));
  expect(template((stack) => { new Agents(stack, 'Agents'); }))
    .toEqual(template((stack) => { AgentsFromConfig.fromYamlFile(stack, 'Agents', path.join(ROOT, file), { names }); }));
});
