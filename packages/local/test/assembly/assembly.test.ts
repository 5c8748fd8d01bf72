import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agent, assemblyWith, folderWith, interpreter } from './written-assembly.js';
import { readAssembly } from '../../src/assembly/assembly.js';
import { localId, validName } from '../../src/assembly/local-id.js';

describe('versions and shapes', () => {
  test.each(['2.0.0', '36.0.0', '53.0.0', '999.0.0'])('schema version %s', async (version) => {
    expect((await readAssembly(assemblyWith({ A: interpreter() }, {}, version))).interpreters).toHaveLength(1);
  });

  test('artifacts and resources of other kinds are passed over', async () => {
    const folder = folderWith({
      'manifest.json': {
        version: '1.0.0',
        artifacts: {
          Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
          Odd: null,
          Box: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Box.template.json', stackName: 'box' } },
        },
      },
      'Box.template.json': { Resources: { A: interpreter(), B: { Type: 'AWS::S3::Bucket' }, C: null, D: 'text' } },
    });
    expect((await readAssembly(folder)).interpreters.map(({ logicalId }) => logicalId)).toEqual(['A']);
  });
});

describe('what is served when it is not literal', () => {
  test('description, tags and role keep their intrinsics as text', async () => {
    const { interpreters, notes } = await readAssembly(assemblyWith({
      A: interpreter({ Description: { Ref: 'AWS::StackName' }, Tags: { a: { Ref: 'P' }, b: 'x' }, ExecutionRoleArn: 'arn:aws:iam::123456789012:role/r' }),
    }));
    expect(interpreters[0]).toMatchObject({
      description: '{"Ref":"AWS::StackName"}', tags: { a: '{"Ref":"P"}', b: 'x' }, executionRoleArn: 'arn:aws:iam::123456789012:role/r',
    });
    expect(notes).toEqual([]);
  });

  test('name and network mode are replaced, and that is said', async () => {
    const { interpreters, notes } = await readAssembly(assemblyWith({
      A: interpreter({ Name: { Ref: 'P' }, NetworkConfiguration: { NetworkMode: { Ref: 'M' } } }),
      B: interpreter({ Name: 'no-dashes' }),
      C: { Type: 'AWS::BedrockAgentCore::CodeInterpreterCustom' },
    }));
    expect(interpreters.map(({ name, networkMode }) => [name, networkMode])).toEqual([['A', 'SANDBOX'], ['no_dashes', 'SANDBOX'], ['C', 'SANDBOX']]);
    expect(notes).toEqual([
      expect.stringContaining('Box/A: its name is known only when it is deployed ({"Ref":"P"})'),
      expect.stringContaining('Box/A: its network mode is {"Ref":"M"}'),
      expect.stringContaining('Box/B: the service would refuse its name, no-dashes'),
      expect.stringContaining('Box/C: its name is known only when it is deployed (none)'),
      expect.stringContaining('Box/C: its network mode is not given'),
    ]);
  });
});

describe('ids', () => {
  test('of the same resource are the same, of another stack or resource another', () => {
    expect(localId('box', 'Stack', 'A')).toBe(localId('box', 'Stack', 'A'));
    const ids = new Set([localId('box', 'Stack', 'A'), localId('box', 'Stack', 'B'), localId('box', 'Other', 'A')]);
    expect(ids.size).toBe(3);
  });

  test.each([
    ['box', 'box'], ['b'.repeat(48), 'b'.repeat(48)], ['b'.repeat(49), 'b'.repeat(48)], ['1_box', 'box'], ['a.b-c', 'a_b_c'], ['', 'interpreter'], ['日本', 'interpreter'],
  ])('name %j becomes %j', (text, name) => {
    expect(validName(text)).toBe(name);
  });
});

describe('agents', () => {
  const attribute = (name: string) => ({ 'Fn::GetAtt': ['A', name] });

  test('refer by Ref, by GetAtt in both forms, and to the ARN', async () => {
    const { interpreters, agents } = await readAssembly(assemblyWith({
      A: interpreter(),
      X: agent({ ONE: { Ref: 'A' }, TWO: attribute('CodeInterpreterId'), THREE: { 'Fn::GetAtt': 'A.CodeInterpreterId' }, FOUR: attribute('CodeInterpreterArn'), OTHER: 'x' }),
    }));
    const id = { kind: 'id', interpreterId: interpreters[0]?.id };
    expect(agents).toEqual([{ name: 'agent', stack: 'Box', variables: { ONE: id, TWO: id, THREE: id, FOUR: { ...id, kind: 'arn' } } }]);
  });

  test('refer to an output of another stack', async () => {
    const { agents, interpreters } = await readAssembly(assemblyWith(
      { A: interpreter(), X: agent({ ID: { 'Fn::GetStackOutput': { StackName: 'Box', OutputName: 'Id' } } }) },
      { Id: { Value: attribute('CodeInterpreterId') } },
    ));
    expect(agents[0]?.variables.ID?.interpreterId).toBe(interpreters[0]?.id);
  });

  test('without an interpreter are not listed; references that lead nowhere or round are not followed', async () => {
    const around = { 'Fn::ImportValue': 'round' };
    const { agents } = await readAssembly(assemblyWith(
      { A: interpreter(), X: agent({ A: { Ref: 'Gone' }, B: { 'Fn::GetAtt': ['Gone', 'Id'] }, C: around, D: { 'Fn::ImportValue': 'unknown' }, E: { 'Fn::GetAtt': 7 }, F: {} }) },
      { Round: { Value: around, Export: { Name: 'round' } } },
    ));
    expect(agents).toEqual([]);
  });
});

describe('what cannot be read', () => {
  const failure = (folder: string) => readAssembly(folder).then(() => 'read', (error: Error) => error.message);

  test('no folder', async () => {
    expect(await failure('/nowhere/cdk.out')).toMatch(/^\/nowhere\/cdk\.out: no such folder; run `cdk synth`/);
  });

  test('no assembly', async () => {
    const empty = folderWith({});
    expect(await failure(empty)).toBe(`${empty}: not a cloud assembly: it has no manifest.json; give the folder that \`cdk synth\` writes, usually cdk.out`);
    expect(await failure(folderWith({ 'manifest.json': '[]' }))).toContain('manifest.json: not the manifest of a cloud assembly');
  });

  test('broken JSON, with the line', async () => {
    const folder = assemblyWith({});
    const broken = folderWith({ 'manifest.json': '{\n  "version": "1.0.0",\n  "artifacts": }\n' });
    expect(await failure(broken)).toMatch(new RegExp(`^${join(broken, 'manifest.json')}:3:16: not JSON: `));
    expect(await failure(folderWith({ 'manifest.json': '{\n' }))).toMatch(/manifest\.json:\d:\d+: not JSON/);
    expect(await failure(folder)).toContain('no code interpreter in it: none of its 1 stacks');
  });

  test('a template that is missing, or is none', async () => {
    const artifacts = { Box: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Box.template.json' } } };
    expect(await failure(folderWith({ 'manifest.json': { version: '1', artifacts } }))).toMatch(/Box\.template\.json: no such file/);
    expect(await failure(folderWith({ 'manifest.json': { version: '1', artifacts }, 'Box.template.json': '7' }))).toMatch(/not a CloudFormation template/);
  });

  test('what contains itself', async () => {
    const artifacts = { Self: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } };
    expect(await failure(folderWith({ 'manifest.json': { version: '1', artifacts } }))).toMatch(/more than 16 assemblies/);
    const self = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'Box.template.json' } };
    expect(await failure(assemblyWith({ Self: self }))).toMatch(/more than 16 stacks within each other/);
  });
});
