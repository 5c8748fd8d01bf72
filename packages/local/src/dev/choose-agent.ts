import { AgentError } from './agent-error.js';
import { AgentRuntime } from '../assembly/runtimes.js';
import { visibleLine } from '../watch/visible-text.js';

/**
 * The agent with this runtime name, logical id or construct path, or the end of one; without `wanted` the only one.
 * @throws AgentError that lists what there is
 */
export function chosenAgent(runtimes: readonly AgentRuntime[], wanted?: string): AgentRuntime {
  const fitting = wanted === undefined ? runtimes : bestFitting(runtimes, wanted);
  const [only] = fitting;
  if (only && fitting.length === 1) { return only; }
  const list = (fitting.length > 0 ? fitting : runtimes).map((runtime) => `\n  ${visibleLine(titleOf(runtime), 300)}`).join('');
  if (wanted === undefined) { throw new AgentError(`the assembly has ${runtimes.length} agents; say with --agent which one to run:${list}`); }
  const got = visibleLine(wanted, 100);
  throw new AgentError(fitting.length > 0
    ? `--agent ${got} fits ${fitting.length} agents; give the whole construct path, or the name or logical id of one:${list}`
    : `--agent ${got}: there is no such agent; there ${runtimes.length === 1 ? 'is' : 'are'}:${list}`);
}

/** What fits exactly comes before what fits with its end. */
function bestFitting(runtimes: readonly AgentRuntime[], wanted: string): readonly AgentRuntime[] {
  const exact = runtimes.filter((runtime) => [runtime.name, runtime.logicalId, pathOf(runtime), runtime.constructPath].includes(wanted));
  return exact.length > 0 ? exact : runtimes.filter((runtime) => pathOf(runtime)?.endsWith(`/${wanted}`));
}

function titleOf(runtime: AgentRuntime): string {
  return `${pathOf(runtime) ?? `${runtime.stack}/${runtime.logicalId}`} (${runtime.name})`;
}

/** Of the construct that people wrote: those within have names that nobody chose. */
function pathOf({ constructPath }: AgentRuntime): string | undefined {
  return constructPath?.replace(/\/Resource$/, '').replace(/\/Runtime$/, '');
}
