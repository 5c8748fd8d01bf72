import { logicalIdIn } from './demo-template.mjs';

const MANAGED_INTERPRETER = 'aws.codeinterpreter.v1';
const MANAGED_BROWSER = 'aws.browser.v1';
const USE = ['GetCodeInterpreterSession', 'InvokeCodeInterpreter', 'StartCodeInterpreterSession', 'StopCodeInterpreterSession'];
const SERVICE_PRINCIPAL = 'bedrock-agentcore.amazonaws.com';

/** What each example is there to show, in the order to read them: the network modes of its interpreters, and its agents. */
export const EXPECTED = {
  'basic': { modes: [], agents: 1 },
  'sandbox': { modes: ['SANDBOX'], agents: 0 },
  'public-network': { modes: ['PUBLIC'], agents: 0 },
  'vpc': { modes: ['VPC'], agents: 0 },
  'execution-role': { modes: ['PUBLIC'], agents: 0 },
  'agent-with-custom-interpreter': { modes: ['PUBLIC', 'SANDBOX'], agents: 1 },
  'agent-langgraph-js': { modes: ['PUBLIC', 'SANDBOX'], agents: 1 },
  'agent-with-browser': { modes: [], agents: 1 },
  'serverless/basic': { modes: [], agents: 1 },
  'serverless/custom-interpreter': { modes: ['PUBLIC'], agents: 1 },
  'serverless/full': { modes: ['PUBLIC', 'SANDBOX', 'VPC'], agents: 2 },
};

/** What must hold for an example, as `{ title, problem }`, where `problem` is left out if it does. */
export function checksOf({ name, error, templates }) {
  if (error) { return [{ title: 'synthesizes', problem: error }]; }
  return [
    { title: 'synthesizes' },
    check('has what it is there to show', contentProblem(name, templates)),
    ...templates.flatMap((template) => [
      ...template.agents.flatMap((agent) => agentChecks(template, agent)),
      ...template.roles.map((role) => trustCheck(template, role)),
    ]),
  ];
}

/** The interpreters whose ids an agent is given: logical ids, and literal ids of those that are defined elsewhere. */
export function interpretersOf(template, agent) {
  return idsOf(template, agent, 'code interpreter', /^(aws\.codeinterpreter\.v1|[a-zA-Z]\w{0,47}-[a-zA-Z0-9]{10})$/);
}

function agentChecks(template, agent) {
  const role = template.roles.find(({ id }) => id === agent.roleId);
  const name = template.agentName(agent.id);
  if (!role) { return [check(`${name} has a role of this stack`, 'it has not, so nothing can be said of its permissions')]; }
  const interpreters = interpretersOf(template, agent);
  return [
    check(`${name} is told the id of an interpreter`, interpreters.length > 0 && 'CUSTOM_INTERPRETER_ID' in agent.variables
      ? undefined : `its variables are: ${Object.keys(agent.variables).join(', ') || 'none'}`),
    check(`${name} may use the interpreters it is told of, and no other`, grantProblem(template, role, interpreters)),
    check(`${name} may use the browser it is told of, and no other`, browserProblem(template, role, agent)),
  ];
}

function contentProblem(name, templates) {
  const expected = EXPECTED[name];
  if (!expected) { return `say in scripts/lib/demo-checks.mjs what ${name} is there to show`; }
  const modes = templates.flatMap((template) => template.interpreters.map(({ mode }) => mode)).sort();
  const agents = templates.flatMap((template) => template.agents).length;
  const found = { modes, agents };
  return difference(JSON.stringify(expected), JSON.stringify(found));
}

/** Exactly the four actions on exactly these interpreters: nothing less, nothing more, nothing on a pattern. */
function grantProblem(template, role, interpreters) {
  const granted = new Map();
  for (const { action, resource } of allowed(role).filter((grant) => reaches(grant.action, 'CodeInterpreter'))) {
    const key = keyOf(template, resource, 'CodeInterpreterArn');
    granted.set(key, [...granted.get(key) ?? [], action.split(':')[1] ?? action]);
  }
  const found = [...granted].map(([key, actions]) => `${key}: ${[...new Set(actions)].sort().join(', ')}`).sort();
  const expected = interpreters.map((key) => `${key}: ${USE.join(', ')}`).sort();
  return difference(expected.join('; ') || 'nothing', found.join('; ') || 'nothing');
}

function browserProblem(template, role, agent) {
  const told = idsOf(template, agent, 'browser', /^aws\.browser\.v1$/);
  const granted = allowed(role).filter(({ action }) => reaches(action, 'Browser') && !/:ConnectBrowserAutomationStream$/.test(action))
    .map(({ resource }) => keyOf(template, resource, 'BrowserArn'));
  return difference(told.sort().join('; ') || 'none', [...new Set(granted)].sort().join('; ') || 'none');
}

function trustCheck(template, role) {
  return check(`${template.nameOf(role.id)} trusts AgentCore only, in one account`, trustProblem(template, role));
}

function trustProblem(template, role) {
  if (role.trust.length !== 1) { return `it has ${role.trust.length} statements`; }
  const [{ Principal, Condition }] = role.trust;
  if (JSON.stringify(Principal) !== JSON.stringify({ Service: SERVICE_PRINCIPAL })) { return `it trusts ${JSON.stringify(Principal)}`; }
  const account = template.text(Condition?.StringEquals?.['aws:SourceAccount'] ?? 'any account');
  const sources = [Condition?.ArnLike?.['aws:SourceArn'] ?? 'any resource'].flat().map((arn) => template.text(arn));
  if (account !== '<account>') { return `it trusts ${account}`; }
  const others = sources.filter((arn) => !/:<account>:(code-interpreter-custom|runtime)\/[^*]+-\*$/.test(arn));
  return others.length === 0 ? undefined : `it trusts ${others.join(', ')}`;
}

/** Every pair of an action and a resource that the policies in the template allow. A managed policy counts as all. */
function allowed({ statements, managedPolicies }) {
  const pairs = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, NotAction, Resource }) => {
    const actions = NotAction ? ['*'] : [Action].flat();
    return actions.flatMap((action) => [Resource ?? '*'].flat().map((resource) => ({ action, resource })));
  });
  return [...pairs, ...managedPolicies.map((policy) => ({ action: '*', resource: policy }))];
}

/** Whether an action, which may hold wildcards, is one on interpreters or browsers. */
function reaches(action, word) {
  const { service = '*', name = '*' } = /^(?<service>[^:]+):(?<name>.+)$/.exec(action.toLowerCase())?.groups ?? {};
  return (service === '*' || service === 'bedrock-agentcore') && (name.includes(word.toLowerCase()) || name.includes('*'));
}

function keyOf(template, resource, attribute) {
  const [id, name] = resource['Fn::GetAtt'] ?? [];
  if (name === attribute) { return id; }
  const text = template.text(resource);
  return new RegExp(`:aws:[a-z-]+/(${MANAGED_INTERPRETER}|${MANAGED_BROWSER})$`).exec(text)?.[1] ?? text;
}

function idsOf(template, agent, type, pattern) {
  const ids = Object.values(agent.variables).flatMap((value) => {
    const id = logicalIdIn(value);
    if (id && template.typeOf(id) === type) { return [id]; }
    return typeof value === 'string' && pattern.test(value) ? [value] : [];
  });
  return [...new Set(ids)];
}

function difference(expected, found) {
  return expected === found ? undefined : `expected ${expected}, found ${found}`;
}

function check(title, problem) {
  return { title, problem };
}
