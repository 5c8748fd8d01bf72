import { Token } from 'aws-cdk-lib/core';
import { configurationError, shown } from './errors';

/**
 * Where the system-defined inference profiles of a geography route to, whichever region they are called from.
 *
 * The calling region is a destination as well: for `us.` called in ca-central-1 that is ca-central-1 too. AWS never
 * changes the list of an existing profile of a geography, so this table can only lack what came after it. That is why
 * regions are listed, as AWS's policies do, and no policy says `*`.
 *
 * Read 2026-11 from a copy of the page that listed all profiles, with models up to December 2025
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html), and checked against the model
 * card of Nova 2 Lite; `in` from https://aws.amazon.com/about-aws/whats-new/2026/08/amazon-bedrock-openai-india-v1/.
 */
const DESTINATIONS: { [geography: string]: string[] } = {
  'apac': [
    'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2',
    'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4',
  ],
  'au': ['ap-southeast-2', 'ap-southeast-4'],
  'ca': ['ca-central-1', 'ca-west-1'],
  'eu': ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
  'in': ['ap-south-1', 'ap-south-2'],
  'jp': ['ap-northeast-1', 'ap-northeast-3'],
  'us': ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
  'us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

/** Profiles of this geography route to every commercial region, which Bedrock checks as one ARN without a region. */
const GLOBAL = 'global';

const MODEL_ID = /^[a-zA-Z0-9-]+\.[a-zA-Z0-9._:-]+$/;
const PROFILE_ID = /^([a-z]+(?:-[a-z]+)*)\.(.+)$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** The model that a profile runs, and where. */
export interface Route {
  readonly modelId: string;
  /** Without the region that calls. */
  readonly regions: string[];
  /** Whether every commercial region is a destination. */
  readonly everywhere: boolean;
}

/** Whether it is the id of a system-defined profile of a geography that is known here, and not that of a model. */
export function isProfileId(id: string): boolean {
  const [geography] = id.split('.');
  return geography === GLOBAL || Object.hasOwn(DESTINATIONS, geography);
}

/**
 * Reads the id of a system-defined profile, which is a geography, a dot and the id of a model.
 *
 * @param regions the destinations that the user names, instead of those known for the geography
 */
export function routeOf(profileId: string, regions?: string[]): Route {
  const [, geography, modelId] = PROFILE_ID.exec(profileId) ?? [];
  if (!modelId || !isModelId(modelId)) {
    throw configurationError(undefined, 'InvalidInferenceProfileId',
      'inferenceProfileId must be a geography, known before deployment, a dot and a model id, '
      + `as in "us.anthropic.claude-sonnet-4-20250514-v1:0", got: ${shown(profileId)}`
      + '; for a model id use AgentModel.foundationModel, for the ARN of a profile of yours AgentModel.applicationInferenceProfile');
  }
  const everywhere = geography === GLOBAL;
  if (regions !== undefined) {
    validateRegions('destinationRegions', regions);
    return { modelId, regions, everywhere };
  }
  if (!everywhere && !Object.hasOwn(DESTINATIONS, geography)) {
    throw configurationError(undefined, 'UnknownInferenceProfileGeography',
      `inferenceProfileId must start with one of ${geographies().join(', ')} for its regions to be known, got: ${shown(profileId)}`
      + '; name them in destinationRegions, or use AgentModel.foundationModel if this is the id of a model');
  }
  return { modelId, regions: everywhere ? [] : DESTINATIONS[geography], everywhere };
}

/** Refuses what is no model id, wildcards above all. */
export function validateModelId(modelId: string): void {
  const geography = modelId.split('.')[0];
  if (geographies().includes(geography)) {
    throw configurationError(undefined, 'InvalidModelId',
      `modelId must be the id of a foundation model, got the id of an inference profile: ${shown(modelId)}`
      + '; use AgentModel.inferenceProfile for it');
  }
  if (!isModelId(modelId)) {
    throw configurationError(undefined, 'InvalidModelId',
      `modelId must be a provider, a dot and a name, as in "anthropic.claude-3-5-sonnet-20241022-v2:0", got: ${shown(modelId)}`
      + '; for an ARN use AgentModel.fromBedrockModel');
  }
}

/** Refuses what is no region, wildcards above all, because it goes into ARNs. */
export function validateRegions(property: string, regions: string[]): void {
  const wrong = regions.find(region => !Token.isUnresolved(region) && !REGION.test(region));
  if (wrong !== undefined || regions.length === 0) {
    throw configurationError(undefined, 'InvalidRegion',
      `${property} must hold names of regions such as "us-east-1", got: ${shown(wrong ?? regions)}; leave it out for the default`);
  }
}

function geographies(): string[] {
  return [...Object.keys(DESTINATIONS), GLOBAL].sort();
}

function isModelId(text: string): boolean {
  return Token.isUnresolved(text) || MODEL_ID.test(text);
}
