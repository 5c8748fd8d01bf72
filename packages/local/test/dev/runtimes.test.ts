import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plainAgent, stackFiles, writtenAssembly, writtenImageAssembly } from './agent-project.js';
import { started } from './started-agent.js';
import { readRuntimes } from '../../src/assembly/runtimes.js';
import { chosenAgent } from '../../src/dev/choose-agent.js';
import { folderWith, interpreter } from '../assembly/written-assembly.js';

const IDENTITY = { region: 'eu-west-1', accountId: '123456789012' };

async function start(assembly: string): Promise<string> {
  return started({ assembly, docker: false }).then(() => 'started', (error: Error) => error.message);
}

test('variables are literals, code interpreters, the region, or known only after a deploy', async () => {
  const files = stackFiles({ CodeConfiguration: {} }, {
    PLAIN: 'text',
    NUMBER: 5,
    ID: { 'Fn::GetAtt': ['Box', 'CodeInterpreterId'] },
    ARN: { 'Fn::GetAtt': ['Box', 'CodeInterpreterArn'] },
    MANAGED: 'aws.codeinterpreter.v1',
    REGION: { Ref: 'AWS::Region' },
    ACCOUNT: { Ref: 'AWS::AccountId' },
    TABLE: { Ref: 'Table' },
    LIST: ['a'],
  });
  const { Resources } = files['Box.template.json'] as { Resources: object };
  const [runtime] = await readRuntimes(folderWith({ ...files, 'Box.assets.json': {}, 'Box.template.json': { Resources: { ...Resources, Box: interpreter() } } }), IDENTITY);
  const id = runtime?.environment.ID ?? '';
  expect(id).toMatch(/^box-[a-z0-9]{10}$/);
  expect(runtime?.environment).toEqual({
    PLAIN: 'text',
    NUMBER: '5',
    ID: id,
    ARN: `arn:aws:bedrock-agentcore:eu-west-1:123456789012:code-interpreter-custom/${id}`,
    MANAGED: 'aws.codeinterpreter.v1',
    REGION: 'eu-west-1',
  });
  expect(runtime?.unknownVariables).toEqual(['ACCOUNT', 'TABLE', 'LIST']);
});

test('fails for an assembly without an agent', async () => {
  const folder = folderWith({ 'manifest.json': { version: '36.0.0' } });
  await expect(readRuntimes(folder, IDENTITY)).rejects.toThrow(`${folder}: no agent in it: none of its 0 stacks has an AWS::BedrockAgentCore::Runtime; synthesize the app that defines one`);
});

test('fails for an assembly within itself', async () => {
  const folder = folderWith({ 'manifest.json': { version: '36.0.0', artifacts: { again: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } } } });
  await expect(readRuntimes(folder, IDENTITY)).rejects.toThrow('more than 16 assemblies within each other; run `cdk synth` again');
});

describe('which agent', () => {
  const runtime = (name: string, constructPath?: string): Awaited<ReturnType<typeof readRuntimes>>[number] => ({
    name, logicalId: `${name}Id`, stack: 'Box', constructPath, artifact: { kind: 'elsewhere', what: '' }, environment: {}, unknownVariables: [],
  });
  const runtimes = [
    runtime('first', 'Box/Agents/One/Runtime/Resource'), runtime('second', 'Box/Agents/Two/Resource'), runtime('third', 'Other/Agents/Two/Runtime/Resource'), runtime('One'),
  ];

  test.each([
    ['first', 'first'], ['secondId', 'second'], ['Box/Agents/One', 'first'], ['Agents/One', 'first'], ['Box/Agents/Two', 'second'],
    ['Other/Agents/Two/Runtime/Resource', 'third'],
    // A whole name comes before the end of a path.
    ['One', 'One'],
  ])('%s is %s', (wanted, name) => {
    expect(chosenAgent(runtimes, wanted).name).toBe(name);
  });

  test('the only one need not be named', () => {
    expect(chosenAgent(runtimes.slice(0, 1)).name).toBe('first');
  });

  test('fails when there are several and none is named', () => {
    expect(() => chosenAgent(runtimes)).toThrow('the assembly has 4 agents; say with --agent which one to run:\n  Box/Agents/One (first)\n  Box/Agents/Two (second)\n'
      + '  Other/Agents/Two (third)\n  Box/OneId (One)');
  });

  test.each(['third\u001b[31m', 'gents/One', ''])('fails for %j, which none has', (wanted) => {
    expect(() => chosenAgent(runtimes, wanted)).toThrow(/^--agent .*: there is no such agent; there are:\n {2}Box\/Agents\/One \(first\)/);
    expect(() => chosenAgent(runtimes, wanted)).not.toThrow('\u001b');
  });

  test('fails for a name that fits two', () => {
    expect(() => chosenAgent(runtimes, 'Agents/Two')).toThrow('--agent Agents/Two fits 2 agents; give the whole construct path, or the name or logical id of one:\n'
      + '  Box/Agents/Two (second)\n  Other/Agents/Two (third)');
  });
});

describe('what is run is what a deploy would ship', () => {
  test('a folder of the assembly, and one of the assembly that it is a stage of', async () => {
    expect(await start(writtenAssembly({ 'agent.js': plainAgent() }))).toBe('started');
    const files = stackFiles({ CodeConfiguration: { Code: { S3: { Prefix: 'code.zip' } }, EntryPoint: ['agent.js'], Runtime: 'NODE_22' } });
    const stage = Object.fromEntries(Object.entries(files).map(([name, content]) => [`stage/${name}`, content]));
    expect(await start(folderWith({
      ...stage,
      'manifest.json': { version: '36.0.0', artifacts: { stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } } } },
      'stage/Box.assets.json': { files: { a: { source: { path: '../asset.code' }, destinations: { here: { objectKey: 'code.zip' } } } } },
      'asset.code/agent.js': plainAgent(),
    }))).toBe('started');
  });

  const outside = (): string => folderWith({ 'agent.js': plainAgent(), 'Dockerfile': 'FROM x\nCMD ["node", "agent.js"]' });

  test.each(['../outside', '/outside', 'asset.code/../../outside'])('fails for an asset at %s', async (way) => {
    const path = outside();
    const assembly = writtenAssembly({ 'agent.js': '' }, { path: way.replace(/(?:\.\.)?\/outside$/, way.startsWith('/') ? path : `../${path.split('/').at(-1)}`) });
    expect(await start(assembly)).toMatch(/^the code of agent: .* leads out of .*; have the CDK copy assets into the assembly, as it does by default, and run `cdk synth` again$/);
  });

  test('fails for a link that leads out', async () => {
    const assembly = writtenAssembly({ 'agent.js': '' }, { path: 'asset.link' });
    symlinkSync(outside(), join(assembly, 'asset.link'));
    expect(await start(assembly)).toContain('asset.link leads out of');
    const file = writtenAssembly({ 'other.js': '' });
    symlinkSync(join(outside(), 'agent.js'), join(file, 'asset.code/agent.js'));
    expect(await start(file)).toMatch(/^the entry point of agent: .* leads out of/);
  });

  test.each([[['../asset.other/agent.js']], [['/etc/passwd']]])('fails for the entry point %j', async (entryPoint) => {
    expect(await start(writtenAssembly({ 'agent.js': '', '../asset.other/agent.js': plainAgent() }, { entryPoint }))).toMatch(/leads out of|is no file of/);
  });

  test('fails for an image whose context or Dockerfile leads out', async () => {
    const path = outside();
    const files = { Dockerfile: 'FROM x\nCMD ["node", "agent.js"]' };
    expect(await start(writtenImageAssembly(files, { directory: path }))).toMatch(/^the image of agent: .* leads out of/);
    expect(await start(writtenImageAssembly(files, { dockerFile: `../../${path.split('/').at(-1)}/Dockerfile` }))).toMatch(/^the Dockerfile of agent: .* leads out of/);
    expect(await start(writtenImageAssembly(files, { dockerFile: 'none' }))).toMatch(/^the Dockerfile of agent: there is no .*; run `cdk synth` again$/);
  });

  test.each([
    [['none.js'], 'its entry point, ["none.js"], is no file of'],
    [[], 'its entry point, [], is no file of'],
    ['agent.js', 'its entry point, [], is no file of'],
  ])('fails for the entry point %j', async (entryPoint, message) => {
    expect(await start(writtenAssembly({ 'agent.js': '' }, { entryPoint }))).toContain(message);
  });

  test('fails for a runtime that is not known', async () => {
    expect(await start(writtenAssembly({ 'agent.js': '' }, { runtime: 'RUBY_4' }))).toBe(
      'agent: its runtime is RUBY_4, and only Python and Node.js are known here; say with --command what starts it');
  });

  test('fails for what is not in the assembly', async () => {
    const failures = await Promise.all([
      { CodeConfiguration: { Code: { S3: { Bucket: 'b', Prefix: 'mine.zip' } }, EntryPoint: ['a.js'], Runtime: 'NODE_22' } },
      { ContainerConfiguration: { ContainerUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/agent:v1' } },
      undefined,
    ].map((artifact) => start(folderWith({ ...stackFiles(artifact), 'Box.assets.json': {} }))));
    expect(failures[0]).toMatch(/^agent: its code is in a bucket, under mine\.zip, and not in .*; say with --command what starts it$/);
    expect(failures[1]).toMatch(/^agent: its image is in a registry, 123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/agent:v1, and not in /);
    expect(failures[2]).toMatch(/^agent: its template names neither code nor an image, and not in /);
  });
});
