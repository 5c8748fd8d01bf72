import { agentSource } from './agent-source';
import { agentTools, Tools } from './agent-tools';
import { authorizer } from './authorizer';
import { declareRole } from './code-interpreters';
import { attributeOf, props, resourceOf } from './constructs';
import { Declared, define, originOf, perform, PlanContext } from './context';
import { call, create, Expression, list, literal, map, member, property, struct, text, THIS, type, variable } from './expression';
import { keepLogicalId, output, takeOver } from './framework-stack';
import { narrowed } from './narrowed-statements';
import { agentNetwork } from './network';
import { AGENT_ROLE, Roles } from './roles';
import { Unit } from './units';
import { isProfileId } from '../../private/inference-profiles';
import { Item } from '../block';
import { frameworkLogicalId, frameworkName } from '../naming';
import { ConfigNode, ListNode, valueOf } from '../node';

const ATTRIBUTES: Readonly<Record<string, string>> = { AgentRuntimeArn: 'agentRuntimeArn', AgentRuntimeId: 'agentRuntimeId' };
const MORE_ATTRIBUTES = ['AgentRuntimeVersion', 'CreatedAt', 'FailureReason', 'LastUpdatedAt', 'Status', 'WorkloadIdentityDetails.WorkloadIdentityArn'];

export function declareAgent(context: PlanContext, item: Item): Declared {
  const logicalId = frameworkLogicalId(item.name, 'Runtime');
  const name = context.names.take(item.name, 'Agent');
  const runtime = property(variable(name), 'runtime');
  context.references.declare(logicalId, {
    unit: name,
    what: `the agent ${item.name}`,
    ref: property(runtime, 'agentRuntimeId'),
    attribute: (attribute) => (Object.hasOwn(ATTRIBUTES, attribute)
      ? property(runtime, ATTRIBUTES[attribute])
      : MORE_ATTRIBUTES.includes(attribute) ? attributeOf(resourceOf(runtime), attribute) : undefined),
    attributeNames: [...Object.keys(ATTRIBUTES), ...MORE_ATTRIBUTES],
  }, item.at, item.path);
  declareRole(context, item, logicalId, name);
  for (const endpoint of endpointsOf(context, item)) {
    context.references.declare(endpoint.logicalId, {
      unit: name,
      what: `the endpoint ${endpoint.name} of ${item.name}`,
      ref: property(endpointOf(name, endpoint.physicalName), 'agentRuntimeEndpointArn'),
      attribute: (attribute) => (attribute === 'AgentRuntimeEndpointArn'
        ? property(endpointOf(name, endpoint.physicalName), 'agentRuntimeEndpointArn')
        : undefined),
      attributeNames: ['AgentRuntimeEndpointArn'],
    }, item.at, item.path);
  }
  return { item, logicalId, variable: name };
}

export function planAgent(context: PlanContext, declared: Declared, interpreters: Tools, browsers: Tools): void {
  const { item, logicalId, variable: name } = declared;
  const { values, units, options } = context;
  const roles = new Roles(context);
  const unit = units.add(name, originOf(item));
  const { needs } = unit;
  const optional = (key: string, read: (node: ConfigNode) => Expression): Expression | undefined => {
    const node = valueOf(item.node, key);
    return node && read(node);
  };
  const role = roles.plan(declared, AGENT_ROLE, needs);
  const tools = agentTools(context, declared, interpreters, browsers, needs, role.given);
  const endpoints = endpointsOf(context, item);
  const models = valueOf(item.node, 'models') as ListNode | undefined;
  const headers = valueOf(item.node, 'requestHeaders', 'allowlist');
  define(unit, name, create('own', 'AgentWithCodeInterpreter', THIS, literal(logicalId), ...props('own', 'AgentWithCodeInterpreterProps', {
    runtimeName: options.framework ? literal(frameworkName(options.service, item.name, options.stage)) : undefined,
    description: optional('description', (node) => values.text(node, needs)),
    source: agentSource(context, declared, needs),
    ...tools.props,
    models: models && list(models.items.map((model) => agentModel((model as { text: string }).text))),
    environment: tools.environment.length === 0 ? undefined : map(tools.environment),
    network: agentNetwork(context, item.node, needs, unit.origin),
    authorizer: authorizer(values, item.node, needs),
    protocol: optional('protocol', (node) => member('agentcore', 'ProtocolType', (node as { text: string }).text.toUpperCase())),
    lifecycle: optional('lifecycle', lifecycle),
    requestHeaders: headers && values.texts(headers, needs),
    endpoints: endpoints.length === 0 ? undefined : map(endpoints.map((endpoint) => (
      [endpoint.physicalName, endpointOptions(context, endpoint, needs)]
    ))),
    executionRole: role.expression,
    tags: optional('tags', (node) => values.textMap(node, needs)),
  })));
  for (const use of tools.more) { perform(unit, use(variable(name))); }
  if (!models && !role.given) { perform(unit, addToRole(name, anyModel())); }
  giveMemoryAndGateway(context, unit, declared);
  if (options.framework) { takeOverAgent(context, unit, declared, endpoints, role.given); }
  roles.addStatements(declared, (statement) => addToRole(name, statement), (statement, index) => (
    narrowed(context, statement, [...item.path, 'role', 'statements', index], interpreters)
  ));
  context.exposed.agents[item.name] = name;
}

interface Endpoint {
  readonly name: string;
  readonly physicalName: string;
  readonly logicalId: string;
  readonly node: ConfigNode;
}

function endpointsOf({ options }: PlanContext, item: Item): Endpoint[] {
  return ((valueOf(item.node, 'endpoints') as ListNode | undefined)?.items ?? []).map((node) => {
    const name = (valueOf(node, 'name') as { text: string } | undefined)?.text ?? 'default';
    return {
      name,
      physicalName: options.framework ? frameworkName(options.service, `${item.name}_${name}`, options.stage) : name.replace(/-/g, '_'),
      logicalId: frameworkLogicalId(item.name, `${name}Endpoint`),
      node,
    };
  });
}

function endpointOptions({ values }: PlanContext, { node }: Endpoint, needs: Set<string>): Expression {
  const field = (key: string): Expression | undefined => {
    const value = valueOf(node, key);
    return value && values.text(value, needs);
  };
  return struct('own', 'AgentEndpointOptions', { version: field('version'), description: field('description') });
}

function endpointOf(agent: string, name: string): Expression {
  return { kind: 'entry', of: property(variable(agent), 'endpoints'), key: name };
}

function addToRole(agent: string, statement: Expression): Expression {
  return call(property(variable(agent), 'executionRole'), 'addToPrincipalPolicy', statement);
}

function agentModel(id: string): Expression {
  return call(type('own', 'AgentModel'), isProfileId(id) ? 'inferenceProfile' : 'foundationModel', literal(id));
}

/** What the framework gives every agent, without its right to subscribe to models. */
function anyModel(): Expression {
  const arn = (account: Expression | undefined, resource: string): Expression => text([
    literal('arn:'), member('core', 'Aws', 'PARTITION'), literal(':bedrock:*:'), ...(account ? [account] : []), literal(`:${resource}/*`),
  ]);
  const account = member('core', 'Aws', 'ACCOUNT_ID');
  return create('iam', 'PolicyStatement', struct('iam', 'PolicyStatementProps', {
    actions: list(['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock:GetInferenceProfile'].map(literal)),
    resources: list([
      arn(undefined, 'foundation-model'), arn(account, 'inference-profile'), arn(account, 'application-inference-profile'),
      arn(account, 'provisioned-model'),
    ]),
  }));
}

function lifecycle(node: ConfigNode): Expression {
  const seconds = (key: string): Expression | undefined => {
    const value = valueOf(node, key);
    return value && call(type('core', 'Duration'), 'seconds', literal(Number((value as { text: string }).text)));
  };
  return struct('agentcore', 'LifecycleConfiguration', {
    idleRuntimeSessionTimeout: seconds('idleRuntimeSessionTimeout'), maxLifetime: seconds('maxLifetime'),
  });
}

function giveMemoryAndGateway({ options }: PlanContext, unit: Unit, { item, variable: name }: Declared): void {
  const agent = variable(name);
  const named = (key: string): string | undefined => (valueOf(item.node, key) as { text?: string } | undefined)?.text;
  const [memory, gateway] = [named('memory'), named('gateway')];
  if (memory !== undefined && options.memories.includes(memory)) {
    const given: Expression = { kind: 'given', group: 'memories', name: memory, type: type('agentcore', 'IMemory') };
    perform(unit, call(agent, 'addEnvironment', literal('BEDROCK_AGENTCORE_MEMORY_ID'), property(given, 'memoryId')));
    for (const grant of ['grantRead', 'grantWrite', 'grantDeleteShortTermMemory']) { perform(unit, call(given, grant, agent)); }
  }
  if (gateway !== undefined && options.gateways.includes(gateway)) {
    const given: Expression = { kind: 'given', group: 'gateways', name: gateway, type: type('agentcore', 'IGateway') };
    perform(unit, call(agent, 'addEnvironment', literal('BEDROCK_AGENTCORE_GATEWAY_URL'), property(given, 'gatewayUrl')));
    perform(unit, call(given, 'grantInvoke', agent));
  }
}

function takeOverAgent(context: PlanContext, unit: Unit, declared: Declared, endpoints: readonly Endpoint[], roleGiven: boolean): void {
  const agent = variable(declared.variable);
  const runtime = property(agent, 'runtime');
  const arn = property(runtime, 'agentRuntimeArn');
  takeOver(context, unit, runtime, declared, {
    arn,
    id: property(runtime, 'agentRuntimeId'),
    exportSuffix: 'RuntimeArn',
    role: roleGiven ? undefined : property(agent, 'executionRole', 'roleArn'),
  });
  output(unit, `${declared.logicalId}Url`, text([
    literal('https://bedrock-agentcore.'), member('core', 'Aws', 'REGION'), literal('.amazonaws.com/runtimes/'), arn, literal('/invocations'),
  ]));
  for (const { physicalName, logicalId } of endpoints) {
    // With an underscore in its name, the stack of the framework cannot have been deployed.
    if (!/^[a-zA-Z0-9]+$/.test(logicalId)) { continue; }
    const endpoint = endpointOf(declared.variable, physicalName);
    keepLogicalId(unit, endpoint, logicalId);
    output(unit, `${logicalId}Arn`, property(endpoint, 'agentRuntimeEndpointArn'));
  }
}
