import { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServiceObserver } from '../observer.js';
import { sendAnswer, sendException } from './answers.js';
import { LARGEST_BODY, LARGEST_SMALL_BODY, readBody } from './body.js';
import { toServiceException } from './exceptions.js';
import { Guards } from './guards.js';
import { Call } from '../operations/call.js';
import { Operation, RawRequest } from '../operations/operation.js';
import { OPERATIONS } from '../operations/operations.js';
import { ServiceException } from '../operations/service-exception.js';
import { interpreterIdOf } from '../state/identity.js';
import { Service } from '../state/service.js';

const FAULT_HEADER = 'x-agentcore-local-fault';

declare module 'fastify' {
  interface FastifyRequest {
    call: Call;
  }
  interface FastifyContextConfig {
    operation?: Operation;
  }
}

/** All operations, what comes before them, and what is answered when there is none. */
export function registerOperations(app: FastifyInstance, service: Service, guards: Guards, onCall: ServiceObserver['onCall']): void {
  app.decorateRequest('call');
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-amzn-requestid', request.id);
    const call = request.call = new Call(request.id, reply.raw);
    call.operation = request.routeOptions.config.operation?.name ?? call.operation;
    call.fault = headerOf(request, FAULT_HEADER);
    guards.check(request.method, request.headers);
    done();
  });
  app.removeAllContentTypeParsers();
  // Whatever the type: SDKs leave it out, or say what they like.
  app.addContentTypeParser('*', (request, stream, done) => {
    readBody(stream, request.routeOptions.config.operation?.largeBody === true ? LARGEST_BODY : LARGEST_SMALL_BODY, done);
  });
  for (const operation of OPERATIONS) {
    const { method, path } = operation;
    app.route({ method, url: path, config: { operation }, handler: (request, reply) => answer(operation, request, reply) });
  }
  app.setErrorHandler((error, request, reply) => fail(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const message = `There is no operation for ${request.method} ${pathOf(request).slice(0, 200)}.`;
    return fail(new ServiceException('UnknownOperationException', message), request, reply);
  });

  async function answer(operation: Operation, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    try {
      const content = await operation.invoke(rawRequest(request), service, request.call);
      sendAnswer(reply, operation.status, content);
    } catch (error) {
      return fail(error, request, reply);
    }
    report(request.call, operation.status);
    return reply;
  }

  function fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const exception = toServiceException(error, request.id, service.warn);
    sendException(reply, exception, request.call.sessionId);
    report(request.call, exception.inStream ? 200 : exception.status, exception);
    return reply;
  }

  function report(call: Call, httpStatus: number, error?: ServiceException): void {
    if (!onCall) { return; }
    const { requestId, at, operation, tool, codeInterpreterId: identifier, sessionId, isError, input, output, milliseconds } = call;
    const codeInterpreterId = identifier === undefined ? undefined : interpreterIdOf(identifier);
    onCall({
      requestId,
      at,
      operation,
      tool,
      codeInterpreterId,
      sessionId,
      httpStatus,
      isError,
      milliseconds,
      input,
      output,
      ...(error && { error: { name: error.name, message: error.message } }),
    });
  }
}

function rawRequest(request: FastifyRequest): RawRequest {
  return {
    path: request.params as Record<string, string>,
    query: request.query as Record<string, string | string[] | undefined>,
    header: (name) => headerOf(request, name),
    body: request.body,
  };
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function pathOf({ url }: FastifyRequest): string {
  const [path = ''] = url.split('?');
  return path;
}
