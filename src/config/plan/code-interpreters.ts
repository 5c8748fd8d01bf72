import { attributeOfConstruct, props } from './constructs';
import { Declared, define, originOf, PlanContext } from './context';
import { call, create, literal, property, THIS, variable } from './expression';
import { takeOver } from './framework-stack';
import { codeInterpreterNetwork } from './network';
import { CODE_INTERPRETER_ROLE, isGivenRole, Roles } from './roles';
import { Item } from '../block';
import { frameworkLogicalId, frameworkName } from '../naming';
import { valueOf } from '../node';

const ATTRIBUTES: Readonly<Record<string, string>> = {
  CodeInterpreterArn: 'codeInterpreterArn',
  CodeInterpreterId: 'codeInterpreterId',
  CreatedAt: 'createdAt',
  FailureReason: 'failureReason',
  LastUpdatedAt: 'lastUpdatedAt',
  Status: 'status',
};

export function declareCodeInterpreter(context: PlanContext, item: Item): Declared {
  const logicalId = frameworkLogicalId(item.name, 'CodeInterpreter');
  const name = context.names.take(item.name, 'CodeInterpreter');
  const self = variable(name);
  const { references } = context;
  references.declare(logicalId, {
    unit: name,
    what: `the code interpreter ${item.name}`,
    ref: property(self, 'codeInterpreterId'),
    attribute: (attribute) => (Object.hasOwn(ATTRIBUTES, attribute) ? property(self, ATTRIBUTES[attribute]) : undefined),
    attributeNames: Object.keys(ATTRIBUTES),
  }, item.at, item.path);
  declareRole(context, item, logicalId, name);
  return { item, logicalId, variable: name };
}

/** The role that is made for something: by the framework it can be referred to. */
export function declareRole(context: PlanContext, item: Item, logicalId: string, owner: string): void {
  if (isGivenRole(valueOf(item.node, 'role'))) { return; }
  const role = property(variable(owner), 'executionRole');
  context.references.declare(`${logicalId}Role`, {
    unit: owner,
    what: `the role of ${item.name}`,
    ref: property(role, 'roleName'),
    attribute: (attribute) => (attribute === 'Arn' ? property(role, 'roleArn') : undefined),
    attributeNames: ['Arn'],
    role,
  }, item.at, item.path);
}

export function planCodeInterpreter(context: PlanContext, declared: Declared): void {
  const { item, logicalId, variable: name } = declared;
  const { values, units, options } = context;
  const roles = new Roles(context);
  const unit = units.add(name, originOf(item));
  const role = roles.plan(declared, CODE_INTERPRETER_ROLE, unit.needs);
  const description = valueOf(item.node, 'description');
  const tags = valueOf(item.node, 'tags');
  define(unit, name, create('own', 'CodeInterpreter', THIS, literal(logicalId), ...props('own', 'CodeInterpreterProps', {
    codeInterpreterName: options.framework ? literal(frameworkName(options.service, item.name, options.stage)) : undefined,
    description: description && values.text(description, unit.needs),
    network: codeInterpreterNetwork(context, item.node, unit.needs, unit.origin),
    executionRole: role.expression,
    tags: tags && values.textMap(tags, unit.needs),
  })));
  if (options.framework) {
    takeOver(context, unit, variable(name), declared, {
      arn: attributeOfConstruct(name, 'codeInterpreterArn'),
      id: attributeOfConstruct(name, 'codeInterpreterId'),
      exportSuffix: 'CodeInterpreterArn',
      role: role.given ? undefined : property(variable(name), 'executionRole', 'roleArn'),
    });
  }
  roles.addStatements(declared, (statement) => call(variable(name), 'addToRolePolicy', statement));
  context.exposed.codeInterpreters[item.name] = name;
}
