import { declareRole } from './code-interpreters';
import { attributeOf, attributeOfConstruct, props, resourceOf } from './constructs';
import { Declared, define, originOf, PlanContext } from './context';
import { call, create, Expression, literal, member, property, struct, THIS, variable } from './expression';
import { takeOver } from './framework-stack';
import { browserNetwork } from './network';
import { textIs } from './role-statements';
import { BROWSER_ROLE, Roles } from './roles';
import { Item } from '../block';
import { frameworkLogicalId, frameworkName } from '../naming';
import { ConfigNode, valueOf } from '../node';

const ATTRIBUTES: Readonly<Record<string, string>> = { BrowserArn: 'browserArn', BrowserId: 'browserId' };
const MORE_ATTRIBUTES = ['CreatedAt', 'FailureReason', 'LastUpdatedAt', 'Status'];

export function declareBrowser(context: PlanContext, item: Item): Declared {
  const logicalId = frameworkLogicalId(item.name, 'Browser');
  const name = context.names.take(item.name, 'Browser');
  const self = variable(name);
  context.references.declare(logicalId, {
    unit: name,
    what: `the browser ${item.name}`,
    ref: property(self, 'browserId'),
    attribute: (attribute) => (Object.hasOwn(ATTRIBUTES, attribute)
      ? property(self, ATTRIBUTES[attribute])
      : MORE_ATTRIBUTES.includes(attribute) ? attributeOf(resourceOf(self), attribute) : undefined),
    attributeNames: [...Object.keys(ATTRIBUTES), ...MORE_ATTRIBUTES],
  }, item.at, item.path);
  declareRole(context, item, logicalId, name);
  return { item, logicalId, variable: name };
}

export function planBrowser(context: PlanContext, declared: Declared): void {
  const { item, logicalId, variable: name } = declared;
  const { values, units, options } = context;
  const roles = new Roles(context);
  const unit = units.add(name, originOf(item));
  const role = roles.plan(declared, BROWSER_ROLE, unit.needs);
  const description = valueOf(item.node, 'description');
  const tags = valueOf(item.node, 'tags');
  define(unit, name, create('agentcore', 'BrowserCustom', THIS, literal(logicalId), ...props('agentcore', 'BrowserCustomProps', {
    browserCustomName: options.framework ? literal(frameworkName(options.service, item.name, options.stage)) : undefined,
    description: description && values.text(description, unit.needs),
    networkConfiguration: browserNetwork(context, item.node, unit.needs, unit.origin),
    recordingConfig: recording(context, item.node, unit.needs),
    browserSigning: textIs(valueOf(item.node, 'signing', 'enabled'), 'true') ? member('agentcore', 'BrowserSigning', 'ENABLED') : undefined,
    executionRole: role.expression,
    tags: tags && values.textMap(tags, unit.needs),
  })));
  if (options.framework) {
    takeOver(context, unit, variable(name), declared, {
      arn: attributeOfConstruct(name, 'browserArn'),
      id: attributeOfConstruct(name, 'browserId'),
      exportSuffix: 'BrowserArn',
      role: role.given ? undefined : property(variable(name), 'executionRole', 'roleArn'),
    });
  }
  roles.addStatements(declared, (statement) => call(attributeOfConstruct(name, 'executionRole'), 'addToPrincipalPolicy', statement));
  context.exposed.browsers[item.name] = name;
}

function recording({ values }: PlanContext, node: ConfigNode, needs: Set<string>): Expression | undefined {
  const config = valueOf(node, 'recording');
  if (!config) { return undefined; }
  const enabled = valueOf(config, 'enabled');
  const location = valueOf(config, 's3Location');
  return struct('agentcore', 'RecordingConfig', {
    enabled: enabled && literal(textIs(enabled, 'true')),
    s3Location: location && struct('s3', 'Location', {
      bucketName: values.text(valueOf(location, 'bucket')!, needs),
      objectKey: values.text(valueOf(location, 'prefix')!, needs),
    }),
  });
}
