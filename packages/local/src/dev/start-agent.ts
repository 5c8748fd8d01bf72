import { dirname, resolve } from 'node:path';
import { AgentError, AgentFailedError } from './agent-error.js';
import { AgentExit, AgentProcess } from './agent-process.js';
import { agentVariables } from './agent-variables.js';
import { chosenAgent } from './choose-agent.js';
import { codeLaunch } from './code-launch.js';
import { commandLaunch } from './command-launch.js';
import { dockerAnswers, dockerLaunch } from './docker.js';
import { imageLaunch } from './image-launch.js';
import { AgentAnswer, invoke, InvokeOptions } from './invoke.js';
import { LaunchContext, OutputListener } from './launch-context.js';
import { Launch } from './launch.js';
import { missingDependencies } from './missing-dependencies.js';
import { checkPortIsFree, untilReady } from './readiness.js';
import { AgentRuntime, readRuntimes } from '../assembly/runtimes.js';
import { DEFAULT_ACCOUNT_ID, regionOf } from '../service/defaults.js';
import { visibleText } from '../watch/visible-text.js';

export const DEFAULT_PORT = 8080;
const SECONDS_TO_BE_READY = 60;

export interface AgentOptions {
  /** Folder of the synthesized app. */
  readonly assembly: string;
  /** Runtime name, logical id, construct path, or the end of one. Left out: the only agent there is. */
  readonly agent?: string;
  /** Where the agent's sources are looked for. Left out: the folder that `assembly` is in. */
  readonly project?: string;
  /** Where the agent runs. Left out: the folder of the project, or of its repository, that has the very file of the assembly. */
  readonly folder?: string;
  /** Variables besides those of the process and of the template, before which they come: `environment` of the local service. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the agent listens, told to it as PORT. Left out: 8080, as the service wants it. */
  readonly port?: number;
  /** Whether an agent with a Dockerfile runs in a container. Left out: if a Docker engine answers. */
  readonly docker?: boolean;
  /** What starts the agent, for `sh`. Left out: what the template says. */
  readonly command?: string;
  /** Of ARNs. Left out: 123456789012. */
  readonly accountId?: string;
  /** For the agent to answer `/ping`. Left out: 60. */
  readonly readyTimeoutSeconds?: number;
  /** Told where it will run, before it starts, and waited for. Left out: nobody is. */
  readonly onFolder?: (folder: string, runsSources: boolean) => Promise<void>;
  /** Ends the start. Left out: it goes on until it fails. */
  readonly signal?: AbortSignal;
  /** Told what the agent prints, as it is: not all of it is fit for a terminal. Left out: nobody is. */
  readonly onOutput?: OutputListener;
  /** Told what is otherwise than deployed, a line each. Left out: it goes to stderr. */
  readonly onNote?: (note: string) => void;
}

/** An agent that listens. */
export interface RunningAgent extends AsyncDisposable {
  /** The name of the runtime. */
  readonly name: string;
  readonly url: string;
  readonly folder: string;
  /** Whether that is the folder of its sources, so that it runs them as they are now. */
  readonly runsSources: boolean;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Settles when it has ended, for whatever reason. Never rejects. */
  readonly exited: Promise<AgentExit>;
  /** Calls it as the service does. */
  invoke(payload: unknown, options?: InvokeOptions): Promise<AgentAnswer>;
  /** Ends it, and all that it has started. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts an agent of an assembly with its own entry point, and the environment that its template gives it. Settles when it
 * answers.
 * @throws AgentError or AssemblyError that says what to do; the reason of `signal` when that aborts
 */
export async function startAgent(options: AgentOptions): Promise<RunningAgent> {
  const { assembly, port = DEFAULT_PORT, signal, onNote = toStderr } = options;
  checkPort(port);
  const region = regionOf(options.environment.AWS_REGION, process.env);
  const runtime = chosenAgent(await readRuntimes(assembly, { region, accountId: options.accountId ?? DEFAULT_ACCOUNT_ID }), options.agent);
  for (const variable of runtime.unknownVariables) {
    if (process.env[variable] !== undefined || options.environment[variable] !== undefined) { continue; }
    onNote(`${variable} is known only after a deploy, and is left out; set it where you start this, if the agent needs it`);
  }
  await checkPortIsFree(port);
  const launch = await launchOf(runtime, options, port);
  launch.notes.forEach((note) => onNote(note));
  await options.onFolder?.(launch.folder, launch.runsSources);
  signal?.throwIfAborted();
  const agent = await AgentProcess.start(launch, options.onOutput ?? (() => undefined));
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(agent, url, runtime, launch, options);
  } catch (error) {
    await agent.close();
    throw error;
  }
  return {
    name: runtime.name,
    url,
    folder: launch.folder,
    runsSources: launch.runsSources,
    command: launch.command,
    exited: agent.exited,
    invoke: (payload, invokeOptions) => invoke(url, payload, invokeOptions),
    close: () => agent.close(),
    [Symbol.asyncDispose]: () => agent.close(),
  };
}

function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) { return; }
  throw new AgentError(`port: ${port} is not allowed; allowed is a whole number from 1 to 65535`);
}

async function launchOf(runtime: AgentRuntime, options: AgentOptions, port: number): Promise<Launch> {
  const { artifact, name } = runtime;
  const assembly = resolve(options.assembly);
  const given = agentVariables({ template: runtime.environment, given: options.environment, shell: process.env, port });
  const context: LaunchContext = {
    name,
    assembly,
    project: resolve(options.project ?? dirname(assembly)),
    folder: options.folder,
    port,
    environment: { ...process.env, ...given },
    own: Object.keys(given),
    onOutput: options.onOutput ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
  };
  if (options.command !== undefined) { return commandLaunch(options.command, artifact, context); }
  switch (artifact.kind) {
    case 'code': return codeLaunch(artifact, context);
    case 'image': return (options.docker ?? await dockerAnswers() ? dockerLaunch : imageLaunch)(artifact.asset, context);
    default: throw new AgentError(`${name}: ${artifact.what}, and not in ${assembly}; say with --command what starts it`);
  }
}

async function ready(agent: AgentProcess, url: string, { name }: AgentRuntime, launch: Launch, options: AgentOptions): Promise<void> {
  const gaveUp = new AbortController();
  const ended = agent.exited.then(({ code, signal }) => {
    const how = code === null ? signal : `code ${code}`;
    const advice = missingDependencies(agent.lastOutput, launch.folder);
    const printed = agent.lastOutput.map((line) => `\n  ${visibleText(line)}`).join('');
    throw new AgentFailedError(`${name} ended before it answered, with ${how}${advice === undefined ? '' : `; ${advice}`}`
      + `\n${launch.command.join(' ')} in ${launch.folder} printed:${printed || ' nothing'}`);
  });
  const { signal, readyTimeoutSeconds = SECONDS_TO_BE_READY } = options;
  try {
    await Promise.race([untilReady(url, readyTimeoutSeconds, signal ? AbortSignal.any([signal, gaveUp.signal]) : gaveUp.signal), ended]);
  } finally {
    gaveUp.abort();
    ended.catch(() => undefined);
  }
}

function toStderr(note: string): void {
  process.stderr.write(`agentcore-local: ${visibleText(note)}\n`);
}
