import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { configurationError, shown } from './private/errors';
import { Route, routeOf, validateModelId, validateRegions } from './private/inference-profiles';

/** What may be said about a foundation model. */
export interface FoundationModelOptions {
  /**
   * The region in which the agent calls the model.
   *
   * @default - the agent's region
   */
  readonly region?: string;
}

/** What may be said about a system-defined inference profile. */
export interface InferenceProfileOptions {
  /**
   * The region in which the agent calls the profile.
   *
   * @default - the agent's region
   */
  readonly region?: string;

  /**
   * The regions to which the profile routes requests, beside the one in which it is called.
   *
   * Needed for geographies that came after this version of the library. `aws bedrock get-inference-profile` lists them.
   *
   * @default - the regions known for the profile's geography: apac, au, ca, eu, in, jp, us or us-gov; for a global
   * profile every commercial region
   */
  readonly destinationRegions?: string[];
}

/** What must be said about an application inference profile. */
export interface ApplicationInferenceProfileOptions {
  /**
   * The foundation model or system-defined inference profile that the application inference profile was made from.
   *
   * Bedrock checks the right to call the models behind a profile too, and its ARN does not tell them.
   */
  readonly copiedFrom: AgentModel;
}

/** The models that Bedrock checks, as ARNs. */
interface ModelArns {
  readonly regional: string[];
  /** Stands for all regions. */
  readonly everywhere?: string;
}

/**
 * A model on Amazon Bedrock that an agent may call.
 *
 * The agent gets InvokeModel and InvokeModelWithResponseStream, which the Converse API uses as well, on the exact model.
 * Behind an inference profile the models can be called through that profile only. Access to a third-party model must
 * have been enabled in the account before; agents get no right to subscribe to models.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
 */
export abstract class AgentModel {
  /**
   * A foundation model, called in one region without an inference profile.
   *
   * @param modelId for example `anthropic.claude-3-5-sonnet-20241022-v2:0`
   */
  public static foundationModel(modelId: string, options: FoundationModelOptions = {}): AgentModel {
    validateModelId(modelId);
    validateRegion(options.region);
    const route = { modelId, regions: [], everywhere: false };
    return new ExactModel((scope, region) => modelArns(scope, route, region ?? options.region));
  }

  /**
   * A system-defined inference profile, which runs a model in several regions.
   *
   * @param inferenceProfileId for example `us.anthropic.claude-sonnet-4-20250514-v1:0`
   */
  public static inferenceProfile(inferenceProfileId: string, options: InferenceProfileOptions = {}): AgentModel {
    validateRegion(options.region);
    const route = routeOf(inferenceProfileId, options.destinationRegions);
    return new ProfiledModel(
      scope => bedrockArn(scope, 'inference-profile', inferenceProfileId, { region: options.region }),
      (scope, region) => modelArns(scope, route, region ?? options.region),
    );
  }

  /**
   * An application inference profile, which one makes to track the cost of a model.
   *
   * The agent may also read the profile, because LangChain does so to find out what the model can do.
   *
   * @param inferenceProfileArn for example `profile.attrInferenceProfileArn` of a `CfnApplicationInferenceProfile`
   */
  public static applicationInferenceProfile(inferenceProfileArn: string, options: ApplicationInferenceProfileOptions): AgentModel {
    const region = regionOfApplicationInferenceProfile(inferenceProfileArn);
    return new ProfiledModel(() => inferenceProfileArn, scope => options.copiedFrom._modelArns(scope, region), ['bedrock:GetInferenceProfile']);
  }

  /**
   * A foundation, provisioned, custom or imported model, given as AWS's own object.
   *
   * @param model for example `bedrock.ProvisionedModel.fromProvisionedModelArn(this, 'Model', arn)`
   */
  public static fromBedrockModel(model: bedrock.IModel): AgentModel {
    const arn = model.modelArn;
    if (/[*?]/.test(arn) || arn.includes('inference-profile/')) {
      throw configurationError(undefined, 'InvalidModelArn', `modelArn must be the exact ARN of one model, got: ${shown(arn)}`
        + '; for inference profiles use AgentModel.inferenceProfile or AgentModel.applicationInferenceProfile');
    }
    return new ExactModel(() => ({ regional: [arn] }));
  }

  /**
   * @param region where a profile made from this model is called
   * @internal
   */
  public abstract _modelArns(scope: IConstruct, region?: string): ModelArns;

  /**
   * Lets `grantee` call this model from where `scope` is.
   *
   * @internal
   */
  public abstract _grantInvoke(grantee: iam.IGrantable, scope: IConstruct): iam.Grant;
}

/** A model that is called by its own name. */
class ExactModel extends AgentModel {
  constructor(public readonly _modelArns: (scope: IConstruct, region?: string) => ModelArns) {
    super();
  }

  public _grantInvoke(grantee: iam.IGrantable, scope: IConstruct): iam.Grant {
    return grantInvoke(grantee, this._modelArns(scope).regional);
  }
}

/** A model that is called through an inference profile. */
class ProfiledModel extends AgentModel {
  constructor(
    private readonly profileArn: (scope: IConstruct) => string,
    public readonly _modelArns: (scope: IConstruct, region?: string) => ModelArns,
    private readonly profileActions: string[] = [],
  ) {
    super();
  }

  public _grantInvoke(grantee: iam.IGrantable, scope: IConstruct): iam.Grant {
    const profile = this.profileArn(scope);
    const models = this._modelArns(scope);
    const throughProfile = { 'bedrock:InferenceProfileArn': profile };
    // Bedrock leaves the condition key out when it checks the profile itself.
    const grant = grantInvoke(grantee, [profile], undefined, this.profileActions)
      .combine(grantInvoke(grantee, models.regional, throughProfile));
    return models.everywhere === undefined ? grant
      : grant.combine(grantInvoke(grantee, [models.everywhere], { ...throughProfile, 'aws:RequestedRegion': 'unspecified' }));
  }
}

function grantInvoke(grantee: iam.IGrantable, resourceArns: string[], equal?: { [key: string]: string }, more: string[] = []): iam.Grant {
  return iam.Grant.addToPrincipal({
    grantee,
    actions: [...more, 'bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
    resourceArns,
    conditions: equal && { StringEquals: equal },
  });
}

function modelArns(scope: IConstruct, route: Route, region = Stack.of(scope).region): ModelArns {
  const arnIn = (place: string) => bedrockArn(scope, 'foundation-model', route.modelId, { region: place, account: '' });
  return {
    regional: [...new Set([region, ...route.regions])].map(arnIn),
    everywhere: route.everywhere ? arnIn('') : undefined,
  };
}

function bedrockArn(scope: IConstruct, resource: string, resourceName: string, where: { region?: string; account?: string }): string {
  return Arn.format({ service: 'bedrock', resource, resourceName, ...where, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }, Stack.of(scope));
}

function validateRegion(region: string | undefined): void {
  if (region !== undefined) { validateRegions('region', [region]); }
}

/** Undefined where the ARN does not tell it before deployment. */
function regionOfApplicationInferenceProfile(arn: string): string | undefined {
  const [, , , region] = arn.split(':');
  if (!Token.isUnresolved(arn) && !/^arn:[^:]+:bedrock:[a-z0-9-]+:\d{12}:application-inference-profile\/[a-zA-Z0-9-]+$/.test(arn)) {
    throw configurationError(undefined, 'InvalidInferenceProfileArn',
      'inferenceProfileArn must be an ARN with a region, an account and application-inference-profile/<id>, '
      + `got: ${shown(arn)}; for profiles that AWS defines use AgentModel.inferenceProfile`);
  }
  return region === undefined || Token.isUnresolved(region) ? undefined : region;
}
