import * as path from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Aws, Stack } from 'aws-cdk-lib/core';
import { AgentSource } from '../src/agent-source';
import { assetsOf, bind, bundleOf, filesIn, fixture, flat, rendered, stackWithOutput, statementsOf, temporaryDirectory } from './fixtures/agents/helpers';
import { messageOf, testStack } from './helpers';

const { AgentCoreRuntime } = bedrockagentcore;
const NOT_PACKED = [
  '.git/config', '.venv/bin/python', 'venv/bin/python', '__pycache__/agent.pyc', 'lib/__pycache__/a.pyc', 'node_modules/ms/index.js',
  'cdk.out/tree.json', '.env', '.env.local', '.npmrc',
];

describe('code without dependencies', () => {
  test('is packed as it is, with no tool', () => {
    const stack = stackWithOutput();
    const agent = bind(stack, AgentSource.fromPython(fixture('python')));
    const [[hash, { source }]] = Object.entries(assetsOf(stack).files).filter(([, file]) => file.source.packaging === 'zip');
    expect(source.path).toBe(`asset.${hash}`);
    expect(rendered(agent)).toEqual({
      code: { s3: { bucket: expect.anything(), prefix: `${hash}.zip` } },
      runtime: 'PYTHON_3_13',
      entryPoint: ['agent.py'],
    });
    expect(flat(rendered(agent).code.s3.bucket)).toBe('cdk-hnb659fds-assets-111122223333-us-east-1');
    expect(filesIn(bundleOf(stack))).toEqual(['agent.py']);
  });

  test('lets the role read that object, and nothing else', () => {
    const stack = stackWithOutput();
    const agent = bind(stack, AgentSource.fromNode(fixture('node')));
    const { prefix } = rendered(agent).code.s3;
    expect(statementsOf(agent)).toEqual([
      `s3:GetObject on arn:{AWS::Partition}:s3:::cdk-hnb659fds-assets-111122223333-us-east-1/${prefix}`,
    ]);
  });

  test('leaves out what is not code', () => {
    const files = ['agent.py', 'lib/tool.py', '.envrc', ...NOT_PACKED];
    const stack = stackWithOutput();
    bind(stack, AgentSource.fromPython(temporaryDirectory(Object.fromEntries(files.map((file) => [file, '']))), {}));
    expect(filesIn(bundleOf(stack))).toEqual(['.envrc', 'agent.py', 'lib/tool.py']);
  });

  test('takes more patterns, some of them bringing things back', () => {
    const files = ['agent.py', 'README.md', 'docs/a.md', 'docs/b.txt', '.env', 'tests/agent.py'];
    const stack = stackWithOutput();
    bind(stack, AgentSource.fromPython(temporaryDirectory(Object.fromEntries(files.map((file) => [file, '']))), {
      exclude: ['*.md', '/tests', '!.env'],
    }));
    expect(filesIn(bundleOf(stack))).toEqual(['.env', 'agent.py', 'docs/b.txt']);
  });

  test('never copies the output into itself', () => {
    const directory = temporaryDirectory({ 'agent.py': '' });
    const stack = new Stack(new App({ outdir: path.join(directory, 'build/assembly') }), 'Stack');
    bind(stack, AgentSource.fromPython(directory));
    expect(filesIn(bundleOf(stack))).toEqual(['agent.py']);
  });

  test('has a hash of what is packed, whatever else is there', () => {
    const hashOf = (files: { [name: string]: string }) => {
      const stack = stackWithOutput();
      return rendered(bind(stack, AgentSource.fromPython(temporaryDirectory(files)))).code.s3.prefix;
    };
    const plain = hashOf({ 'agent.py': 'a' });
    expect(hashOf({ 'agent.py': 'a', ...Object.fromEntries(NOT_PACKED.map((file) => [file, ''])) })).toBe(plain);
    expect(hashOf({ 'agent.py': 'b' })).not.toBe(plain);
  });
});

describe('the entry point', () => {
  test.each([
    ['lib/bot.py', 'lib/bot.py'],
    ['./lib/../lib/bot.py', 'lib/bot.py'],
    [path.join(fixture('python'), 'agent.py'), 'agent.py'],
  ])('is relative to the directory: %s', (entryPoint, expected) => {
    const directory = path.isAbsolute(entryPoint) ? fixture('python') : temporaryDirectory({ 'lib/bot.py': '', 'agent.py': '' });
    expect(rendered(bind(stackWithOutput(), AgentSource.fromPython(directory, { entryPoint })))).toMatchObject({ entryPoint: [expected] });
  });

  test('may be the app that defines it when it is named', () => {
    const directory = temporaryDirectory({ 'cdk.json': '{"app": "python app.py"}', 'app.py': '' });
    expect(rendered(bind(stackWithOutput(), AgentSource.fromPython(directory, { entryPoint: 'app.py' })))).toMatchObject({ entryPoint: ['app.py'] });
  });

  test('may have 128 characters', () => {
    const name = (length: number) => `${'a'.repeat(length - 3)}.py`;
    const directory = temporaryDirectory({ [name(128)]: '', [name(129)]: '' });
    const source = (length: number) => AgentSource.fromPython(directory, { entryPoint: name(length) });
    expect(rendered(bind(stackWithOutput(), source(128)))).toMatchObject({ entryPoint: [name(128)] });
    expect(messageOf(() => bind(stackWithOutput(), source(129)))).toMatch(
      /^InvalidEntryPoint: entryPoint must have 1 to 128 characters, got 129: "a+….+; use a shorter path \[at Stack\/Agent\]$/);
  });

  test.each([
    ['gone.py', 'add that file, or name one that is there'],
    ['lib.py', 'add that file, or name one that is there'],
    ['../agent.py', 'use the directory that holds the file'],
    ['/agent.py', 'use the directory that holds the file'],
  ])('fails when it is no file of the directory: %s', (entryPoint, advice) => {
    const directory = temporaryDirectory({ 'agent.py': '', 'lib.py/agent.py': '' });
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromPython(directory, { entryPoint })))).toBe(
      `InvalidEntryPoint: entryPoint must be a file in ${directory}, got: "${entryPoint}"; ${advice} [at Stack/Agent]`);
  });

  test.each([
    ['fromPython', AgentSource.fromPython, 'agent.js', 'Python agent must be a .py file', 'name another file'],
    ['fromPython', AgentSource.fromPython, '', 'Python agent must be a .py file', 'name another file'],
    ['fromNode', AgentSource.fromNode, 'agent.py', 'Node.js agent must be a .js file', 'name another file'],
    ['fromNode', AgentSource.fromNode, 'agent.ts', 'Node.js agent must be a .js file', 'compile it to JavaScript first, or use AgentSource.fromDockerfile'],
    ['fromNode', AgentSource.fromNode, 'agent.mjs', 'Node.js agent must be a .js file', 'rename it, and set "type": "module" in package.json'],
  ])('fails when the language does not run it: %s', (_name, from, entryPoint, rule, advice) => {
    expect(messageOf(() => bind(stackWithOutput(), from(fixture('both'), { entryPoint })))).toBe(
      `InvalidEntryPoint: entryPoint of a ${rule}, got: "${entryPoint}"; ${advice} [at Stack/Agent]`);
  });

  test.each(['agent.py', '*.py', 'ag*'])('fails when it is left out by %s', (pattern) => {
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromPython(fixture('python'), { exclude: [pattern] })))).toBe(
      'InvalidEntryPoint: entryPoint must be a file that is packed, got: "agent.py", which is left out'
      + '; bring it back with a pattern in exclude that begins with ! [at Stack/Agent]');
  });

  test('fails when there is none', () => {
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromPython(fixture('node'))))).toBe(
      `AgentCodeNotFound: found no Python code to run in ${fixture('node')}, looked for: agent.py, main.py, app.py`
      + '; add one of them, or name a file with entryPoint [at Stack/Agent]');
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromNode(fixture('python'))))).toBe(
      `AgentCodeNotFound: found no Node.js code to run in ${fixture('python')}, looked for: "main" of package.json, agent.js, index.js, `
      + 'main.js, server.js, app.js; add one of them, or name a file with entryPoint [at Stack/Agent]');
  });
});

describe('the runtime', () => {
  test.each([
    ['Python', AgentSource.fromPython, AgentCoreRuntime.PYTHON_3_10], ['Python', AgentSource.fromPython, AgentCoreRuntime.PYTHON_3_14],
    ['Python', AgentSource.fromPython, AgentCoreRuntime.of('PYTHON_3_15')],
    ['Node.js', AgentSource.fromNode, AgentCoreRuntime.NODE_22], ['Node.js', AgentSource.fromNode, AgentCoreRuntime.of('NODE_24')],
  ])('of %s may be any of that language', (_language, from, runtime) => {
    expect(rendered(bind(stackWithOutput(), from(fixture('both'), { runtime })))).toMatchObject({ runtime: runtime.value });
  });

  test.each([
    ['Python', AgentSource.fromPython, AgentCoreRuntime.NODE_22, 'PYTHON_3_13'],
    ['Node.js', AgentSource.fromNode, AgentCoreRuntime.PYTHON_3_13, 'NODE_22'],
  ])('fails when it is not for %s', (language, from, runtime, preset) => {
    expect(messageOf(() => bind(stackWithOutput(), from(fixture('both'), { runtime })))).toBe(
      `InvalidAgentRuntime: runtime of a ${language} agent must be one for ${language}, got: "${runtime.value}"`
      + `; leave it out to have ${preset} [at Stack/Agent]`);
  });
});

describe('instrumented', () => {
  const PACKAGE = 'node_modules/@aws/aws-distro-opentelemetry-node-autoinstrumentation';

  test('starts code that brings the package along with opentelemetry-instrument', () => {
    const python = temporaryDirectory({ 'agent.py': '', 'bin/opentelemetry-instrument': '' });
    const node = temporaryDirectory({ 'agent.js': '', [`${PACKAGE}/package.json`]: '{}' });
    const sources = [
      AgentSource.fromPython(python, { instrumented: true }),
      AgentSource.fromNode(node, { instrumented: true, exclude: ['!node_modules'] }),
    ];
    expect(sources.map((source) => rendered(bind(stackWithOutput(), source)).entryPoint)).toEqual([
      ['opentelemetry-instrument', 'agent.py'], ['opentelemetry-instrument', 'agent.js'],
    ]);
  });

  test('fails without the package', () => {
    const bound = (source: AgentSource) => () => bind(stackWithOutput(), source);
    expect(messageOf(bound(AgentSource.fromPython(fixture('python'), { instrumented: true })))).toBe(
      `AgentInstrumentationNotFound: instrumented needs bin/opentelemetry-instrument in the bundle of ${fixture('python')}, and there is none`
      + '; add aws-opentelemetry-distro in requirements.txt, or leave instrumented out [at Stack/Agent]');
    expect(messageOf(bound(AgentSource.fromNode(fixture('node'), { instrumented: true })))).toBe(
      `AgentInstrumentationNotFound: instrumented needs ${PACKAGE} in the bundle of ${fixture('node')}, and there is none`
      + '; add @aws/aws-distro-opentelemetry-node-autoinstrumentation in the dependencies of package.json, or leave instrumented out'
      + ' [at Stack/Agent]');
  });

  test('is taken on trust in stacks that are not bundled', () => {
    const stack = stackWithOutput({ 'aws:cdk:bundling-stacks': [] });
    expect(rendered(bind(stack, AgentSource.fromPython(fixture('python'), { instrumented: true }))))
      .toMatchObject({ entryPoint: ['opentelemetry-instrument', 'agent.py'] });
  });
});

describe('fromS3', () => {
  const options = { runtime: AgentCoreRuntime.PYTHON_3_12, entryPoint: 'main.py' };

  test('lets the role read that object, and nothing else', () => {
    const stack = testStack();
    const agent = bind(stack, AgentSource.fromS3(new s3.Bucket(stack, 'Bucket'), 'agents/one.zip', options));
    expect(rendered(agent)).toEqual({
      code: { s3: { bucket: { Ref: 'Bucket83908E77' }, prefix: 'agents/one.zip' } }, runtime: 'PYTHON_3_12', entryPoint: ['main.py'],
    });
    expect(statementsOf(agent)).toEqual(['s3:GetObject on {Bucket83908E77.Arn}/agents/one.zip']);
  });

  test('reads a version where one is given', () => {
    const stack = testStack();
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'agents-111122223333');
    const agent = bind(stack, AgentSource.fromS3(bucket, 'one.zip', { ...options, objectVersion: 'L4kqtJlcpXroDTDmpUMLUo', instrumented: true }));
    expect(rendered(agent)).toEqual({
      code: { s3: { bucket: 'agents-111122223333', prefix: 'one.zip', versionId: 'L4kqtJlcpXroDTDmpUMLUo' } },
      runtime: 'PYTHON_3_12',
      entryPoint: ['opentelemetry-instrument', 'main.py'],
    });
    expect(statementsOf(agent)).toEqual(['s3:GetObject, s3:GetObjectVersion on arn:{AWS::Partition}:s3:::agents-111122223333/one.zip']);
  });

  test('decrypts with the key of the bucket', () => {
    const stack = testStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key') });
    expect(statementsOf(bind(stack, AgentSource.fromS3(bucket, 'one.zip', options)))).toEqual([
      's3:GetObject on {Bucket83908E77.Arn}/one.zip', 'kms:Decrypt on {Key961B73FD.Arn}',
    ]);
  });

  test('takes tokens', () => {
    const stack = testStack();
    const source = AgentSource.fromS3(new s3.Bucket(stack, 'Bucket'), Aws.STACK_NAME, { ...options, entryPoint: Aws.STACK_ID });
    const agent = bind(stack, source);
    expect(rendered(agent)).toMatchObject({ code: { s3: { prefix: { Ref: 'AWS::StackName' } } }, entryPoint: [{ Ref: 'AWS::StackId' }] });
    expect(statementsOf(agent)).toEqual(['s3:GetObject on {Bucket83908E77.Arn}/{AWS::StackName}']);
  });

  test('reaches the template through a Runtime of AWS', () => {
    const stack = testStack();
    const { scope, role, artifact } = bind(stack, AgentSource.fromS3(new s3.Bucket(stack, 'Bucket'), 'one.zip', { ...options, objectVersion: 'L4kqtJlcpXroDTDmpUMLUo' }));
    new bedrockagentcore.Runtime(scope, 'Runtime', { runtimeName: 'agent', agentRuntimeArtifact: artifact, executionRole: role });
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeArtifact: {
        CodeConfiguration: {
          Code: { S3: { Bucket: { Ref: 'Bucket83908E77' }, Prefix: 'one.zip', VersionId: 'L4kqtJlcpXroDTDmpUMLUo' } },
          EntryPoint: ['main.py'],
          Runtime: 'PYTHON_3_12',
        },
      },
    });
  });

  test('fails without a key, and with an entry point that the service refuses', () => {
    const bound = (key: string, entryPoint: string) => () => {
      const stack = testStack();
      bind(stack, AgentSource.fromS3(new s3.Bucket(stack, 'Bucket'), key, { ...options, entryPoint }));
    };
    expect(messageOf(bound('', 'main.py'))).toBe(
      'InvalidObjectKey: objectKey must name the archive in the bucket, got: ""; give the key of a .zip file [at Stack/Agent]');
    expect(messageOf(bound('one.zip', ''))).toBe(
      'InvalidEntryPoint: entryPoint must have 1 to 128 characters, got 0: ""; name the file to run [at Stack/Agent]');
    expect(messageOf(bound('one.zip', `${'a'.repeat(126)}.py`))).toContain('entryPoint must have 1 to 128 characters, got 129');
  });
});
