import { randomUUID } from 'node:crypto';
import { AddressInfo } from 'node:net';
import fastify, { FastifyInstance } from 'fastify';
import { Conversation } from './conversation.js';
import { createServerOfBothVersions } from './http-versions.js';
import { ModelCall } from './model-call.js';
import { registerModelRoutes } from './model-routes.js';
import { SEED_CONVERSATIONS } from './seed/conversations.js';
import { sendException } from '../http/answers.js';
import { toServiceException } from '../http/exceptions.js';
import { Guards } from '../http/guards.js';
import { refuseMalformed } from '../http/malformed-request.js';
import { clientUrl, hostHeaders, isLoopback } from '../service/listen-address.js';

export interface ScriptedModelOptions {
  /** Left out: any that is free. */
  readonly port?: number;
  /** An address of loopback. Left out: 127.0.0.1. */
  readonly host?: string;
  /** The first whose prompt matches is played. Left out: SEED_CONVERSATIONS. */
  readonly conversations?: readonly Conversation[];
  /** Told of each call that was answered. Left out: nobody is. */
  readonly onCall?: (call: ModelCall) => void;
  /** Told what the operator should know. Left out: it goes to stderr. */
  readonly onWarning?: (message: string) => void;
}

/** A stand-in for Amazon Bedrock's models, running. */
export interface ScriptedModel extends AsyncDisposable {
  readonly url: string;
  /** The variable that points AWS SDKs at it. Region and credentials are up to the client; neither is checked. */
  readonly environment: Readonly<Record<string, string>>;
  /** May be called more than once. */
  close(): Promise<void>;
}

/**
 * Serves Converse and ConverseStream of Amazon Bedrock on this machine, and plays conversations: out of the messages of a request it
 * computes the next tool calls, or an answer from what the tools said. It is no model and understands nothing. Settles when it listens.
 * @throws Error that says what to do: the port is taken, the host is not of loopback.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export async function startScriptedModel(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const { port = 0, host = '127.0.0.1', conversations = SEED_CONVERSATIONS, onCall } = options;
  const warn = options.onWarning ?? ((message: string): void => { process.stderr.write(`scripted model: ${message}\n`); });
  if (!isLoopback(host)) {
    throw new Error(`The scripted model listens on loopback only, and ${JSON.stringify(host)} is not: leave host out for 127.0.0.1.`);
  }
  const server = makeServer(warn);
  registerModelRoutes(server, { conversations, guards: new Guards({ allowedHosts: hostHeaders(host) }), onCall, warn });
  await listen(server, host, port);
  const url = clientUrl(host, (server.server.address() as AddressInfo).port);
  const close = async (): Promise<void> => { await server.close(); };
  return { url, environment: { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url }, close, [Symbol.asyncDispose]: close };
}

/** How long a request may take to arrive, and a connection may rest. */
const ARRIVAL_MS = 60_000;

function makeServer(warn: (message: string) => void): FastifyInstance {
  return fastify({
    logger: false,
    genReqId: () => randomUUID(),
    // Without a host they are refused by the guards, in the shape of AWS: Node's own answer has none.
    serverFactory: (handler) => createServerOfBothVersions({
      requestTimeout: ARRIVAL_MS, keepAliveTimeout: ARRIVAL_MS, silenceMs: ARRIVAL_MS, requireHostHeader: false,
    }, handler),
    exposeHeadRoutes: false,
    return503OnClosing: false,
    // Clients that keep their connections would hold up the end.
    forceCloseConnections: true,
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (error, request, reply) => {
      sendException(reply.header('x-amzn-requestid', request.id), toServiceException(error, request.id, warn), undefined);
    },
  });
}

async function listen(server: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    await server.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') { throw error; }
    throw new Error(`Port ${port} on ${host} is in use: stop what listens there, choose another port, or leave it out for any that is free.`);
  }
}
