import { read } from './validation-helpers';
import { notesOf } from '../../src/config/notes';
import { problemText } from '../../src/config/problem';

/** `id line:column path: message`, with `!` where something is not built. */
function notesIn(text: string, given: { memories?: string[]; gateways?: string[] } = {}): string[] {
  return notesOf(read(text), { memories: [], gateways: [], ...given })
    .map((note) => `${note.id}${note.unbuilt ? '!' : ''} ${problemText(note).replace(/^serverless\.yml:/, '').replace(/\n {2}/, ': ').replace(/ {2}/, ' ')}`);
}

const MEMORY = 'define Memory of aws-cdk-lib/aws-bedrockagentcore and pass it: memories:';
const GATEWAY = 'define Gateway of aws-cdk-lib/aws-bedrockagentcore and pass it: gateways:';

test('there are none where all is built', () => {
  expect(notesIn([
    'service: x', 'frameworkVersion: "4"', 'org: o', 'useDotenv: true', 'provider: { name: aws, stage: dev, runtime: python3.12 }', 'custom: { a: 1 }',
    'x-common: { a: 1 }', '.common: { a: 1 }', 'params: { dev: { a: 1 } }', 'resources: { Resources: {} }', 'package: { individually: true }',
    'agents: { bot: { models: [a.b], authorizer: AWS_IAM }, codeInterpreters: { x: {} }, browsers: { y: {} } }',
  ].join('\n'))).toEqual([]);
});

describe('the top level', () => {
  const agents = '\nagents: {}';

  test.each([
    ['functions: { hello: {}, bye: {} }', 'functionsNotBuilt! 1:1 functions: functions are not built here (hello, bye); define them with Function of aws-cdk-lib/aws-lambda,'
      + ' and pass those that this file refers to by their logical id: constructs: { <Name>LambdaFunction: fn }'],
    ['functions: [{ a: {} }, b]', 'functionsNotBuilt! 1:1 functions: functions are not built here (…, b); define them with Function of aws-cdk-lib/aws-lambda,'
      + ' and pass those that this file refers to by their logical id: constructs: { <Name>LambdaFunction: fn }'],
    ['layers: { lib: { path: x } }', 'layersNotBuilt! 1:1 layers: layers are not built here (lib); define them with LayerVersion of aws-cdk-lib/aws-lambda'],
    ['plugins: [a, b]', 'pluginsNotRun! 1:1 plugins: plugins of the framework do not run here (a, b); define in code what they add'],
    ['plugins: x', 'pluginsNotRun! 1:1 plugins: plugins of the framework do not run here (…); define in code what they add'],
    ['stepFunctions: { a: b }', 'keyNotRead! 1:1 stepFunctions: "stepFunctions" is not read here; define in code what it stands for, or remove it'],
    ['agent: { a: b }', 'keyNotRead! 1:1 agent: "agent" is not read here; did you mean "agents"?'],
    ['provider: { region: eu-west-1 }', "regionNotRead 1:13 provider.region: the region is that of the stack; give it to the stack: env: { region: 'eu-west-1' }"],
    ['provider: { stackName: $& }', "stackNameNotRead 1:13 provider.stackName: the stack has the name that it has in code; give it there: stackName: '$&'"],
    ['provider: { tags: { a: b } }', 'providerTagsNotRead! 1:13 provider.tags: tags of all resources are not read here; add them in code: Tags.of(stack).add(key, value)'],
    ['provider: { stackTags: { a: b } }', 'stackTagsNotRead! 1:13 provider.stackTags: tags of the stack are not read here; give them to the stack in code: tags: { … }'],
    ['provider: { iam: { role: x } }', 'providerIamNotRead 1:13 provider.iam: iam is for functions, which are not built here; an agent has its own: role: { statements: […] }'],
    ['provider: { vpc: { subnetIds: [a] } }', 'providerVpcNotRead 1:13 provider.vpc: vpc is for functions, which are not built here; an agent has its own: network: { mode: VPC, … }'],
    ['provider: { environment: { A: b } }', 'providerEnvironmentNotRead 1:13 provider.environment: environment is for functions, which are not built here; an agent has its own:'
      + ' environment: { … }'],
    ['provider: { deploymentBucket: b }', 'deploymentBucketNotUsed 1:13 provider.deploymentBucket: CDK deploys through the bucket of its bootstrap stack, and not through this one'],
    ['provider: { notificationArns: [a] }', 'notificationArnsNotRead! 1:13 provider.notificationArns: topics for stack events are not read here; give them to the stack in code:'
      + ' notificationArns'],
    ['package: { exclude: [a] }', 'packageNotRead 1:12 package.exclude: exclude is for functions, which are not built here; an agent has its own: package: { patterns: […] }'],
    ['resources: { extensions: { A: {} } }', 'extensionsNotRead! 1:14 resources.extensions: changes to resources that the framework generates are not read here (A); change the constructs in code'],
    ['resources: [{ Resources: {} }, { extensions: { A: {} } }]', 'extensionsNotRead! 1:34 resources[1].extensions: changes to resources that the framework generates are not read here (A);'
      + ' change the constructs in code'],
  ])('%s', (text, note) => expect(notesIn(`${text}${agents}`)).toEqual([note]));

  test.each([['functions: {}'], ['plugins: []'], ['layers:'], ['provider: { tags: {}, region: !Ref AWS::Region, iam: }'], ['resources: { extensions: {} }'], ['package: { patterns: [] }']])(
    'nothing is said about %s', (text) => expect(notesIn(`${text}${agents}`)).toEqual([]));

  test('nothing is said about what is not known', () => {
    const at = { file: 'f', line: 1, column: 1 };
    const given = { memories: [], gateways: [] };
    expect(notesOf({ kind: 'unknown', at }, given)).toEqual([]);
    expect(notesOf({ kind: 'map', at, entries: [{ key: 'functions', keyAt: at, value: { kind: 'unknown', at } }] }, given)).toEqual([]);
  });
});

describe('memory, gateways and tools', () => {
  test.each([['agents', ''], ['ai', 'agents: {}, ']])('of %s, one each', (block, more) => {
    expect(notesIn(`${block}: { ${more}memory: { a-b: {}, c: {} }, gateways: { g: {} }, tools: { t: {} } }`).map((note) => note.replace(/ \d+:\d+/, ''))).toEqual([
      `memoryNotBuilt! ${block}.memory.a-b: memory is not built here; ${MEMORY} { 'a-b': memory }`,
      `memoryNotBuilt! ${block}.memory.c: memory is not built here; ${MEMORY} { c: memory }`,
      `gatewayNotBuilt! ${block}.gateways.g: gateways are not built here; ${GATEWAY} { g: gateway }`,
      `toolNotBuilt! ${block}.tools.t: tools of gateways are not built here; add a target to the Gateway of aws-cdk-lib/aws-bedrockagentcore, as with gateway.addLambdaTarget()`,
    ]);
  });

  test('none for what is given, nor for the tools of given gateways', () => {
    const text = 'agents: { memory: { a: {} }, gateways: { g: {} }, tools: { t: {} } }';
    expect(notesIn(text, { memories: ['a'], gateways: ['g'] })).toEqual([]);
    expect(notesIn(text, { memories: ['a'], gateways: ['other'] }).map((note) => note.split(' ')[0])).toEqual(['gatewayNotBuilt!', 'toolNotBuilt!']);
  });
});

describe('agents', () => {
  const agent = (lines: string, given = {}): string[] => notesIn(`agents: { x: { models: [], ${lines} } }`, given);

  test('with a memory or gateway that is not given', () => {
    expect(agent('memory: m, gateway: g')).toEqual([
      `agentWithoutMemory! 1:28 agents.x.memory: the agent gets no memory; ${MEMORY} { m: memory }`,
      `agentWithoutGateway! 1:39 agents.x.gateway: the agent gets no gateway; ${GATEWAY} { g: gateway }`,
    ]);
    expect(agent('memory: m, gateway: g', { memories: ['m'], gateways: ['g'] })).toEqual([]);
  });

  test('with a memory of its own', () => {
    expect(agent('memory: { expiration: 3 }')).toEqual([
      'agentWithoutMemory! 1:28 agents.x.memory: memory is not built here; define Memory of aws-cdk-lib/aws-bedrockagentcore, give it a name here, memory: <name>,'
      + ' and pass it: memories: { <name>: memory }',
    ]);
  });

  test('with a repository', () => {
    expect(agent('artifact: { image: { repository: r } }')).toEqual([
      'repositoryNotUsed 1:49 agents.x.artifact.image.repository: CDK pushes images to the repository of its bootstrap stack, and not to this one;'
      + ' to use an image in a repository of yours write image: <its URI>',
    ]);
  });

  test.each([['none'], ['{ type: NONE }']])('with the authorizer %s', (authorizer) => {
    expect(agent(`authorizer: ${authorizer}`)).toEqual([
      'authorizerNone 1:28 agents.x.authorizer: IAM still decides who may invoke the agent, as the service has no agents that are open to all;'
      + ' let callers in by grantInvoke(), or write CUSTOM_JWT for callers with a token',
    ]);
  });

  test('that name no models, unless their role is given', () => {
    expect(notesIn('agents: { x: {}, y: { role: { name: r } }, z: { role: MyRole }, w: { role: !GetAtt A.Arn } }')).toEqual([
      'modelsNotNamed 1:11 agents.x: the agent may call every model on Amazon Bedrock, as with the framework, because the file does not say which;'
      + ' write models: [<id of a model or inference profile>, …]',
      'modelsNotNamed 1:18 agents.y: the agent may call every model on Amazon Bedrock, as with the framework, because the file does not say which;'
      + ' write models: [<id of a model or inference profile>, …]',
    ]);
  });
});
