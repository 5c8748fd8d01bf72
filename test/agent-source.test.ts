import * as path from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Aspects, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { AgentSource } from '../src/agent-source';
import { assetsOf, bind, fixture, rendered, stackWithOutput, statementsOf, temporaryDirectory } from './fixtures/agents/helpers';
import { messageOf, testStack } from './helpers';

const { AgentCoreRuntime, AgentRuntimeArtifact } = bedrockagentcore;

describe('a directory', () => {
  test('with a Dockerfile is an image, whatever else is in it', () => {
    const agent = bind(stackWithOutput(), AgentSource.fromDirectory(fixture('dockerfile')));
    expect(rendered(agent)).toEqual({ containerUri: expect.anything() });
  });

  test.each([
    ['agent.py', ['agent.py', 'main.py', 'app.py', 'agent.js.txt']],
    ['main.py', ['main.py', 'app.py']],
    ['app.py', ['app.py', 'other.py']],
  ])('runs %s where %j are there', (entryPoint, files) => {
    const directory = temporaryDirectory(Object.fromEntries(files.map((file) => [file, ''])));
    expect(rendered(bind(stackWithOutput(), AgentSource.fromDirectory(directory))))
      .toMatchObject({ runtime: 'PYTHON_3_13', entryPoint: [entryPoint] });
  });

  test.each([
    ['agent.js', ['agent.js', 'index.js', 'agent.ts', 'agent.mjs']],
    ['index.js', ['index.js', 'main.js']],
    ['main.js', ['main.js', 'server.js']],
    ['server.js', ['server.js', 'app.js']],
    ['app.js', ['app.js', 'package.json']],
  ])('runs %s where %j are there', (entryPoint, files) => {
    const directory = temporaryDirectory(Object.fromEntries(files.map((file) => [file, '{}'])));
    expect(rendered(bind(stackWithOutput(), AgentSource.fromDirectory(directory))))
      .toMatchObject({ runtime: 'NODE_22', entryPoint: [entryPoint] });
  });

  test.each([
    ['./src/bot.js', 'src/bot.js'],
    ['src/bot', 'src/bot.js'],
    ['lib', 'lib/index.js'],
    ['gone.js', 'agent.js'],
    [7, 'agent.js'],
  ])('runs the main of package.json if there is such a file: %j', (main, entryPoint) => {
    const directory = temporaryDirectory({
      'package.json': JSON.stringify({ main }), 'src/bot.js': '', 'lib/index.js': '', 'agent.js': '',
    });
    expect(rendered(bind(stackWithOutput(), AgentSource.fromDirectory(directory)))).toMatchObject({ entryPoint: [entryPoint] });
  });

  test('may be relative to the working directory', () => {
    const relative = path.relative(process.cwd(), fixture('python'));
    expect(rendered(bind(stackWithOutput(), AgentSource.fromDirectory(relative)))).toMatchObject({ entryPoint: ['agent.py'] });
  });

  test.each([
    ['python3 ./app.py', 'app.py', 'main.js'],
    ['node app.js', 'app.js', 'agent.py'],
  ])('never runs the app that defines it: %s', (app, appFile, entryPoint) => {
    const directory = temporaryDirectory({ 'cdk.json': JSON.stringify({ app }), [appFile]: '', [entryPoint]: '' });
    expect(rendered(bind(stackWithOutput(), AgentSource.fromDirectory(directory)))).toMatchObject({ entryPoint: [entryPoint] });
  });

  test('runs app.py where cdk.json has no app', () => {
    const directory = temporaryDirectory({ 'cdk.json': '{}', 'app.py': '' });
    expect(rendered(bind(stackWithOutput(), AgentSource.fromDirectory(directory)))).toMatchObject({ entryPoint: ['app.py'] });
  });

  test('fails with both languages and no Dockerfile', () => {
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromDirectory(fixture('both'))))).toBe(
      `AmbiguousAgentSource: found agent.py (Python) and index.js (Node.js) in ${fixture('both')}, and no Dockerfile`
      + '; choose with AgentSource.fromPython or AgentSource.fromNode [at Stack/Agent]');
  });

  test('fails with nothing to run', () => {
    const directory = temporaryDirectory({ 'README.md': '' });
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromDirectory(directory)))).toBe(
      `AgentSourceNotFound: found nothing to run in ${directory}, looked for: Dockerfile, agent.py, main.py, app.py, `
      + '"main" of package.json, agent.js, index.js, main.js, server.js, app.js; add one of them, or name a file with entryPoint'
      + ' of AgentSource.fromPython or AgentSource.fromNode [at Stack/Agent]');
  });

  test.each([
    ['agent.ts', 'compile it to JavaScript first, or use AgentSource.fromDockerfile'],
    ['index.mjs', 'rename it, and set "type": "module" in package.json'],
    ['app.cjs', 'rename it, and set "type": "commonjs" in package.json'],
  ])('fails with a file that the service does not run: %s', (file, advice) => {
    const directory = temporaryDirectory({ [file]: '' });
    for (const source of [AgentSource.fromDirectory(directory), AgentSource.fromNode(directory)]) {
      expect(messageOf(() => bind(stackWithOutput(), source))).toBe(
        `InvalidEntryPoint: entryPoint of a Node.js agent must be a .js file, got: "${file}"; ${advice} [at Stack/Agent]`);
    }
  });

  test('fails when package.json names TypeScript', () => {
    const directory = temporaryDirectory({ 'package.json': '{"main": "src/bot.ts"}', 'src/bot.ts': '' });
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromDirectory(directory)))).toContain('got: "src/bot.ts"; compile it');
  });

  test('fails when package.json is no JSON', () => {
    const directory = temporaryDirectory({ 'package.json': 'main: agent.js' });
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromDirectory(directory))))
      .toMatch(/^InvalidPackageJson: .*package\.json must be JSON, got: "main: agent\.js" \(.+\); correct it \[at Stack\/Agent\]$/);
  });

  test.each([
    ['fromDirectory', AgentSource.fromDirectory], ['fromDockerfile', AgentSource.fromDockerfile],
    ['fromPython', AgentSource.fromPython], ['fromNode', AgentSource.fromNode],
  ])('fails when it is not there, or a file: %s', (_name, from) => {
    const directory = temporaryDirectory({ 'agent.py': '' });
    expect(messageOf(() => bind(testStack(), from(`${directory}/gone`)))).toBe(`AgentDirectoryNotFound: found no directory ${directory}/gone`
      + `; create it, or name another one (the working directory is ${process.cwd()}) [at Stack/Agent]`);
    expect(messageOf(() => bind(testStack(), from(`${directory}/agent.py`)))).toBe('AgentDirectoryNotFound: the directory of an agent'
      + ` must be a directory, and ${directory}/agent.py is a file; use the directory that holds it [at Stack/Agent]`);
  });

  test('passes exclude on to images and to code', () => {
    const image = bind(stackWithOutput(), AgentSource.fromDirectory(fixture('dockerfile'), { exclude: ['agent.py'] }));
    const whole = bind(stackWithOutput(), AgentSource.fromDirectory(fixture('dockerfile')));
    const [without, complete] = [image, whole].map(({ scope }) => Object.keys(assetsOf(Stack.of(scope)).dockerImages));
    expect(without).not.toEqual(complete);
    expect(messageOf(() => bind(stackWithOutput(), AgentSource.fromDirectory(fixture('python'), { exclude: ['*.py'] }))))
      .toContain('entryPoint must be a file that is packed, got: "agent.py"');
  });
});

describe('one source in two agents', () => {
  const repositoryIn = (stack: Stack) => new ecr.Repository(stack, 'Repository');
  const sources: [string, (stack: Stack) => AgentSource][] = [
    ['fromDockerfile', () => AgentSource.fromDockerfile(fixture('dockerfile'))],
    ['fromPython', () => AgentSource.fromPython(fixture('python'))],
    ['fromNode', () => AgentSource.fromNode(fixture('node'))],
    ['fromEcrRepository', (stack) => AgentSource.fromEcrRepository(repositoryIn(stack))],
    ['fromImageUri', () => AgentSource.fromImageUri('111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:v1')],
    ['fromS3', (stack) => AgentSource.fromS3(new s3.Bucket(stack, 'Bucket'), 'agent.zip',
      { runtime: AgentCoreRuntime.PYTHON_3_13, entryPoint: 'agent.py' })],
    ['AWS fromAsset', () => AgentSource.fromArtifact(AgentRuntimeArtifact.fromAsset(
      fixture('dockerfile'), { platform: Platform.LINUX_ARM64 }))],
    ['AWS fromEcrRepository', (stack) => AgentSource.fromArtifact(AgentRuntimeArtifact.fromEcrRepository(repositoryIn(stack), 'v1'))],
    ['AWS fromCodeAsset', () => AgentSource.fromArtifact(AgentRuntimeArtifact.fromCodeAsset(
      { path: fixture('python'), runtime: AgentCoreRuntime.PYTHON_3_13, entrypoint: ['agent.py'] }))],
    ['AWS fromS3', () => AgentSource.fromArtifact(AgentRuntimeArtifact.fromS3(
      { bucketName: 'agents-111122223333', objectKey: 'agent.zip' }, AgentCoreRuntime.PYTHON_3_13, ['agent.py']))],
  ];

  test.each(sources)('gives both roles their rights, before anything is rendered: %s', (_name, sourceIn) => {
    const stack = stackWithOutput();
    const source = sourceIn(stack);
    const [first, second] = [bind(stack, source, 'First'), bind(stack, source, 'Second')];
    expect(statementsOf(first)).not.toEqual([]);
    expect(statementsOf(second)).toEqual(statementsOf(first));
    expect(rendered(second)).toEqual(rendered(first));
  });

  test.each(sources)('works through two runtimes of AWS, which add no rights: %s', (_name, sourceIn) => {
    const stack = stackWithOutput();
    const source = sourceIn(stack);
    const agents = ['First', 'Second'].map((id) => bind(stack, source, id));
    agents.forEach(({ scope, role, artifact }, index) => new bedrockagentcore.Runtime(scope, 'Runtime', {
      runtimeName: `agent${index}`, agentRuntimeArtifact: artifact, executionRole: role,
    }));
    const ofSource = (statement: string) => /^(ecr|s3|kms):/.test(statement);
    const [first, second] = agents.map((agent) => statementsOf(agent).filter(ofSource));
    const reference = stackWithOutput();
    expect(first).toEqual(statementsOf(bind(reference, sourceIn(reference), 'First')));
    expect(second).toEqual(first);

    const runtimes = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Runtime'));
    expect(runtimes.map(({ Properties }) => Properties.AgentRuntimeArtifact)).toEqual(Array(2).fill(asTemplate(rendered(agents[0]))));
  });

  test('publishes one image and one archive', () => {
    const stack = stackWithOutput();
    const [image, code] = [AgentSource.fromDirectory(fixture('dockerfile')), AgentSource.fromDirectory(fixture('python'))];
    ['First', 'Second'].forEach((id) => { bind(stack, image, `${id}Image`); bind(stack, code, `${id}Code`); });
    const { files, dockerImages } = assetsOf(stack);
    expect(Object.keys(dockerImages)).toHaveLength(1);
    expect(Object.values(files).filter(({ source }) => source.packaging === 'zip')).toHaveLength(1);
  });

  /** As `Runtime` puts it into the template. */
  function asTemplate(artifact: any): unknown {
    if (artifact.containerUri) { return { ContainerConfiguration: { ContainerUri: artifact.containerUri } }; }
    const { code: { s3: { bucket, prefix } }, runtime, entryPoint } = artifact;
    return { CodeConfiguration: { Code: { S3: { Bucket: bucket, Prefix: prefix } }, Runtime: runtime, EntryPoint: entryPoint } };
  }
});

test('assets and statements are there when Aspects run', () => {
  const stack = stackWithOutput();
  const { scope, role, artifact } = bind(stack, AgentSource.fromPython(fixture('python')));
  new bedrockagentcore.Runtime(scope, 'Runtime', { runtimeName: 'agent', agentRuntimeArtifact: artifact, executionRole: role });
  const seen: string[] = [];
  Aspects.of(stack).add({
    visit: (node) => {
      seen.push(node.node.path);
      if (node.node.path === 'Stack/Agent/Role/DefaultPolicy') {
        seen.push(JSON.stringify(stack.resolve((node as iam.Policy).document)));
      }
    },
  });
  Template.fromStack(stack);
  expect(seen).toContain('Stack/Agent/Code/Stage');
  expect(seen.some((text) => text.includes('"s3:GetObject"'))).toBe(true);
});

describe('an artifact of AWS', () => {
  test('builds its image in the scope of each agent', () => {
    const source = AgentSource.fromArtifact(AgentRuntimeArtifact.fromAsset(fixture('dockerfile'), { platform: Platform.LINUX_ARM64 }));
    const [first, second] = [bind(stackWithOutput(), source), bind(stackWithOutput(), source)];
    for (const { scope } of [first, second]) {
      expect(Object.values(assetsOf(Stack.of(scope)).dockerImages)).toEqual([
        expect.objectContaining({ source: expect.objectContaining({ platform: 'linux/arm64' }) }),
      ]);
    }
  });

  test('that a Runtime has bound before still grants', () => {
    const stack = stackWithOutput();
    const artifact = AgentRuntimeArtifact.fromEcrRepository(new ecr.Repository(stack, 'Repository'), 'v1');
    const runtime = new bedrockagentcore.Runtime(stack, 'Runtime', { runtimeName: 'other', agentRuntimeArtifact: artifact });
    artifact.bind(stack, runtime);
    expect(statementsOf(bind(stack, AgentSource.fromArtifact(artifact)))).toEqual([
      'ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer, ecr:BatchGetImage on {Repository22E53BBD.Arn}',
      'ecr:GetAuthorizationToken on *',
    ]);
  });

  test('that a Runtime has bound before is published for the agent as well', () => {
    const artifact = AgentRuntimeArtifact.fromAsset(fixture('dockerfile'), { platform: Platform.LINUX_ARM64 });
    const other = stackWithOutput();
    artifact.bind(other, new bedrockagentcore.Runtime(other, 'Runtime', { runtimeName: 'other', agentRuntimeArtifact: artifact }));
    const stack = stackWithOutput();
    bind(stack, AgentSource.fromArtifact(artifact));
    expect(Object.keys(assetsOf(stack).dockerImages)).toHaveLength(1);
  });

  test('may be a class of your own, with private state', () => {
    class OwnArtifact extends AgentRuntimeArtifact {
      public readonly scopes: string[] = [];
      readonly #uri = '111122223333.dkr.ecr.us-east-1.amazonaws.com/own:v1';

      public bind(scope: Construct, runtime: bedrockagentcore.Runtime): void {
        this.scopes.push(scope.node.path);
        runtime.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], resources: ['*'] }));
      }

      public _render(): any {
        return { containerUri: this.#uri };
      }
    }
    const artifact = new OwnArtifact();
    const stack = testStack();
    const agents = ['First', 'Second'].map((id) => bind(stack, AgentSource.fromArtifact(artifact), id));
    expect(artifact.scopes).toEqual(['Stack/First', 'Stack/Second']);
    expect(agents.map(rendered)).toEqual(Array(2).fill({ containerUri: '111122223333.dkr.ecr.us-east-1.amazonaws.com/own:v1' }));
    expect(agents.map(statementsOf)).toEqual(Array(2).fill(['ecr:BatchGetImage on *']));
  });

  test('with code reads the whole bucket, as documented', () => {
    const artifact = AgentRuntimeArtifact.fromCodeAsset({ path: fixture('python'), runtime: AgentCoreRuntime.PYTHON_3_13, entrypoint: ['agent.py'] });
    const [statement] = statementsOf(bind(stackWithOutput(), AgentSource.fromArtifact(artifact)));
    expect(statement).toMatch(/^s3:GetObject\*, s3:GetBucket\*, s3:List\* on .*assets-111122223333-us-east-1, .*assets-111122223333-us-east-1\/\*$/);
  });
});
