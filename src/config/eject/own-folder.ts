import * as path from 'path';
import { stepsTo } from './relative';
import { rewritePlan } from './rewrite';
import { Expression, list, literal, Plan } from '../plan/expression';

/** How the options of what takes a directory are called. */
const OPTIONS: Readonly<Record<string, string>> = {
  fromDirectory: 'AgentDirectoryOptions',
  fromDockerfile: 'AgentImageOptions',
  fromNode: 'AgentNodeOptions',
  fromPython: 'AgentPythonOptions',
};

/** Why the app of a configuration cannot be in a folder, if so. */
export function reasonAgainst(folder: string, plan: Plan, configuration: string, paths: path.PlatformPath = path): string | undefined {
  if (agentFolders(plan).includes(folder)) { return 'it is the code of an agent'; }
  // Paths in the app are relative to it.
  return paths.parse(folder).root === paths.parse(configuration).root ? undefined : `it is on another drive than ${configuration}`;
}

function agentFolders(plan: Plan): string[] {
  const folders: string[] = [];
  rewritePlan(plan, (expression) => {
    const folder = agentFolder(expression);
    if (folder !== undefined) { folders.push(folder); }
    return expression;
  });
  return folders;
}

/** Leaves the app out of the code of agents that it lies in, so that a change of the app does not change the agents. */
export function withoutFolder(plan: Plan, folder: string): Plan {
  return rewritePlan(plan, (expression) => {
    const code = agentFolder(expression);
    const steps = code === undefined ? ['..'] : stepsTo(code, folder);
    return steps[0] === '..' ? expression : excluding(expression as Call, `/${steps.join('/')}`);
  });
}

type Call = Extract<Expression, { kind: 'call' }>;

function agentFolder(expression: Expression): string | undefined {
  if (expression.kind !== 'call' || expression.of.kind !== 'type' || expression.of.name !== 'AgentSource') { return undefined; }
  const [directory] = expression.args;
  return directory.kind === 'path' ? directory.path : undefined;
}

function excluding(source: Call, pattern: string): Expression {
  const [directory, options] = source.args as [Expression, Extract<Expression, { kind: 'struct' }>?];
  const fields = options?.fields ?? [];
  const excluded = fields.find(([name]) => name === 'exclude')?.[1] as Extract<Expression, { kind: 'list' }> | undefined;
  return {
    ...source,
    args: [directory, {
      kind: 'struct',
      type: options?.type ?? { kind: 'type', module: 'own', name: OPTIONS[source.method] },
      fields: [...fields.filter(([name]) => name !== 'exclude'), ['exclude', list([...excluded?.items ?? [], literal(pattern)])]],
    }],
  };
}
