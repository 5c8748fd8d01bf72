import { Declared, PlanContext } from './context';
import { call, Expression, list, literal, THIS, type, variable } from './expression';
import { textIs } from './role-statements';
import { substitution } from './substitution';
import { intrinsicOf } from './values';
import { BROWSER_SESSION_ACTIONS } from '../../private/actions';
import { ConfigNode, MapNode, valueOf } from '../node';

export const MANAGED_CODE_INTERPRETER = 'aws.codeinterpreter.v1';
export const MANAGED_BROWSER = 'aws.browser.v1';
const INTERPRETER_VARIABLE = 'CUSTOM_INTERPRETER_ID';
const BROWSER_VARIABLE = 'CUSTOM_BROWSER_ID';

const MANAGED = call(type('own', 'CodeInterpreter'), 'fromAwsManaged', THIS, literal('AwsManagedCodeInterpreter'));

/** Which code interpreters and browsers an agent names, and what is left of its environment. */
export interface AgentTools {
  readonly props: Readonly<Record<string, Expression | undefined>>;
  /** Calls on the agent, when it is there. */
  readonly more: ReadonlyArray<(agent: Expression) => Expression>;
  readonly environment: ReadonlyArray<readonly [string, Expression]>;
}

interface Named {
  readonly variable: string;
  readonly logicalId: string;
  /** Whether the variable holds exactly the id. */
  readonly exact: boolean;
}

/** What the file has of one kind of tool, by logical id. */
export type Tools = ReadonlyMap<string, Declared>;

export function agentTools(
  context: PlanContext, { item }: Declared, interpreters: Tools, browsers: Tools, needs: Set<string>, roleGiven: boolean,
): AgentTools {
  const entries = (valueOf(item.node, 'environment') as MapNode | undefined)?.entries ?? [];
  const named = (tools: Tools, usual: string, attributes: readonly [string, string]): Named[] => entries.flatMap(({ key, value }) => (
    [...referredTo(value)].filter((logicalId) => tools.has(logicalId))
      .map((logicalId) => ({ variable: key, logicalId, exact: isId(value, logicalId, key === usual ? attributes : [attributes[0]]) }))
  ));
  const held = new Set<string>();
  const use = (tool: Declared): Expression => {
    needs.add(tool.variable);
    return variable(tool.variable);
  };

  const interpreter = interpreterOf(context, item.node, interpreters, named(interpreters, INTERPRETER_VARIABLE, ['CodeInterpreterId', 'CodeInterpreterArn']), use, needs, held);
  const browser = browserOf(item.node, browsers, named(browsers, BROWSER_VARIABLE, ['BrowserId', 'BrowserArn']), use, held, roleGiven);
  return {
    props: { ...interpreter.props, ...browser.props },
    more: [...interpreter.more, ...browser.more],
    environment: entries.filter(({ key }) => !held.has(key)).map(({ key, value }) => [key, context.values.text(value, needs)]),
  };
}

type Part = Pick<AgentTools, 'props' | 'more'>;

function interpreterOf(
  { imports }: PlanContext, agent: ConfigNode, tools: Tools, named: readonly Named[],
  use: (tool: Declared) => Expression, needs: Set<string>, held: Set<string>,
): Part {
  const chosen = chosenOf(agent, 'codeInterpreter', tools);
  const usual = valueOf(agent, 'environment', INTERPRETER_VARIABLE);
  const outside = usual && !named.some((name) => name.variable === INTERPRETER_VARIABLE) ? usual : undefined;
  if (outside) { held.add(INTERPRETER_VARIABLE); }
  const importedInterpreter = outside && !textIs(outside, MANAGED_CODE_INTERPRETER)
    ? imports.codeInterpreter(outside, needs, { at: outside.at, path: [INTERPRETER_VARIABLE] })
    : undefined;
  const first = chosen ?? pick(named, INTERPRETER_VARIABLE);
  if (first === undefined) { return { props: { codeInterpreter: importedInterpreter }, more: [] }; }

  const holders = named.filter(({ logicalId, exact }) => logicalId === first && exact).map((name) => name.variable);
  holders.forEach((name) => held.add(name));
  const [main, ...aliases] = holders.includes(INTERPRETER_VARIABLE)
    ? [INTERPRETER_VARIABLE, ...holders.filter((name) => name !== INTERPRETER_VARIABLE)]
    : chosen === undefined || usual ? holders : [INTERPRETER_VARIABLE, ...holders];
  const others = [...new Set(named.map(({ logicalId }) => logicalId))].filter((logicalId) => logicalId !== first);
  return {
    props: {
      codeInterpreter: use(tools.get(first)!),
      codeInterpreterVariable: main === undefined || main === INTERPRETER_VARIABLE ? undefined : literal(main),
      codeInterpreterVariableAliases: aliases.length === 0 ? undefined : list(aliases.map(literal)),
    },
    more: others.flatMap((logicalId) => {
      const tool = use(tools.get(logicalId)!);
      const variables = named.filter((name) => name.logicalId === logicalId && name.exact).map((name) => name.variable);
      variables.forEach((name) => held.add(name));
      return variables.length === 0
        ? [(to: Expression) => call(call(type('own', 'CodeInterpreterGrants'), 'fromCodeInterpreter', tool), 'use', to)]
        : variables.map((name) => (to: Expression) => call(to, 'addCodeInterpreter', tool, addOptions(name)));
    }).concat(outside ? [(to) => call(to, 'addCodeInterpreter', importedInterpreter ?? MANAGED, addOptions(INTERPRETER_VARIABLE))] : []),
  };
}

function addOptions(name: string): Expression {
  return { kind: 'struct', type: type('own', 'AddCodeInterpreterOptions'), fields: [['environmentVariable', literal(name)]] };
}

function browserOf(
  agent: ConfigNode, tools: Tools, named: readonly Named[], use: (tool: Declared) => Expression, held: Set<string>, roleGiven: boolean,
): Part {
  const browser = type('own', 'AgentBrowser');
  const usual = valueOf(agent, 'environment', BROWSER_VARIABLE);
  const first = chosenOf(agent, 'browser', tools) ?? pick(named, BROWSER_VARIABLE);
  const others = [...new Set(named.map(({ logicalId }) => logicalId))].filter((logicalId) => logicalId !== first);
  const more = others.map((logicalId) => {
    const tool = use(tools.get(logicalId)!);
    // What AWS's grantUse() gives is not enough to find a session again.
    return (to: Expression) => call(tool, 'grant', to, ...BROWSER_SESSION_ACTIONS.map(literal));
  });
  if (first !== undefined) {
    const isHeld = named.some(({ variable: name, logicalId, exact }) => name === BROWSER_VARIABLE && logicalId === first && exact);
    if (isHeld) { held.add(BROWSER_VARIABLE); }
    return { props: { browser: call(browser, 'fromBrowser', use(tools.get(first)!)) }, more };
  }
  const managed = textIs(valueOf(agent, 'browser'), MANAGED_BROWSER) || textIs(usual, MANAGED_BROWSER);
  if (usual && !managed) { return { props: {}, more }; }
  if (textIs(usual, MANAGED_BROWSER)) { held.add(BROWSER_VARIABLE); }
  return { props: { browser: managed || !roleGiven ? call(browser, 'awsManaged') : undefined }, more };
}

/** The logical id of what the agent chooses by our own key. */
function chosenOf(agent: ConfigNode, key: string, tools: Tools): string | undefined {
  const name = valueOf(agent, key);
  return [...tools].find(([, tool]) => textIs(name, tool.item.name))?.[0];
}

/** What the usual variable holds, else what any variable holds, else what is mentioned. */
function pick(named: readonly Named[], usual: string): string | undefined {
  return (named.find(({ variable: name, exact }) => exact && name === usual) ?? named.find(({ exact }) => exact) ?? named[0])?.logicalId;
}

/** The data plane takes an ARN for an id, so what goes into the usual variable may be one. */
function isId(value: ConfigNode, logicalId: string, attributes: readonly string[]): boolean {
  const intrinsic = intrinsicOf(value);
  switch (intrinsic?.key) {
    case 'Ref': return true;
    case 'Fn::GetAtt': return intrinsic.value.kind === 'list' && attributes.some((attribute) => textIs(valueOf(intrinsic.value, 1), attribute));
    case 'Fn::Sub': return intrinsic.value.kind === 'scalar' && ['', ...attributes.map((attribute) => `.${attribute}`)]
      .some((suffix) => textIs(intrinsic.value, `\${${logicalId}${suffix}}`));
    default: return false;
  }
}

/** The logical ids that a value refers to, at any depth. */
export function referredTo(node: ConfigNode, into = new Set<string>()): Set<string> {
  const intrinsic = intrinsicOf(node);
  const value = intrinsic?.value;
  if (intrinsic?.key === 'Ref' && value?.kind === 'scalar') { into.add(value.text); }
  if (intrinsic?.key === 'Fn::GetAtt' && value?.kind === 'list' && value.items[0]?.kind === 'scalar') { into.add(value.items[0].text); }
  const template = intrinsic?.key === 'Fn::Sub' ? (value?.kind === 'list' ? value.items[0] : value) : undefined;
  if (template?.kind === 'scalar') {
    for (const part of substitution(template.text)) { if ('logicalId' in part) { into.add(part.logicalId); } }
  }
  if (node.kind === 'list') { node.items.forEach((item) => referredTo(item, into)); }
  if (node.kind === 'map') { node.entries.forEach((entry) => referredTo(entry.value, into)); }
  return into;
}
