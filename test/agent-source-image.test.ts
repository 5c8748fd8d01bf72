import * as fs from 'fs';
import * as path from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import * as bedrockagentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { NetworkMode, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { App, Aws, Stack } from 'aws-cdk-lib/core';
import { AgentSource } from '../src/agent-source';
import { annotationsOf, assetsOf, bind, filesIn, fixture, flat, rendered, stackWithOutput, statementsOf, temporaryDirectory } from './fixtures/agents/helpers';
import { messageOf, testStack } from './helpers';

const PULL = 'ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer';
const GRANT_PULL = 'ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer, ecr:BatchGetImage';
const TOKEN_STATEMENT = 'ecr:GetAuthorizationToken on *';

describe('fromDockerfile', () => {
  test('builds for arm64', () => {
    const stack = stackWithOutput();
    const agent = bind(stack, AgentSource.fromDockerfile(fixture('dockerfile')));
    const [[hash, { source }]] = Object.entries(assetsOf(stack).dockerImages);
    expect(source).toEqual({ directory: `asset.${hash}`, platform: 'linux/arm64' });
    expect(flat(rendered(agent).containerUri))
      .toBe(`111122223333.dkr.ecr.us-east-1.\${AWS::URLSuffix}/cdk-hnb659fds-container-assets-111122223333-us-east-1:${hash}`);
  });

  test('lets the role pull from the repository of the assets', () => {
    expect(statementsOf(bind(stackWithOutput(), AgentSource.fromDockerfile(fixture('dockerfile'))))).toEqual([
      `${GRANT_PULL} on arn:{AWS::Partition}:ecr:us-east-1:111122223333:repository/cdk-hnb659fds-container-assets-111122223333-us-east-1`,
      TOKEN_STATEMENT,
    ]);
  });

  test('passes every option on', () => {
    const directory = temporaryDirectory({ 'Agent.Dockerfile': 'FROM scratch AS slim' });
    const stack = stackWithOutput();
    bind(stack, AgentSource.fromDockerfile(directory, {
      file: 'Agent.Dockerfile',
      target: 'slim',
      buildArgs: { VERSION: '1' },
      buildContexts: { shared: '../shared' },
      buildSecrets: { pip: 'src=pip.conf' },
      buildSsh: 'default',
      networkMode: NetworkMode.HOST,
      cacheFrom: [{ type: 'gha' }],
      cacheTo: { type: 'gha' },
      cacheDisabled: true,
      exclude: ['*.md'],
      extraHash: 'base image of May',
    }));
    const [{ source }] = Object.values(assetsOf(stack).dockerImages);
    expect(source).toEqual({
      directory: expect.stringMatching(/^asset\.[0-9a-f]{64}$/),
      dockerFile: 'Agent.Dockerfile',
      dockerBuildTarget: 'slim',
      dockerBuildArgs: { VERSION: '1' },
      dockerBuildContexts: { shared: '../shared' },
      dockerBuildSecrets: { pip: 'src=pip.conf' },
      dockerBuildSsh: 'default',
      networkMode: 'host',
      cacheFrom: [{ type: 'gha' }],
      cacheTo: { type: 'gha' },
      cacheDisabled: true,
      platform: 'linux/arm64',
    });
  });

  test('builds for arm64 even when an untyped caller asks for another platform', () => {
    const stack = stackWithOutput();
    bind(stack, AgentSource.fromDockerfile(fixture('dockerfile'), { platform: Platform.LINUX_AMD64 } as object));
    const [{ source }] = Object.values(assetsOf(stack).dockerImages);
    expect(source.platform).toBe('linux/arm64');
  });

  test('extraHash makes another image', () => {
    const hashOf = (extraHash?: string) => {
      const stack = stackWithOutput();
      bind(stack, AgentSource.fromDockerfile(fixture('dockerfile'), { extraHash }));
      return Object.keys(assetsOf(stack).dockerImages)[0];
    };
    expect(hashOf()).toBe(hashOf());
    expect(hashOf('a')).not.toBe(hashOf('b'));
  });

  test.each(['cdk.out', 'build/assembly'])('never copies the output into itself: %s', (outdir) => {
    const directory = temporaryDirectory({ 'Dockerfile': 'FROM scratch', 'keep.txt': '' });
    const stack = new Stack(new App({ outdir: path.join(directory, outdir) }), 'Stack');
    bind(stack, AgentSource.fromDockerfile(directory));
    const [{ source }] = Object.values(assetsOf(stack).dockerImages);
    const staged = path.join(directory, outdir, source.directory as string);
    expect(fs.existsSync(path.join(staged, 'keep.txt'))).toBe(true);
    expect(fs.existsSync(path.join(staged, outdir))).toBe(false);
  });

  test('leaves out an output that another run has left', () => {
    const stack = stackWithOutput();
    bind(stack, AgentSource.fromDockerfile(temporaryDirectory({ 'Dockerfile': 'FROM scratch', 'cdk.out/tree.json': '{}' })));
    const [{ source }] = Object.values(assetsOf(stack).dockerImages);
    expect(filesIn(path.join((stack.node.root as App).outdir, source.directory as string))).toEqual(['Dockerfile']);
  });

  test('fails without a Dockerfile', () => {
    expect(messageOf(() => bind(testStack(), AgentSource.fromDockerfile(fixture('python'))))).toBe(
      `DockerfileNotFound: found no Dockerfile in ${fixture('python')}; add it, or name another file of that directory with the option file`
      + ' [at Stack/Agent]');
    expect(messageOf(() => bind(testStack(), AgentSource.fromDockerfile(fixture('dockerfile'), { file: 'Other' }))))
      .toContain(`found no Other in ${fixture('dockerfile')}`);
  });
});

describe('fromEcrRepository', () => {
  const repositoryUri = '{AWS::URLSuffix}';

  test.each([
    [undefined, ':latest'],
    ['v1', ':v1'],
    [`sha256:${'a'.repeat(64)}`, `@sha256:${'a'.repeat(64)}`],
  ])('takes a tag or a digest: %s', (tagOrDigest, end) => {
    const stack = testStack();
    const agent = bind(stack, AgentSource.fromEcrRepository(new ecr.Repository(stack, 'Images'), { tagOrDigest }));
    const uri = flat(rendered(agent).containerUri);
    expect(uri).toContain(repositoryUri);
    expect(uri.endsWith(end)).toBe(true);
    expect(statementsOf(agent)).toEqual([`${GRANT_PULL} on {Images2D38C313.Arn}`, TOKEN_STATEMENT]);
  });

  test('takes a repository of another account', () => {
    const stack = testStack();
    const repository = ecr.Repository.fromRepositoryArn(stack, 'Images', 'arn:aws:ecr:eu-west-1:444455556666:repository/team/agent');
    const agent = bind(stack, AgentSource.fromEcrRepository(repository, { tagOrDigest: 'v1' }));
    expect(flat(rendered(agent).containerUri)).toBe('444455556666.dkr.ecr.eu-west-1.{AWS::URLSuffix}/team/agent:v1');
    expect(statementsOf(agent)).toEqual([`${GRANT_PULL} on arn:aws:ecr:eu-west-1:444455556666:repository/team/agent`, TOKEN_STATEMENT]);
  });
});

describe('fromImageUri', () => {
  test.each([
    ['444455556666.dkr.ecr.eu-west-1.amazonaws.com/agent:v1', 'eu-west-1', 'agent'],
    ['444455556666.dkr.ecr.eu-west-1.amazonaws.com/team/my.agent_1:v1', 'eu-west-1', 'team/my.agent_1'],
    [`444455556666.dkr.ecr.eu-west-1.amazonaws.com/agent@sha256:${'a'.repeat(64)}`, 'eu-west-1', 'agent'],
    [`444455556666.dkr.ecr.eu-west-1.amazonaws.com/agent:v1@sha256:${'a'.repeat(64)}`, 'eu-west-1', 'agent'],
    ['444455556666.dkr.ecr.eu-west-1.amazonaws.com/agent', 'eu-west-1', 'agent'],
    ['444455556666.dkr.ecr.us-gov-west-1.amazonaws.com/agent:v1', 'us-gov-west-1', 'agent'],
    ['444455556666.dkr.ecr.cn-northwest-1.amazonaws.com.cn/agent:v1', 'cn-northwest-1', 'agent'],
    ['444455556666.dkr.ecr.us-iso-east-1.c2s.ic.gov/agent:v1', 'us-iso-east-1', 'agent'],
    ['444455556666.dkr.ecr.us-isob-east-1.sc2s.sgov.gov/agent:v1', 'us-isob-east-1', 'agent'],
    ['444455556666.dkr.ecr.eusc-de-east-1.amazonaws.eu/agent:v1', 'eusc-de-east-1', 'agent'],
  ])('lets the role pull from exactly that repository: %s', (uri, region, repository) => {
    const stack = testStack();
    const agent = bind(stack, AgentSource.fromImageUri(uri));
    new bedrockagentcore.Runtime(agent.scope, 'Runtime', {
      runtimeName: 'agent', agentRuntimeArtifact: agent.artifact, executionRole: agent.role,
    });
    expect(statementsOf(agent).filter((statement) => statement.startsWith('ecr:'))).toEqual([
      `${PULL} on arn:{AWS::Partition}:ecr:${region}:444455556666:repository/${repository}`, TOKEN_STATEMENT,
    ]);
    expect(annotationsOf(agent.scope)).toEqual([]);
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeArtifact: { ContainerConfiguration: { ContainerUri: uri } },
    });
  });

  test('takes a public image, which takes no rights', () => {
    const stack = testStack();
    const agent = bind(stack, AgentSource.fromImageUri('public.ecr.aws/agents/example:v1'));
    new bedrockagentcore.Runtime(agent.scope, 'Runtime', {
      runtimeName: 'agent', agentRuntimeArtifact: agent.artifact, executionRole: agent.role,
    });
    expect(rendered(agent)).toEqual({ containerUri: 'public.ecr.aws/agents/example:v1' });
    expect(statementsOf(agent).filter((statement) => statement.startsWith('ecr'))).toEqual([]);
    expect(annotationsOf(agent.scope)).toEqual([]);
  });

  test('lets the role pull where only account, region or tag is a token', () => {
    const stack = new Stack(new App(), 'Stack');
    const agent = bind(stack, AgentSource.fromImageUri(
      `${Aws.ACCOUNT_ID}.dkr.ecr.${Aws.REGION}.${Aws.URL_SUFFIX}/team/agent:${Aws.STACK_NAME}`));
    expect(statementsOf(agent)).toEqual([
      `${PULL} on arn:{AWS::Partition}:ecr:{AWS::Region}:{AWS::AccountId}:repository/team/agent`, TOKEN_STATEMENT,
    ]);
    expect(annotationsOf(agent.scope)).toEqual([]);
    expect(flat(rendered(agent).containerUri)).toBe('{AWS::AccountId}.dkr.ecr.{AWS::Region}.{AWS::URLSuffix}/team/agent:{AWS::StackName}');
  });

  test('warns where a token hides the repository', () => {
    const stack = testStack();
    const agent = bind(stack, AgentSource.fromImageUri(Aws.STACK_NAME));
    expect(statementsOf(agent)).toEqual([]);
    expect(annotationsOf(agent.scope)).toEqual([
      'the image URI of this agent is known at deployment only, so its role was given no right to pull the image'
      + `; grant ${PULL} on the repository and ecr:GetAuthorizationToken on *, or use AgentSource.fromEcrRepository`
      + ' [ack: cdk-agentcore-code-interpreter:imagePullNotGranted]',
    ]);
    expect(rendered(agent)).toEqual({ containerUri: { Ref: 'AWS::StackName' } });
  });

  test.each([
    '', 'agent', 'agent:v1', 'docker.io/library/agent:v1', '44445555666.dkr.ecr.eu-west-1.amazonaws.com/agent:v1',
    '444455556666.dkr.ecr.eu-west-1.amazonaws.com/Agent:v1', '444455556666.dkr.ecr.eu-west-1.amazonaws.com/',
    '444455556666.dkr.ecr.eu-west-1.amazonaws.com.evil.example/agent:v1', 'https://444455556666.dkr.ecr.eu-west-1.amazonaws.com/agent:v1',
  ])('fails with what is no image in ECR: %j', (uri) => {
    expect(messageOf(() => bind(testStack(), AgentSource.fromImageUri(uri)))).toBe(
      'InvalidImageUri: imageUri must be an image in ECR, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:v1, '
      + `got: ${JSON.stringify(uri)}; push the image to ECR and use its URI there [at Stack/Agent]`);
  });
});
