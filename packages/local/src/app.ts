import { randomUUID } from 'node:crypto';
import fastify, { FastifyInstance } from 'fastify';
import { Fault } from './faults/fault.js';
import { Faults } from './faults/faults.js';
import { sendException } from './http/answers.js';
import { toServiceException } from './http/exceptions.js';
import { Guards } from './http/guards.js';
import { registerHealth } from './http/health.js';
import { refuseMalformed } from './http/malformed-request.js';
import { registerOperations } from './http/routes.js';
import { ServiceObserver } from './observer.js';
import { EngineReport, Sandbox, SandboxOptions } from './sandbox/sandbox.js';
import { ScriptTransformer } from './script/transformer.js';
import { SeedInterpreter } from './state/interpreter.js';
import { Interpreters } from './state/interpreters.js';
import { RequestRates } from './state/request-rates.js';
import { Service } from './state/service.js';
import { Sessions } from './state/sessions.js';

export interface AppOptions {
  /** An engine, or a pool of its sandboxes. Whoever made it closes it, after the app. */
  readonly openSandbox: (options: SandboxOptions) => Promise<Sandbox>;
  readonly report: EngineReport;
  readonly transformer: ScriptTransformer;
  /** Of ARNs. us-east-1 when left out. */
  readonly region?: string;
  /** Of ARNs, 12 digits. 000000000000 when left out. */
  readonly accountId?: string;
  /** Code interpreters that are there from the start. Left out: only aws.codeinterpreter.v1, which always is. */
  readonly interpreters?: readonly SeedInterpreter[];
  /** Failures on purpose, from the start. Left out: none. */
  readonly faults?: readonly Fault[];
  /** Told of calls and sessions. Left out: nobody is. */
  readonly observer?: ServiceObserver;
  /** Left out: 1000, the service's quota. */
  readonly maximumSessions?: number;
  /** Left out: 1000, the service's quota. */
  readonly maximumInterpreters?: number;
  /** Records of sessions that are over. Left out: the last 10,000. */
  readonly maximumRecords?: number;
  /** Whether more requests a second than the service takes get a ThrottlingException. Left out: no. */
  readonly limitRequestRates?: boolean;
  /** Names besides those of loopback that clients may call the service by, without ports. Left out: none. */
  readonly allowedHosts?: readonly string[];
  /** What clients have to present: as their access key, bearer token or password. Left out: nothing. */
  readonly token?: string;
  /** Told what the operator should know. Left out: `process.emitWarning`. */
  readonly warn?: (message: string) => void;
}

export interface App {
  /** Not yet listening. Closing it ends all sessions. */
  readonly server: FastifyInstance;
  readonly interpreters: Interpreters;
  readonly sessions: Sessions;
  readonly faults: Faults;
}

/** The API of both planes, over sandboxes. */
export function createApp(options: AppOptions): App {
  const { region = 'us-east-1', accountId = '000000000000', report, transformer, observer } = options;
  const warn = options.warn ?? ((message: string): void => process.emitWarning(message));
  if (!/^\d{12}$/.test(accountId)) {
    throw new Error(`accountId ${JSON.stringify(accountId)} is not 12 digits, as those of AWS accounts are.`);
  }
  const interpreters = new Interpreters({ region, accountId }, options.interpreters ?? [], options.maximumInterpreters ?? 1000);
  const sessions = new Sessions({
    openSandbox: options.openSandbox,
    maximum: options.maximumSessions ?? 1000,
    maximumRecords: options.maximumRecords ?? 10_000,
    onSession: safely(observer, observer?.onSession, warn),
    warn,
  });
  const faults = new Faults(options.faults);
  const rates = options.limitRequestRates === true ? new RequestRates() : undefined;
  const service = new Service({ interpreters, sessions, faults, report, transformer, rates, warn });
  const server = makeServer(warn);
  server.addHook('preClose', async () => {
    await sessions.close();
    cutConnectionsSoon(server);
  });
  const guards = new Guards({ allowedHosts: options.allowedHosts ?? [], token: options.token });
  registerOperations(server, service, guards, safely(observer, observer?.onCall, warn));
  registerHealth(server, service);
  return { server, interpreters, sessions, faults };
}

/** An observer that throws harms no call. */
function safely<Event>(
  observer: ServiceObserver | undefined, tell: ((event: Event) => void) | undefined, warn: (message: string) => void,
): ((event: Event) => void) | undefined {
  return tell && ((event) => {
    try { tell.call(observer, event); } catch (error) { warn(`An observer threw: ${(error as Error).message}`); }
  });
}

/** For the answers to calls that closing has ended. */
const PARTING_MS = 2000;

/** A client that neither ends its request nor reads its answer would keep the server from closing for ever. */
function cutConnectionsSoon({ server }: FastifyInstance): void {
  const timer = setTimeout(() => server.closeAllConnections(), PARTING_MS).unref();
  server.once('close', () => clearTimeout(timer));
}

/** How long a request may take to arrive. How long it may take to be answered is the sandbox's to say. */
const ARRIVAL_MS = 300_000;

function makeServer(warn: (message: string) => void): FastifyInstance {
  const app = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    requestTimeout: ARRIVAL_MS,
    // Refused by the guards, in the service's shape: Node's own answer has none.
    http: { requireHostHeader: false },
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 4096 },
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (error, request, reply) => {
      sendException(reply.header('x-amzn-requestid', request.id), toServiceException(error, request.id, warn), undefined);
    },
  });
  // What a client expects and nobody knows is passed over: Node's own refusal has not the service's shape.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  return app;
}
