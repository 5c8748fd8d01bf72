import { App, CfnResource, Stack } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import * as manifest from '../package.json';
import * as library from '../src';

/** Set by test/jest.newest.json, the other half of this proof. */
const NEWEST = (globalThis as { AWS_CDK_LIB?: string }).AWS_CDK_LIB;
const OTHER = NEWEST ? 'aws-cdk-lib' : 'aws-cdk-lib-newest';

test('the tests run on the aws-cdk-lib that is meant', () => {
  const meant = NEWEST ? manifest.devDependencies['aws-cdk-lib-newest'].split('@')[1] : manifest.peerDependencies['aws-cdk-lib'].slice(1);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  expect(require('aws-cdk-lib/package.json').version).toBe(meant);
});

test('nothing loads the other aws-cdk-lib, nor a second constructs', () => {
  const app = new App();
  new AwsSolutionsChecks(app);
  new CfnResource(new Stack(app, 'Stack'), 'Topic', { type: 'AWS::SNS::Topic' });
  app.synth();

  const loaded = Object.keys(require.cache);
  expect(app).toBeInstanceOf(Construct);
  expect(Object.keys(library)).not.toHaveLength(0);
  expect(loaded.filter((file) => file.includes('/node_modules/cdk-nag/'))).not.toHaveLength(0);
  expect(loaded.filter((file) => file.includes(`/node_modules/${OTHER}/`))).toEqual([]);
  expect(new Set(loaded.map((file) => /^.*\/constructs\/(?=lib\/)/.exec(file)?.[0]).filter(Boolean)).size).toBe(1);
});

test.each([
  ['a property that does not exist', { Name: 'sandbox', NetworkConfiguration: { NetworkMode: 'SANDBOX' }, Colour: 'red' }, 'Additional properties'],
  ['a value outside its list', { Name: 'sandbox', NetworkConfiguration: { NetworkMode: 'AIRGAP' } }, 'is not one of'],
])('fails where aws-cdk-lib validates templates: %s', (_, properties, message) => {
  const app = new App();
  new CfnResource(new Stack(app, 'Stack'), 'Resource', { type: 'AWS::BedrockAgentCore::CodeInterpreterCustom', properties });
  const synth = () => app.synth();
  return NEWEST ? expect(synth).toThrow(message) : expect(synth).not.toThrow();
});
