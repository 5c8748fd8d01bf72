import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AgentFailedError } from './agent-error.js';
import { modelEndpoint } from './model-endpoint.js';
import { ProjectWatch } from './project-watch.js';
import { checkPortIsFree } from './readiness.js';
import { DEFAULT_PORT, RunningAgent, startAgent } from './start-agent.js';
import { CdkProject, cdkProject, synthesize } from './synthesize.js';
import { Assembly, readAssembly } from '../assembly/assembly.js';
import { ClosingOrder } from '../service/closing-order.js';
import { LocalService } from '../service/local-service.js';
import { LocalServiceOptions } from '../service/options.js';
import { startService } from '../service/start.js';

const MANIFEST = 'manifest.json';

/** What a line is about. */
export type Topic = 'synth' | 'service' | 'model' | 'agent' | 'change' | 'note';

export interface DeveloperLoopOptions {
  /** Folder of the CDK app. */
  readonly project: string;
  /** A folder that is synthesized already. Left out: the app is synthesized, at the start and after each change. */
  readonly assembly?: string;
  readonly agent?: string;
  /** Where the agent listens. Left out: 8080. */
  readonly port?: number;
  readonly docker?: boolean;
  readonly command?: string;
  /** Whether a stand-in answers calls of a model. Left out: if there are no credentials. */
  readonly scripted?: boolean;
  /** Of the local service. */
  readonly service: Omit<LocalServiceOptions, 'assembly'>;
  /** Ends the start. Left out: it goes on until it fails. */
  readonly signal?: AbortSignal;
  /** Told what happens. */
  readonly say: (topic: Topic, text: string) => void;
  /** Told what the agent, and what makes it, print. */
  readonly onOutput: (topic: 'synth' | 'agent', line: string) => void;
}

/** Synthesizes an app, serves its code interpreters, runs one of its agents, and does it again when the sources change. */
export class DeveloperLoop implements AsyncDisposable {
  /**
   * Settles when the agent answers, or its code has to change before it can.
   * @throws Error that says what is wrong with how it was asked for
   */
  public static async start(options: DeveloperLoopOptions): Promise<DeveloperLoop> {
    const cdk = options.assembly === undefined ? await cdkProject(options.project, process.env) : undefined;
    const loop = new DeveloperLoop(options, cdk);
    options.signal?.addEventListener('abort', () => loop.ending.abort(options.signal?.reason));
    try {
      options.signal?.throwIfAborted();
      await loop.begin();
    } catch (error) {
      await loop.close();
      throw error;
    }
    return loop;
  }

  private readonly ending = new AbortController();
  private readonly closing = new ClosingOrder();
  private readonly assembly: string;
  private readonly watch: ProjectWatch;
  private running?: RunningAgent;
  private service?: LocalService;
  private served?: Assembly;
  private modelEnvironment: Readonly<Record<string, string>> = {};
  /** Folder of the agent's sources, if it runs there. */
  private sources?: string;
  /** What has changed since the last start. */
  private readonly pending = new Set<string>();
  private work: Promise<void> = Promise.resolve();

  private constructor(private readonly options: DeveloperLoopOptions, private readonly cdk?: CdkProject) {
    this.assembly = resolve(options.assembly ?? cdk?.assembly ?? options.project);
    this.watch = new ProjectWatch((paths) => this.changed(paths), (message) => options.say('note', message), cdk?.assembly);
  }

  /** Undefined while none runs. */
  public get agent(): RunningAgent | undefined {
    return this.running;
  }

  /** Ends everything. May be called more than once. */
  public async close(): Promise<void> {
    this.watch.close();
    this.ending.abort(new Error('it is being ended'));
    await this.work;
    await this.closing.close();
  }

  public [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async begin(): Promise<void> {
    const { say, project, scripted = false, port = DEFAULT_PORT } = this.options;
    // Before what takes long.
    await checkPortIsFree(port);
    const model = await modelEndpoint(scripted, process.env);
    this.closing.add('the model', () => model.close());
    this.closing.add('the service', async () => this.service?.close());
    this.closing.add('the agent', async () => this.running?.close());
    this.modelEnvironment = model.environment;
    if (this.cdk) { await this.watch.add(resolve(project)); } else { this.watch.addOutput(this.assembly, MANIFEST); }
    const first = this.refresh().catch((error: Error) => {
      if (!(error instanceof AgentFailedError)) { throw error; }
      say('note', `${error.message}\nwaiting for a change`);
    });
    // What changes meanwhile comes after it.
    this.work = first.catch(() => undefined);
    await first;
    say('model', model.title);
  }

  private changed(paths: readonly string[]): void {
    for (const path of paths) { this.pending.add(path); }
    this.work = this.work.then(() => this.catchUp()).catch((error: Error) => {
      if (!this.ending.signal.aborted) { this.options.say('note', `${error.message}\nwaiting for the next change`); }
    });
  }

  /** Whatever has changed meanwhile is done at once. */
  private async catchUp(): Promise<void> {
    if (this.pending.size === 0 || this.ending.signal.aborted) { return; }
    const paths = [...this.pending];
    this.pending.clear();
    const base = resolve(this.options.project);
    const [first = '', ...more] = paths.map((path) => relative(base, path));
    const ofAgent = this.sources !== undefined && !`${base}${sep}`.startsWith(`${this.sources}${sep}`)
      && paths.every((path) => isPlainSource(path, `${this.sources}${sep}`));
    this.options.say('change', `${first}${more.length === 0 ? '' : ` and ${more.length} more`}${ofAgent ? ', of the agent only' : ''}`);
    if (!ofAgent) { return this.refresh(); }
    // Without the service, which may have failed to start again, the agent would call AWS.
    if (!this.service) { await this.serve(); }
    await this.startAgent(this.sources);
  }

  private async refresh(): Promise<void> {
    const { say, onOutput } = this.options;
    if (this.cdk) {
      say('synth', `${this.cdk.cdk} synth, into ${this.cdk.assembly}`);
      await synthesize(this.cdk, (line) => onOutput('synth', line), this.ending.signal);
    }
    await this.serve();
    this.ending.signal.throwIfAborted();
    await this.startAgent();
  }

  /** Ids of code interpreters are the same in every run, so that the service goes on where they and the agents' variables are the same. */
  private async serve(): Promise<void> {
    const assembly = await readAssembly(this.assembly);
    if (this.service && isDeepStrictEqual(assembly, this.served)) { return; }
    const { service: given, say } = this.options;
    const port = this.service?.port ?? given.port;
    if (this.service) {
      say('service', 'code interpreters have changed, or what agents know of them: it starts again, and its sessions end');
      await this.service.close();
      this.service = undefined;
    }
    this.service = await startService({ ...given, port, assembly: this.assembly, onWarning: (message) => say('note', message) }, 0);
    this.served = assembly;
    const { url, report, interpreters, page } = this.service;
    say('service', `${url}${page ? ' (open it in a browser to watch)' : ''}, sessions in ${report.tier}: ${report.title}; `
      + `not isolated: ${report.notIsolated.join('; ') || 'nothing that the service would'}`);
    for (const { id, networkMode } of interpreters) { say('service', `${id} (${networkMode})`); }
  }

  private async startAgent(folder?: string): Promise<void> {
    const { say, onOutput, agent: name, project, port, docker, command } = this.options;
    const before = this.running;
    this.running = undefined;
    await before?.close();
    const started = await startAgent({
      assembly: this.assembly,
      agent: name,
      project,
      folder,
      port,
      docker,
      command,
      accountId: this.options.service.accountId,
      environment: { ...this.service?.environment, ...this.modelEnvironment },
      signal: this.ending.signal,
      // Before it starts: it may have to change before it can.
      onFolder: async (runsIn, runsSources) => {
        this.sources = runsSources ? runsIn : undefined;
        if (runsSources) { await this.watch.add(runsIn); }
      },
      onOutput: (line) => onOutput('agent', line),
      onNote: (note) => { if (folder === undefined) { say('note', note); } },
    });
    this.running = started;
    say('agent', `${started.name} answers at ${started.url}: ${started.command.join(' ')}, in ${started.folder}`);
    void started.exited.then(({ code, signal }) => {
      if (this.running !== started || this.ending.signal.aborted) { return; }
      this.running = undefined;
      say('agent', `${started.name} has ended, with ${code === null ? signal : `code ${code}`}; it starts again at the next change`);
    });
  }
}

/** A file that says what the agent does, and not what is shipped or how it starts. */
function isPlainSource(path: string, folder: string): boolean {
  return path.startsWith(folder) && existsSync(path) && !/[/\\](?:[^/\\]*Dockerfile[^/\\]*|package\.json|requirements\.txt|pyproject\.toml)$/i.test(path);
}
