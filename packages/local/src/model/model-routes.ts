import { Readable } from 'node:stream';
import { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkMessages } from './check-messages.js';
import { Conversation } from './conversation.js';
import { ConverseAnswer, converseAnswer, converseBody } from './converse-answer.js';
import { converseEvents } from './converse-events.js';
import { ConverseRequest, validConverseRequest } from './converse-request.js';
import { ModelCall } from './model-call.js';
import { modelPath } from './model-path.js';
import { play } from './play.js';
import { turnOf } from './turn-of.js';
import { sendAnswer, sendException } from '../http/answers.js';
import { readBody } from '../http/body.js';
import { toServiceException } from '../http/exceptions.js';
import { Guards } from '../http/guards.js';
import { cannotParse } from '../operations/service-exception.js';

/** Room for long conversations with images in them. */
const LARGEST_REQUEST = 32 * 1024 * 1024;

export interface ModelRouteOptions {
  readonly conversations: readonly Conversation[];
  readonly guards: Guards;
  readonly onCall?: (call: ModelCall) => void;
  readonly warn: (message: string) => void;
}

/** The two operations, and a refusal of all others that says so. */
export function registerModelRoutes(server: FastifyInstance, { conversations, guards, onCall, warn }: ModelRouteOptions): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-amzn-requestid', request.id);
    // HTTP/2 has another name for it.
    const { ':authority': authority, host = authority } = request.headers;
    guards.check(request.method, { ...request.headers, host: String(host ?? '') });
    // HTTP/2 needs no length of a body: with no type either, fastify would leave it unread.
    request.headers['content-type'] ??= 'application/json';
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, stream, done) => readBody(stream, LARGEST_REQUEST, done));
  // An endpoint may have a path of its own, which SDKs put before the operation's.
  server.all('*', answer);
  server.setNotFoundHandler(answer);
  server.setErrorHandler((error, request, reply) => {
    // HTTP/2 has none, and Node warns.
    if (request.raw.httpVersionMajor === 2) { reply.removeHeader('connection'); }
    return sendException(reply, toServiceException(error, request.id, warn), undefined);
  });

  function answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { operation, modelId } = modelPath(request.method, request.url);
    const converse = validConverseRequest(request.body ?? {});
    const inputCharacters = jsonLength(converse);
    checkMessages(converse);
    const turn = turnOf(converse);
    const { conversation, move } = play(turn, conversations, converse);
    tell({ operation, modelId, prompt: turn.prompt, conversation, move });
    const answered = converseAnswer(move, inputCharacters, Math.round(reply.elapsedTime));
    return operation === 'Converse' ? sendAnswer(reply, 200, converseBody(answered)) : sendEvents(reply, answered);
  }

  /** An observer that throws harms no call. */
  function tell(call: ModelCall): void {
    try { onCall?.(call); } catch (error) { warn(`The observer of the scripted model threw: ${String(error)}`); }
  }
}

/** What JSON.parse takes may be too deep for all that comes after. */
function jsonLength(request: ConverseRequest): number {
  try {
    return JSON.stringify(request).length;
  } catch {
    throw cannotParse('The body of the request is nested too deep.');
  }
}

function sendEvents(reply: FastifyReply, answer: ConverseAnswer): FastifyReply {
  return reply.header('content-type', 'application/vnd.amazon.eventstream').send(Readable.from(converseEvents(answer)));
}
