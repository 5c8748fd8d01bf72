import { exportLines } from './export-lines.js';
import { AssemblyInterpreter } from '../assembly/interpreters.js';
import { formatBytes, formatSeconds } from '../config/quantity.js';
import { EngineReport } from '../sandbox/sandbox.js';

/** What the banner says. */
export interface BannerFacts {
  readonly report: EngineReport;
  readonly url: string;
  readonly page: boolean;
  readonly interpreters: readonly Pick<AssemblyInterpreter, 'id' | 'networkMode'>[];
  readonly environment: Readonly<Record<string, string>>;
  readonly agents: readonly { readonly agent: string; readonly variables: Readonly<Record<string, string>> }[];
}

/** The first line says how sessions are kept apart, and what is not. */
export function banner({ report, url, page, interpreters, environment, agents }: BannerFacts): string[] {
  const { limits } = report;
  return [
    `sandbox     ${report.tier}: ${report.title}; not isolated: ${report.notIsolated.join('; ') || 'nothing that the service would'}`,
    ...report.refused.map(({ tier, reason }) => `            not ${tier}: ${reason}`),
    `listening   ${url}${page ? '  (open it in a browser to watch)' : ''}`,
    `limits      ${limits.cpus} CPUs, ${formatBytes(limits.memoryBytes)} of memory, ${formatBytes(limits.diskBytes)} of disk, `
      + `${formatSeconds(limits.callSeconds)} for a call, ${formatSeconds(limits.taskSeconds)} for a task, by ${report.limitedBy}`,
    `python      ${pythonLine(report)}`,
    `scripts     ${scriptsLine(report)}`,
    ...interpreters.map(({ id, networkMode }, index) => `${index === 0 ? 'serving' : ''}`.padEnd(12) + `${id} (${networkMode})`),
    '',
    ...exportLines(environment),
    ...agents.flatMap(({ agent, variables }) => {
      const own = Object.entries(variables).filter(([name, value]) => environment[name] !== value);
      return own.length === 0 ? [] : [`# for ${agent}`, ...exportLines(Object.fromEntries(own))];
    }),
    '',
  ];
}

function pythonLine({ python }: EngineReport): string {
  if (!python) { return 'none: run `agentcore-local setup`, or name one with --python'; }
  const packages = Object.entries(python.packages).map(([name, version]) => `${name} ${version}`);
  return `${python.version} (${python.path}), ${packages.length > 0 ? packages.join(', ') : 'no packages of interest: `agentcore-local setup` installs them'}`;
}

function scriptsLine({ nodejs, deno }: EngineReport): string {
  const node = nodejs && `Node ${nodejs.version}`;
  if (deno) { return [`Deno ${deno.version}, the default for JavaScript and TypeScript`, ...(node ? [node] : [])].join('; '); }
  return node ? `${node}; Deno is not installed, so that nodejs stands in where deno is the default` : 'none';
}
