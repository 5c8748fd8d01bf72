import { attributeOf } from './constructs';
import { define, perform, PlanContext } from './context';
import { call, create, Expression, literal, map, member, property, Statement, struct, text, THIS, type, variable } from './expression';
import { itemsOf, POLICIES, ResourceChecks, textOf } from './resources-checks';
import { ConditionExpressions } from './resources-conditions';
import { isListParameter, parameterProps } from './resources-parameters';
import { Entry, Sections, sectionsOf } from './resources-sections';
import { Unit } from './units';
import { ConfigNode, entryOf, MapNode, valueOf } from '../node';

/** Makes known what `resources:` defines, and finds what is wrong with it. */
export function declareResources(context: PlanContext): void {
  const { references, problems, names } = context;
  const sections = sectionsOf(valueOf(context.root, 'resources'), problems);
  const changes = sections.Resources.filter(({ id, node }) => references.find(id) && !entryOf(node, 'Type'));
  for (const { id, at, path } of changes) {
    problems.add(at, path, `${id} is ${references.find(id)!.what}, which resources: cannot change; change it where it is described, or in code`);
  }
  const Resources = sections.Resources.filter((entry) => !changes.includes(entry));

  for (const { id, at, path, node } of sections.Parameters) {
    const name = names.take(id, 'Parameter');
    const isList = isListParameter(textOfValue(node, 'Type'));
    references.declare(id, {
      unit: name,
      what: `the parameter ${id}`,
      ref: property(variable(name), isList ? 'valueAsList' : 'valueAsString'),
      isList,
      attribute: () => undefined,
    }, at, path);
  }
  for (const { id, at, path, node } of Resources) {
    const name = names.take(id, 'Resource');
    const resource = variable(name);
    references.declare(id, {
      unit: name,
      what: `the resource ${id}`,
      ref: property(resource, 'ref'),
      attribute: (attribute) => attributeOf(resource, attribute),
      roleArn: roleArnWithPath(node, resource),
    }, at, path);
  }
  new ResourceChecks({ ...sections, Resources }, references, problems).check();
}

/** CDK reads the name of a role off its ARN, and takes the first part of a path that it does not see for it. */
function roleArnWithPath(node: ConfigNode, resource: Expression): Expression | undefined {
  const path = valueOf(node, 'Properties', 'Path');
  if (textOfValue(node, 'Type') !== 'AWS::IAM::Role' || path?.kind !== 'scalar' || path.text === '/') { return undefined; }
  return text([
    literal('arn:'), member('core', 'Aws', 'PARTITION'), literal(':iam::'), member('core', 'Aws', 'ACCOUNT_ID'), literal(`:role${path.text}`),
    property(resource, 'ref'),
  ]);
}

/** What `Fn::If` and `Fn::FindInMap` can name. */
export function namesOf(section: 'Conditions' | 'Mappings', { root, problems }: PlanContext): ReadonlySet<string> {
  return new Set(sectionsOf(valueOf(root, 'resources'), problems)[section].map(({ id }) => id));
}

/** Makes what `resources:` defines, which has no problems. */
export function planResources(context: PlanContext): void {
  const sections = sectionsOf(valueOf(context.root, 'resources'), context.problems);
  new ResourcesPlan(context, sections).plan();
}

class ResourcesPlan {
  private readonly conditions: ConditionExpressions;
  private readonly conditionVariables: ReadonlyMap<string, string>;
  private readonly constructIds = new Set<string>();

  constructor(private readonly context: PlanContext, private readonly sections: Sections) {
    this.conditionVariables = new Map(sections.Conditions.map(({ id }) => [id, context.names.take(id, 'Condition')]));
    this.conditions = new ConditionExpressions(context.values, this.conditionVariables);
  }

  public plan(): void {
    const { Parameters, Mappings, Conditions, Resources, Outputs } = this.sections;
    this.planTemplate();
    for (const entry of Parameters) { this.planParameter(entry); }
    for (const entry of Mappings) { this.planMapping(entry); }
    for (const entry of Conditions) { this.planCondition(entry); }
    for (const entry of Resources) { this.planResource(entry); }
    for (const entry of Outputs) { this.planOutput(entry); }
  }

  private planTemplate(): void {
    const { Description, Transform, Metadata } = this.sections;
    const stack = call(type('core', 'Stack'), 'of', THIS);
    for (const entry of Description) {
      const target = property(stack, 'templateOptions', 'description');
      set(this.unit('description', entry), target, literal(textOf(entry.node)));
    }
    for (const entry of Transform) {
      const unit = this.unit('transform', entry);
      for (const item of itemsOf(entry.node)) { perform(unit, call(stack, 'addTransform', literal(textOf(item)))); }
    }
    for (const entry of Metadata) {
      const unit = this.unit(`metadata ${entry.id}`, entry);
      perform(unit, call(stack, 'addMetadata', literal(entry.id), this.context.values.data(entry.node, unit.needs)));
    }
  }

  private planParameter(entry: Entry): void {
    const name = this.context.references.find(entry.id)!.unit!;
    const unit = this.unit(name, entry);
    define(unit, name, create('core', 'CfnParameter', THIS, literal(entry.id), parameterProps(entry.node as MapNode)));
    perform(unit, keepId(variable(name), entry));
  }

  private planMapping(entry: Entry): void {
    const unit = this.unit(`mapping ${entry.id}`, entry);
    const props = struct('core', 'CfnMappingProps', { mapping: this.context.values.data(entry.node, unit.needs), lazy: literal(false) });
    perform(unit, keepId(create('core', 'CfnMapping', THIS, this.constructId(entry, 'Mapping'), props), entry));
  }

  private planCondition(entry: Entry): void {
    const name = this.conditionVariables.get(entry.id)!;
    const unit = this.unit(name, entry);
    const props = struct('core', 'CfnConditionProps', { expression: this.conditions.expression(entry.node, unit.needs) });
    define(unit, name, create('core', 'CfnCondition', THIS, this.constructId(entry, 'Condition'), props));
    perform(unit, keepId(variable(name), entry));
  }

  private planResource(entry: Entry): void {
    const { values, references, exposed } = this.context;
    const name = references.find(entry.id)!.unit!;
    const unit = this.unit(name, entry);
    const self = variable(name);
    const properties = valueOf(entry.node, 'Properties') as MapNode | undefined;
    define(unit, name, create('core', 'CfnResource', THIS, literal(entry.id), struct('core', 'CfnResourceProps', {
      type: literal(textOfValue(entry.node, 'Type')),
      properties: properties && map(properties.entries.map(({ key, value }) => [key, values.data(value, unit.needs)])),
    })));
    perform(unit, keepId(self, entry));
    for (const { key, value } of (entry.node as MapNode).entries) { this.planAttribute(unit, self, key, value); }
    exposed.resources[entry.id] = name;
  }

  private planAttribute(unit: Unit, self: Expression, key: string, node: ConfigNode): void {
    const { values } = this.context;
    switch (key) {
      case 'Type':
      case 'Properties':
        return;
      case 'DependsOn':
        for (const item of itemsOf(node)) { perform(unit, this.dependency(unit, self, textOf(item))); }
        return;
      case 'Condition':
        return set(unit, property(self, 'cfnOptions', 'condition'), this.conditions.named(node, unit.needs));
      case 'Metadata':
        for (const each of (node as MapNode).entries) {
          perform(unit, call(self, 'addMetadata', literal(each.key), values.data(each.value, unit.needs)));
        }
        return;
      default:
        if (POLICIES[key]?.includes(textOf(node))) {
          const policy = member('core', 'CfnDeletionPolicy', textOf(node).replace(/(?!^)[A-Z]/g, '_$&').toUpperCase());
          return set(unit, property(self, 'cfnOptions', `${key.charAt(0).toLowerCase()}${key.slice(1)}`), policy);
        }
        perform(unit, call(self, 'addOverride', literal(key), values.data(node, unit.needs)));
    }
  }

  private dependency(unit: Unit, self: Expression, logicalId: string): Expression {
    const { unit: needed, ref } = this.context.references.find(logicalId)!;
    if (needed !== undefined) { unit.needs.add(needed); }
    // What `Ref` stands for is an attribute of the construct that is meant.
    const construct = (ref as Extract<Expression, { kind: 'property' }>).of;
    return this.sections.Resources.some(({ id }) => id === logicalId)
      ? call(self, 'addDependency', construct)
      : call(property(self, 'node'), 'addDependency', construct);
  }

  private planOutput(entry: Entry): void {
    const { values } = this.context;
    const unit = this.unit(`output ${entry.id}`, entry);
    const textOfOutput = (...path: string[]): Expression | undefined => {
      const node = valueOf(entry.node, ...path);
      return node && values.text(node, unit.needs);
    };
    const condition = valueOf(entry.node, 'Condition');
    perform(unit, keepId(create('core', 'CfnOutput', THIS, this.constructId(entry, 'Output'), struct('core', 'CfnOutputProps', {
      value: textOfOutput('Value'),
      description: textOfOutput('Description'),
      exportName: textOfOutput('Export', 'Name'),
      condition: condition && this.conditions.named(condition, unit.needs),
    })), entry));
  }

  private unit(key: string, { at, path }: Entry): Unit {
    return this.context.units.add(key, { at, path });
  }

  /** Outputs, conditions and mappings may be called as a resource is, or as each other. */
  private constructId({ id }: Entry, noun: string): Expression {
    const constructId = this.context.references.find(id) || this.constructIds.has(id) ? `${id}${noun}` : id;
    this.constructIds.add(constructId);
    return literal(constructId);
  }
}

function keepId(element: Expression, { id }: Entry): Expression {
  return call(element, 'overrideLogicalId', literal(id));
}

function set(unit: Unit, target: Expression, value: Expression): void {
  const statement: Statement = { kind: 'set', target, value, origin: unit.origin };
  unit.statements.push(statement);
}

function textOfValue(node: ConfigNode, key: string): string {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' ? value.text : '';
}
