import { declareAgent, planAgent } from './agents';
import { declareBrowser, planBrowser } from './browsers';
import { declareCodeInterpreter, planCodeInterpreter } from './code-interpreters';
import { attributeOf, resourceOf } from './constructs';
import { Declared, perform, PlanContext, PlanOptions } from './context';
import { call, Expression, literal, Plan, property, THIS, type } from './expression';
import { Imports } from './imports';
import { IntrinsicChecks } from './intrinsic-checks';
import { References } from './references';
import { declareResources, namesOf, planResources } from './resources';
import { checkSources } from './source-checks';
import { Units } from './units';
import { Values } from './values';
import { VariableNames } from './variable-names';
import { blockOf } from '../block';
import { frameworkGatewayLogicalId, frameworkLogicalId } from '../naming';
import { ConfigNode, MapNode, pathText, Position } from '../node';
import { Note, Problems } from '../problem';

const ANYWHERE: Position = { file: '', line: 0, column: 0 };

/**
 * What to make of a file that has no problems yet. Adds those of its references; a plan with problems is not to be run.
 *
 * @param notes takes what its author should know
 */
export function planOf(root: ConfigNode, options: PlanOptions, problems: Problems, notes: Note[]): Plan {
  const context = contextOf(root, options, problems, notes);
  const { block, units } = context;
  declareGiven(context);
  const interpreters = block.codeInterpreters.map((item) => declareCodeInterpreter(context, item));
  const browsers = block.browsers.map((item) => declareBrowser(context, item));
  const agents = block.agents.map((item) => declareAgent(context, item));
  declareResources(context);
  check(context);
  if (problems.count > 0) { return { statements: [], ...context.exposed }; }

  const byLogicalId = (all: Declared[]): Map<string, Declared> => new Map(all.map((each) => [each.logicalId, each]));
  const [interpreterIds, browserIds] = [byLogicalId(interpreters), byLogicalId(browsers)];
  interpreters.forEach((declared) => planCodeInterpreter(context, declared));
  browsers.forEach((declared) => planBrowser(context, declared));
  agents.forEach((declared) => planAgent(context, declared, interpreterIds, browserIds));
  planResources(context);

  const ordered = units.inOrder((circle) => problems.add(circle[0].origin.at, circle[0].origin.path,
    `needs itself, by way of ${[...circle, circle[0]].map(({ origin }) => pathText(origin.path)).join(' → ')}; remove one of the references`));
  return { statements: ordered.flatMap(({ statements }) => statements), ...context.exposed };
}

function contextOf(root: ConfigNode, options: PlanOptions, problems: Problems, notes: Note[]): PlanContext {
  const references = new References(problems);
  const units = new Units();
  let quiet = false;
  const context: PlanContext = {
    root,
    block: blockOf(root),
    options,
    problems,
    notes,
    references,
    values: new Values(references),
    units,
    names: new VariableNames(),
    get imports() { return imports; },
    exposed: { agents: {}, codeInterpreters: {}, browsers: {}, resources: {} },
    needsNoRouteTables: (origin) => {
      if (quiet) { return; }
      quiet = true;
      perform(units.add('quiet about route tables', origin),
        call(call(type('core', 'Annotations'), 'of', THIS), 'acknowledgeWarning', literal('@aws-cdk/aws-ec2:noSubnetRouteTableId')));
    },
  };
  const imports = new Imports(context);
  return context;
}

/** What the user passed can be referred to by the logical ids that the framework would give it. */
function declareGiven({ options, references }: PlanContext): void {
  const attributes = (known: Readonly<Record<string, Expression>>) => ({
    attribute: (name: string) => (Object.hasOwn(known, name) ? known[name] : undefined),
    attributeNames: Object.keys(known),
  });
  for (const name of options.memories) {
    const memory: Expression = { kind: 'given', group: 'memories', name, type: type('agentcore', 'IMemory') };
    references.declare(frameworkLogicalId(name, 'Memory'), {
      what: `the memory ${name}`,
      ref: property(memory, 'memoryId'),
      ...attributes({ MemoryArn: property(memory, 'memoryArn'), MemoryId: property(memory, 'memoryId') }),
    }, ANYWHERE, []);
  }
  for (const name of options.gateways) {
    const gateway: Expression = { kind: 'given', group: 'gateways', name, type: type('agentcore', 'IGateway') };
    references.declare(frameworkGatewayLogicalId(name), {
      what: `the gateway ${name}`,
      ref: property(gateway, 'gatewayId'),
      ...attributes({
        GatewayArn: property(gateway, 'gatewayArn'), GatewayIdentifier: property(gateway, 'gatewayId'), GatewayUrl: property(gateway, 'gatewayUrl'),
      }),
    }, ANYWHERE, []);
  }
  for (const [logicalId, { isResource }] of Object.entries(options.constructs)) {
    const construct: Expression = { kind: 'given', group: 'constructs', name: logicalId, type: type(isResource ? 'core' : 'constructs', isResource ? 'CfnResource' : 'IConstruct') };
    const resource = isResource ? construct : resourceOf(construct);
    references.declare(logicalId, {
      what: `the construct for ${logicalId}`,
      ref: property(resource, 'ref'),
      attribute: (name) => attributeOf(resource, name),
    }, ANYWHERE, []);
  }
}

function check(context: PlanContext): void {
  const { root, block, references, problems } = context;
  const checks = new IntrinsicChecks(references, namesOf('Conditions', context), namesOf('Mappings', context), problems);
  checks.checkRoles(block);
  for (const { key, value } of (root as MapNode).entries) {
    if (key === 'agents' || key === 'ai') { checks.checkBlock(value, [key]); }
    if (key === 'resources') { checks.checkResources(value, [key]); }
  }
  checkSources(context);
}
