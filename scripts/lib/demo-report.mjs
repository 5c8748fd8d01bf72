import { interpretersOf } from './demo-checks.mjs';
import { bold, columns, heading, table } from './demo-table.mjs';
import { actionsInWords, conditionInWords, resourcesInWords, trustInWords } from './demo-words.mjs';

/** What comes first in a role. What it takes to start, and to write logs, comes last. */
const ORDER = [/CodeInterpreter/, /Browser/, /^bedrock:/, /^(?!(logs|xray|cloudwatch|ecr):|bedrock-agentcore:GetWorkload)/];

/** One line, and one for each check that does not hold. */
export function lineOf(example, checks) {
  const bad = checks.filter(({ problem }) => problem);
  const figures = `${contentOf(example).padEnd(40)} ${`${checks.length} checks`.padStart(9)}  ${seconds(example)}`;
  return [`${bad.length === 0 ? 'ok    ' : 'FAILED'} ${example.name.padEnd(30)} ${figures}`, ...bad.map(problemLine)].join('\n');
}

/** All that is to be said of an example. */
export function reportOf(example, checks) {
  const bad = checks.filter(({ problem }) => problem);
  const result = bad.length === 0
    ? `${checks.length} checks hold.`
    : [`FAILED: ${bad.length} of ${checks.length} checks`, ...bad.map(problemLine)].join('\n');
  return [
    heading(example.folder, seconds(example)),
    ...example.templates.flatMap((template) => [
      section('Code interpreters', ['interpreter', 'mode', 'name', 'role'], interpreterRows(template)),
      section('Agents', ['agent', 'runtime name', 'source', 'environment'], agentRows(template)),
      `${bold('Who may do what')}\n${template.roles.map((role) => permissionsOf(template, role)).join('\n')}`,
    ].filter(Boolean)),
    example.error ? result : `${result} The templates are in ${example.outdir}.`,
  ].join('\n\n');
}

/** The last table: an example in a row. */
export function summaryOf(results) {
  const rows = results.map(({ example, checks }) => {
    const bad = checks.filter(({ problem }) => problem).length;
    return [example.name, contentOf(example), bad === 0 ? `${checks.length} hold` : `${bad} of ${checks.length} FAILED`, seconds(example)];
  });
  return `${heading('In short', '')}\n${table(['example', 'creates', 'checks', 'time'], rows)}`;
}

function section(title, head, rows) {
  return rows.length > 0 ? `${bold(title)}\n${table(head, rows)}` : undefined;
}

function interpreterRows(template) {
  const own = template.interpreters.map(({ id, name, mode, placement, role }) => (
    [template.nameOf(id), [mode, ...placement].join('\n'), name, role]
  ));
  const used = new Set(template.agents.flatMap((agent) => interpretersOf(template, agent)));
  const managed = [...used].filter((id) => !(id in template.resources));
  return [
    ...own,
    ...managed.map((id) => [id, '-', 'not created: AWS keeps it ready', 'none']),
  ];
}

function agentRows(template) {
  return template.agents.map(({ id, name, source, variables }) => [
    template.agentName(id), name, source,
    Object.entries(variables).map(([variable, value]) => `${variable}\n  = ${template.text(value)}`).join('\n'),
  ]);
}

function permissionsOf(template, role) {
  const [user] = role.users;
  const who = template.isAgent(user) ? template.agentName(user) : `Code in the sessions of ${template.nameOf(user)}`;
  const rows = [...statementRows(role.statements, template), ...role.managedPolicies.map((policy) => [`what ${policy} allows`, ''])];
  const trust = role.trust.map((statement) => trustInWords(statement, template)).join('; ');
  return [
    `  ${bold(who)}${rows.length === 0 ? ' may do nothing: its role has no policy' : ''}`,
    ...columns([[`assumed by ${trust}`]], '    '),
    ...rows.length > 0 ? columns(rows, '    ') : [],
  ].join('\n');
}

/** What is allowed, and on what. The same on several resources is said once. */
function statementRows(statements, template) {
  const resourcesOf = new Map();
  for (const { Effect, Action, NotAction, Resource, Condition } of [...statements].sort((a, b) => rank(a) - rank(b))) {
    const actions = NotAction ? `all but ${actionsInWords([NotAction].flat())}` : actionsInWords([Action].flat());
    const may = Effect === 'Allow' ? actions : `NOT ${actions}`;
    const on = [resourcesInWords([Resource ?? '*'].flat(), template), conditionInWords(Condition, template)].filter(Boolean).join(', ');
    resourcesOf.set(may, [...resourcesOf.get(may) ?? [], on]);
  }
  return [...resourcesOf].map(([may, resources]) => [`may ${may}`, resources.join('\n')]);
}

function rank({ Action = '*' }) {
  const position = ORDER.findIndex((pattern) => pattern.test([Action].flat()[0]));
  return position === -1 ? ORDER.length : position;
}

function problemLine({ title, problem }) {
  return `  ${title}: ${problem}`;
}

function contentOf({ templates }) {
  const modes = templates.flatMap(({ interpreters }) => interpreters.map(({ mode }) => mode));
  const agents = templates.flatMap((template) => template.agents).length;
  const parts = [
    modes.length > 0 && `${modes.length === 1 ? 'interpreter' : `${modes.length} interpreters`} (${modes.join(', ')})`,
    agents > 0 && (agents === 1 ? 'agent' : `${agents} agents`),
  ];
  return parts.filter(Boolean).join(', ') || 'nothing';
}

function seconds({ seconds: value }) {
  return `${value.toFixed(1)} s`;
}
