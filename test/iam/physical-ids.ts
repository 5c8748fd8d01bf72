import { createHash } from 'crypto';

/** Where a stack is deployed. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly stackName: string;
}

/** A resource as far as its ids depend on it. */
export interface TemplateResource {
  readonly type: string;
  readonly logicalId: string;
  /** A property, resolved. */
  readonly property: (name: string) => string | undefined;
}

/** What a deployed resource answers to Ref and Fn::GetAtt. */
export interface PhysicalIds {
  readonly ref: string;
  readonly attributes: { readonly [name: string]: string };
}

type Identify = (resource: TemplateResource, place: Place, id?: string) => PhysicalIds;

/**
 * The ids that CloudFormation and the services could give: right in form, the same in every run.
 *
 * @param id overrules the one that is made up
 */
export function physicalIds(resource: TemplateResource, place: Place, id?: string): PhysicalIds {
  const identify = Object.hasOwn(TYPES, resource.type) ? TYPES[resource.type] : named();
  return identify(resource, place, id);
}

const TYPES: { [type: string]: Identify } = {
  'AWS::Bedrock::ApplicationInferenceProfile': (resource, place, given) => {
    const id = given ?? characters(resource, place, 12);
    const profileArn = arn(place, 'bedrock', `application-inference-profile/${id}`);
    return { ref: profileArn, attributes: { InferenceProfileId: id, InferenceProfileArn: profileArn } };
  },
  'AWS::BedrockAgentCore::BrowserCustom': agentCore('Name', 'browser-custom', 'Browser'),
  'AWS::BedrockAgentCore::CodeInterpreterCustom': agentCore('Name', 'code-interpreter-custom', 'CodeInterpreter'),
  'AWS::BedrockAgentCore::Runtime': agentCore('AgentRuntimeName', 'runtime', 'AgentRuntime', { AgentRuntimeVersion: '1' }),
  'AWS::BedrockAgentCore::RuntimeEndpoint': ({ property }, place) => {
    const endpointArn = arn(place, 'bedrock-agentcore', `runtime/${property('AgentRuntimeId')}/runtime-endpoint/${property('Name')}`);
    return { ref: endpointArn, attributes: { AgentRuntimeEndpointArn: endpointArn } };
  },
  'AWS::EC2::SecurityGroup': numbered('sg', 'GroupId'),
  'AWS::EC2::Subnet': numbered('subnet', 'SubnetId'),
  'AWS::EC2::VPC': numbered('vpc', 'VpcId'),
  'AWS::ECR::Repository': named('RepositoryName', (id, place) => ({ Arn: arn(place, 'ecr', `repository/${id}`) })),
  'AWS::IAM::ManagedPolicy': arnAsRef('ManagedPolicyName', (id, place) => arn({ ...place, region: '' }, 'iam', `policy/${id}`)),
  'AWS::IAM::Role': named('RoleName', (id, place, { property }) => ({
    Arn: arn({ ...place, region: '' }, 'iam', `role${property('Path') ?? '/'}${id}`),
  })),
  'AWS::KMS::Key': named(undefined, (id, place) => ({ Arn: arn(place, 'kms', `key/${id}`) })),
  'AWS::Lambda::Function': named('FunctionName', (id, place) => ({ Arn: arn(place, 'lambda', `function:${id}`) })),
  'AWS::Logs::LogGroup': named('LogGroupName', (id, place) => ({ Arn: arn(place, 'logs', `log-group:${id}:*`) })),
  'AWS::S3::Bucket': named('BucketName', (id, { partition }) => ({ Arn: `arn:${partition}:s3:::${id}` })),
  'AWS::SecretsManager::Secret': arnAsRef('Name', (id, place) => arn(place, 'secretsmanager', `secret:${id}-AbCdEf`)),
};

/** The service appends a dash and ten characters to the name. */
function agentCore(nameProperty: string, type: string, prefix: string, more: { [name: string]: string } = {}): Identify {
  return (resource, place, given) => {
    const id = given ?? `${resource.property(nameProperty)}-${characters(resource, place, 10)}`;
    const attributes = { [`${prefix}Id`]: id, [`${prefix}Arn`]: arn(place, 'bedrock-agentcore', `${type}/${id}`), ...more };
    return { ref: id, attributes };
  };
}

function numbered(prefix: string, attribute: string): Identify {
  return (resource, place, given) => {
    const id = given ?? `${prefix}-0${digest(resource, place).slice(0, 16)}`;
    return { ref: id, attributes: { [attribute]: id } };
  };
}

function named(
  nameProperty?: string,
  attributes: (id: string, place: Place, resource: TemplateResource) => { [name: string]: string } = () => ({}),
): Identify {
  return (resource, place, given) => {
    const id = given ?? nameOf(resource, place, nameProperty);
    return { ref: id, attributes: attributes(id, place, resource) };
  };
}

function arnAsRef(nameProperty: string, arnOf: (id: string, place: Place) => string): Identify {
  return (resource, place, given) => {
    const ref = arnOf(given ?? nameOf(resource, place, nameProperty), place);
    return { ref, attributes: { Arn: ref, PolicyArn: ref, Id: ref } };
  };
}

function nameOf(resource: TemplateResource, place: Place, nameProperty: string | undefined): string {
  const given = nameProperty === undefined ? undefined : resource.property(nameProperty);
  return given ?? `${place.stackName}-${resource.logicalId}-${characters(resource, place, 12)}`;
}

function arn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}

function characters(resource: TemplateResource, place: Place, length: number): string {
  return BigInt(`0x${digest(resource, place)}`).toString(36).slice(0, length);
}

function digest({ type, logicalId }: TemplateResource, { stackName }: Place): string {
  return createHash('sha256').update(`${stackName}/${type}/${logicalId}`).digest('hex');
}
