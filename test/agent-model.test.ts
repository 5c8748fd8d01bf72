import { Match, Template } from 'aws-cdk-lib/assertions';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib/core';
import { ACCOUNT, messageOf, REGION, testStack } from './helpers';
import { RequestContext } from './iam/conditions';
import { DeployedRole } from './iam/deployed-role';
import { DeployedTemplate, DeploymentOptions } from './iam/template-policies';
import { AgentModel } from '../src/agent-model';

const SONNET = 'anthropic.claude-sonnet-4-20250514-v1:0';
const HAIKU = 'anthropic.claude-3-haiku-20240307-v1:0';
const INVOKE = 'bedrock:InvokeModel';
const STREAM = 'bedrock:InvokeModelWithResponseStream';
const APPLICATION_PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/a1b2c3d4e5f6`;

function grant(model: AgentModel, stack = testStack(), id = 'Agent'): Stack {
  model._grantInvoke(new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com') }), stack);
  return stack;
}

/** The role that may call `model`, deployed in `region`. */
function agent(model: AgentModel, region = REGION, options: Partial<DeploymentOptions> = {}): DeployedRole {
  return deployed(grant(model, stackIn(region)), { region, ...options });
}

function deployed(stack: Stack, options: Partial<DeploymentOptions> = {}): DeployedRole {
  const account = new DeployedTemplate(Template.fromStack(stack).toJSON(), { account: ACCOUNT, region: REGION, ...options });
  return account.role(account.roles()[0]);
}

function stackIn(region: string): Stack {
  return new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region } });
}

function modelArn(region: string, modelId = SONNET): string {
  return `arn:aws:bedrock:${region}::foundation-model/${modelId}`;
}

function profileArn(profileId: string, region = REGION): string {
  return `arn:aws:bedrock:${region}:${ACCOUNT}:inference-profile/${profileId}`;
}

function through(arn: string): RequestContext {
  return { 'bedrock:InferenceProfileArn': arn };
}

/** The regions in which the role may call the model behind a profile. */
function regionsOf(role: DeployedRole): string[] {
  return role.allowances().map(({ action, resource }) => ({ action, parts: resource.split(':') }))
    .filter(({ action, parts }) => action === INVOKE && parts[5].startsWith('foundation-model/')).map(({ parts }) => parts[3]);
}

describe('a foundation model', () => {
  const role = agent(AgentModel.foundationModel(SONNET));

  test('may be invoked, with and without streaming', () => {
    expect(role.may(INVOKE, modelArn(REGION))).toBe(true);
    expect(role.may(STREAM, modelArn(REGION))).toBe(true);
  });

  test('in its region and under its id only, and nothing else', () => {
    expect(role.may(INVOKE, modelArn('us-west-2'))).toBe(false);
    expect(role.may(INVOKE, modelArn(REGION, HAIKU))).toBe(false);
    expect(role.may(INVOKE, profileArn(`us.${SONNET}`))).toBe(false);
    expect(role.may('bedrock:GetFoundationModel', modelArn(REGION))).toBe(false);
    expect(role.allowances().map(({ action }) => action)).toEqual([INVOKE, STREAM]);
    expect(role.problems()).toEqual([]);
  });

  test('may be in another region', () => {
    const elsewhere = agent(AgentModel.foundationModel(SONNET, { region: 'us-west-2' }));
    expect(elsewhere.may(INVOKE, modelArn('us-west-2'))).toBe(true);
    expect(elsewhere.may(INVOKE, modelArn(REGION))).toBe(false);
  });

  test.each([
    'amazon.nova-pro-v1:0', 'anthropic.claude-sonnet-4-6', 'openai.gpt-5.6-terra', bedrock.FoundationModelIdentifier.AMAZON_NOVA_LITE_V1_0.modelId,
  ])('takes the id %s', modelId => {
    expect(agent(AgentModel.foundationModel(modelId)).may(INVOKE, modelArn(REGION, modelId))).toBe(true);
  });

  test('takes a token', () => {
    const stack = testStack();
    const parameter = new CfnParameter(stack, 'ModelId');
    grant(AgentModel.foundationModel(parameter.valueAsString), stack);
    expect(deployed(stack, { parameters: { ModelId: HAIKU } }).may(INVOKE, modelArn(REGION, HAIKU))).toBe(true);
  });

  test.each(['*', 'anthropic.*', 'anthropic.claude-?', 'claude', '', modelArn(REGION), 'anthropic.claude sonnet'])(
    'fails on what is no model id: %j', modelId => {
      expect(messageOf(() => AgentModel.foundationModel(modelId))).toBe(
        'InvalidModelId: modelId must be a provider, a dot and a name, as in "anthropic.claude-3-5-sonnet-20241022-v2:0", '
        + `got: ${JSON.stringify(modelId)}; for an ARN use AgentModel.fromBedrockModel`);
    });

  test.each(['us', 'us-gov', 'global', 'eu'])('fails on the id of an inference profile: %s', geography => {
    expect(messageOf(() => AgentModel.foundationModel(`${geography}.${SONNET}`))).toBe(
      `InvalidModelId: modelId must be the id of a foundation model, got the id of an inference profile: "${geography}.${SONNET}"`
      + '; use AgentModel.inferenceProfile for it');
  });
});

describe('a system-defined inference profile', () => {
  const profile = profileArn(`us.${SONNET}`);
  const role = agent(AgentModel.inferenceProfile(`us.${SONNET}`));

  test('may be invoked, with and without streaming', () => {
    expect(role.may(INVOKE, profile)).toBe(true);
    expect(role.may(STREAM, profile)).toBe(true);
  });

  test('lets its model be invoked through it, wherever it routes to', () => {
    for (const region of ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2']) {
      expect(role.may(INVOKE, modelArn(region), through(profile))).toBe(true);
      expect(role.may(STREAM, modelArn(region), through(profile))).toBe(true);
    }
  });

  test('lets its model be invoked in no other way, and no other model', () => {
    expect(role.may(INVOKE, modelArn(REGION))).toBe(false);
    expect(role.may(INVOKE, modelArn(REGION), through(profileArn(`us.${HAIKU}`)))).toBe(false);
    expect(role.may(INVOKE, modelArn(REGION), through(profileArn(`us.${SONNET}`, 'us-west-2')))).toBe(false);
    expect(role.may(INVOKE, modelArn('eu-central-1'), through(profile))).toBe(false);
    expect(role.may(INVOKE, modelArn(REGION, HAIKU), through(profile))).toBe(false);
    expect(role.may(INVOKE, profileArn(`global.${SONNET}`))).toBe(false);
    expect(role.may(INVOKE, profileArn(`us.${SONNET}`, 'us-west-2'))).toBe(false);
    expect(role.may('bedrock:GetInferenceProfile', profile)).toBe(false);
  });

  test('is granted without wildcards', () => {
    expect(role.allowances().filter(({ action, resource }) => /[*?]/.test(action + resource))).toEqual([]);
    expect(role.problems()).toEqual([]);
  });

  test.each([
    ['apac', 'ap-southeast-2', ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2',
      'ap-southeast-3', 'ap-southeast-4']],
    ['au', 'ap-southeast-4', ['ap-southeast-2', 'ap-southeast-4']],
    ['ca', 'ca-west-1', ['ca-central-1', 'ca-west-1']],
    ['eu', 'eu-north-1', ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3']],
    ['in', 'ap-south-1', ['ap-south-1', 'ap-south-2']],
    ['jp', 'ap-northeast-1', ['ap-northeast-1', 'ap-northeast-3']],
    ['us', 'us-east-2', ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2']],
    ['us-gov', 'us-gov-west-1', ['us-gov-east-1', 'us-gov-west-1']],
    ['global', 'sa-east-1', ['', 'sa-east-1']],
  ])('of geography %s routes to its regions', (geography, region, expected) => {
    expect(regionsOf(agent(AgentModel.inferenceProfile(`${geography}.${SONNET}`), region)).sort()).toEqual(expected);
  });

  test.each([['us', 'ca-central-1'], ['eu', 'il-central-1'], ['apac', 'me-central-1']])('of geography %s routes to the region that calls it, %s', (geography, region) => {
    const id = `${geography}.${SONNET}`;
    expect(agent(AgentModel.inferenceProfile(id), region).may(INVOKE, modelArn(region), through(profileArn(id, region)))).toBe(true);
  });

  test('that is global routes everywhere, which has an ARN of its own', () => {
    const id = `global.${SONNET}`;
    const world = agent(AgentModel.inferenceProfile(id));
    const everywhere = { ...through(profileArn(id)), 'aws:RequestedRegion': 'unspecified' };

    expect(world.may(INVOKE, profileArn(id))).toBe(true);
    expect(world.may(INVOKE, modelArn(REGION), through(profileArn(id)))).toBe(true);
    expect(world.may(STREAM, modelArn(''), everywhere)).toBe(true);
    expect(world.may(INVOKE, modelArn(''), { ...everywhere, 'aws:RequestedRegion': REGION })).toBe(false);
    expect(world.may(INVOKE, modelArn(''), { 'aws:RequestedRegion': 'unspecified' })).toBe(false);
    expect(world.may(INVOKE, modelArn('us-west-2'), through(profileArn(id)))).toBe(false);
    expect(world.problems()).toEqual([]);
  });

  test('may be called in another region', () => {
    const elsewhere = agent(AgentModel.inferenceProfile(`eu.${SONNET}`, { region: 'eu-west-2' }));
    const there = profileArn(`eu.${SONNET}`, 'eu-west-2');
    expect(elsewhere.may(INVOKE, there)).toBe(true);
    expect(elsewhere.may(INVOKE, modelArn('eu-west-2'), through(there))).toBe(true);
    expect(elsewhere.may(INVOKE, modelArn(REGION), through(there))).toBe(false);
  });

  test('of a new geography takes its regions from the user', () => {
    const id = `mx.${SONNET}`;
    const role2 = agent(AgentModel.inferenceProfile(id, { destinationRegions: ['mx-central-1', REGION] }));
    expect(regionsOf(role2).sort()).toEqual(['mx-central-1', 'us-east-1']);
    expect(role2.may(INVOKE, modelArn('mx-central-1'), through(profileArn(id)))).toBe(true);
  });

  test('of a known geography takes its regions from the user', () => {
    const options = { destinationRegions: ['us-west-2'] };
    expect(regionsOf(agent(AgentModel.inferenceProfile(`us.${SONNET}`, options))).sort()).toEqual(['us-east-1', 'us-west-2']);
  });

  test('works without a known environment, in every partition', () => {
    const model = AgentModel.inferenceProfile(`us-gov.${SONNET}`);
    const role3 = deployed(grant(model, new Stack(new App(), 'Stack')), { region: 'us-gov-west-1', partition: 'aws-us-gov' });
    const gov = `arn:aws-us-gov:bedrock:us-gov-west-1:${ACCOUNT}:inference-profile/us-gov.${SONNET}`;
    expect(role3.may(INVOKE, gov)).toBe(true);
    expect(role3.may(INVOKE, `arn:aws-us-gov:bedrock:us-gov-east-1::foundation-model/${SONNET}`, through(gov))).toBe(true);
    expect(role3.may(INVOKE, `arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${SONNET}`, through(gov))).toBe(true);
    expect(role3.may(INVOKE, `arn:aws:bedrock:us-gov-west-1::foundation-model/${SONNET}`, through(gov))).toBe(false);
  });

  test('takes a token for the model', () => {
    const stack = testStack();
    grant(AgentModel.inferenceProfile(`us.${new CfnParameter(stack, 'ModelId').valueAsString}`), stack);
    const role4 = deployed(stack, { parameters: { ModelId: HAIKU } });
    expect(role4.may(INVOKE, modelArn('us-west-2', HAIKU), through(profileArn(`us.${HAIKU}`)))).toBe(true);
  });

  test('takes tokens for the regions', () => {
    const stack = testStack();
    const parameter = new CfnParameter(stack, 'Elsewhere');
    grant(AgentModel.inferenceProfile(`us.${SONNET}`, { destinationRegions: [parameter.valueAsString] }), stack);
    expect(regionsOf(deployed(stack, { parameters: { Elsewhere: 'us-west-2' } })).sort()).toEqual(['us-east-1', 'us-west-2']);
  });

  test('fails on a geography that is not known', () => {
    expect(messageOf(() => AgentModel.inferenceProfile(`mx.${SONNET}`))).toBe(
      'UnknownInferenceProfileGeography: inferenceProfileId must start with one of apac, au, ca, eu, global, in, jp, us, us-gov '
      + `for its regions to be known, got: "mx.${SONNET}"; name them in destinationRegions, `
      + 'or use AgentModel.foundationModel if this is the id of a model');
    expect(messageOf(() => AgentModel.inferenceProfile(`constructor.${SONNET}`))).toMatch(/^UnknownInferenceProfileGeography: /);
  });

  test.each([
    SONNET, 'us.*', 'us.anthropic.*', 'us', '', profile, Token.asString(Fn.importValue('ProfileId')),
  ])('fails on what is no profile id: %j', id => {
    expect(messageOf(() => AgentModel.inferenceProfile(id))).toBe(
      'InvalidInferenceProfileId: inferenceProfileId must be a geography, known before deployment, a dot and a model id, '
      + 'as in "us.anthropic.claude-sonnet-4-20250514-v1:0", '
      + `got: ${JSON.stringify(id)}; for a model id use AgentModel.foundationModel, for the ARN of a profile of yours `
      + 'AgentModel.applicationInferenceProfile');
  });

  test.each([[['*'], '"*"'], [['us-east-1', 'us-*'], '"us-*"'], [[], '[]'], [['Virginia'], '"Virginia"']])(
    'fails on destination regions %j', (destinationRegions, got) => {
      expect(messageOf(() => AgentModel.inferenceProfile(`us.${SONNET}`, { destinationRegions }))).toBe(
        `InvalidRegion: destinationRegions must hold names of regions such as "us-east-1", got: ${got}; leave it out for the default`);
    });

  test('fails on a list of regions that is not known before deployment', () => {
    const destinationRegions = Fn.split(',', Fn.importValue('Regions'));
    expect(messageOf(() => AgentModel.inferenceProfile(`us.${SONNET}`, { destinationRegions }))).toMatch(/^InvalidRegion: destinationRegions must/);
  });

  test('fails on a wildcard for the region', () => {
    const message = 'InvalidRegion: region must hold names of regions such as "us-east-1", got: "*"; leave it out for the default';
    expect(messageOf(() => AgentModel.inferenceProfile(`us.${SONNET}`, { region: '*' }))).toBe(message);
    expect(messageOf(() => AgentModel.foundationModel(SONNET, { region: '*' }))).toBe(message);
  });
});

describe('an application inference profile', () => {
  test('lets the models behind it be invoked through it, and itself be read', () => {
    const role = agent(AgentModel.applicationInferenceProfile(APPLICATION_PROFILE, { copiedFrom: AgentModel.inferenceProfile(`us.${SONNET}`) }));
    expect(role.may(INVOKE, APPLICATION_PROFILE)).toBe(true);
    expect(role.may(STREAM, APPLICATION_PROFILE)).toBe(true);
    expect(role.may('bedrock:GetInferenceProfile', APPLICATION_PROFILE)).toBe(true);
    expect(role.may(INVOKE, modelArn('us-west-2'), through(APPLICATION_PROFILE))).toBe(true);

    expect(role.may(INVOKE, modelArn('us-west-2'))).toBe(false);
    expect(role.may(INVOKE, modelArn('us-west-2'), through(profileArn(`us.${SONNET}`)))).toBe(false);
    expect(role.may(INVOKE, profileArn(`us.${SONNET}`))).toBe(false);
    expect(role.may('bedrock:DeleteInferenceProfile', APPLICATION_PROFILE)).toBe(false);
    expect(role.problems()).toEqual([]);
  });

  test('of a foundation model stays in the region of its ARN', () => {
    const role = agent(AgentModel.applicationInferenceProfile(APPLICATION_PROFILE, { copiedFrom: AgentModel.foundationModel(SONNET) }), 'us-west-2');
    expect(regionsOf(role)).toEqual(['us-east-1']);
    expect(role.may(INVOKE, modelArn('us-east-1'), through(APPLICATION_PROFILE))).toBe(true);
  });

  test('of a global profile routes everywhere', () => {
    const copiedFrom = AgentModel.inferenceProfile(`global.${SONNET}`);
    const role = agent(AgentModel.applicationInferenceProfile(APPLICATION_PROFILE, { copiedFrom }));
    expect(role.may(INVOKE, modelArn(''), { ...through(APPLICATION_PROFILE), 'aws:RequestedRegion': 'unspecified' })).toBe(true);
  });

  test('may be of the same stack, and of an AWS model object', () => {
    const stack = testStack();
    const model = bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', new bedrock.FoundationModelIdentifier(SONNET));
    const profile = new bedrock.CfnApplicationInferenceProfile(stack, 'Profile', {
      inferenceProfileName: 'agents', modelSource: { copyFrom: model.modelArn },
    });
    const copiedFrom = AgentModel.fromBedrockModel(model);
    grant(AgentModel.applicationInferenceProfile(profile.attrInferenceProfileArn, { copiedFrom }), stack);

    const account = new DeployedTemplate(Template.fromStack(stack).toJSON(), { account: ACCOUNT, region: REGION });
    const role = account.role(account.roles()[0]);
    const arn = account.attribute('Profile', 'InferenceProfileArn');
    expect(role.may(INVOKE, arn)).toBe(true);
    expect(role.may(INVOKE, modelArn(REGION), through(arn))).toBe(true);
    expect(role.may(INVOKE, modelArn(REGION))).toBe(false);
  });

  test('may have an ARN with tokens in it', () => {
    const stack = new Stack(new App(), 'Stack');
    const arn = `arn:${stack.partition}:bedrock:eu-west-1:${stack.account}:application-inference-profile/a1b2c3d4e5f6`;
    const role = deployed(grant(AgentModel.applicationInferenceProfile(arn, { copiedFrom: AgentModel.foundationModel(SONNET) }), stack));
    expect(regionsOf(role)).toEqual(['eu-west-1']);
  });

  test.each([
    profileArn(`us.${SONNET}`), 'a1b2c3d4e5f6', APPLICATION_PROFILE.replace('a1b2c3d4e5f6', '*'), APPLICATION_PROFILE.replace('us-east-1', '*'),
  ])(
    'fails on what is no ARN of one: %s', arn => {
      expect(messageOf(() => AgentModel.applicationInferenceProfile(arn, { copiedFrom: AgentModel.foundationModel(SONNET) }))).toBe(
        'InvalidInferenceProfileArn: inferenceProfileArn must be an ARN with a region, an account and application-inference-profile/<id>, '
        + `got: ${JSON.stringify(arn)}; for profiles that AWS defines use AgentModel.inferenceProfile`);
    });
});

describe('a model of aws-cdk-lib', () => {
  test('that is a foundation model', () => {
    const stack = testStack();
    const id = bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0;
    const model = bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', id);
    const role = deployed(grant(AgentModel.fromBedrockModel(model), stack));
    expect(role.may(STREAM, modelArn(REGION, HAIKU))).toBe(true);
    expect(role.may(INVOKE, modelArn(REGION))).toBe(false);
  });

  test('that is provisioned', () => {
    const arn = `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/a1b2c3d4e5f6`;
    const role = agent(AgentModel.fromBedrockModel(bedrock.ProvisionedModel.fromProvisionedModelArn(testStack(), 'Model', arn)));
    expect(role.allowances()).toEqual([INVOKE, STREAM].map(action => ({ action, resource: arn, conditions: {} })));
  });

  test.each([modelArn(REGION, '*'), modelArn('*'), profileArn(`us.${SONNET}`), APPLICATION_PROFILE])('fails on %s', arn => {
    expect(messageOf(() => AgentModel.fromBedrockModel({ modelArn: arn }))).toBe(
      `InvalidModelArn: modelArn must be the exact ARN of one model, got: ${JSON.stringify(arn)}`
      + '; for inference profiles use AgentModel.inferenceProfile or AgentModel.applicationInferenceProfile');
  });
});

test('one model serves several agents, each from its own region', () => {
  const model = AgentModel.inferenceProfile(`us.${SONNET}`);
  for (const region of ['us-east-1', 'us-west-2']) {
    expect(agent(model, region).may(INVOKE, modelArn('us-east-2'), through(profileArn(`us.${SONNET}`, region)))).toBe(true);
  }
  const stack = grant(model, grant(model), 'Second');
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 2);
});

test('an imported role that cannot be changed is left as it is', () => {
  const stack = testStack();
  const role = iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${ACCOUNT}:role/agent`, { mutable: false });
  expect(AgentModel.inferenceProfile(`us.${SONNET}`)._grantInvoke(role, stack)).toBeInstanceOf(iam.Grant);
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
});

test('an imported role that can be changed gets a policy', () => {
  const stack = testStack();
  AgentModel.foundationModel(SONNET)._grantInvoke(iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${ACCOUNT}:role/agent`), stack);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: [INVOKE, STREAM], Effect: 'Allow', Resource: Match.anyValue() }] },
    Roles: ['agent'],
  });
});
