import { FastifyReply } from 'fastify';
import { exceptionFrame, resultFrame } from './event-stream.js';
import { ServiceException } from '../operations/service-exception.js';
import { StreamAnswer } from '../operations/stream-answer.js';

const EVENT_STREAM = 'application/vnd.amazon.eventstream';
const SESSION_HEADER = 'x-amzn-code-interpreter-session-id';
const JSON_TYPE = 'application/json';

/** What an operation returned. */
export function sendAnswer(reply: FastifyReply, status: number, answer: unknown): FastifyReply {
  if (answer instanceof StreamAnswer) { return sendFrame(reply, resultFrame(answer.result), answer.sessionId); }
  if (status === 204) { return reply.code(status).send(); }
  return sendJson(reply.code(status), answer);
}

/** An exception, as an HTTP error or in a stream. */
export function sendException(reply: FastifyReply, exception: ServiceException, sessionId: string | undefined): FastifyReply {
  if (exception.inStream) { return sendFrame(reply, exceptionFrame(exception), sessionId); }
  // So that a browser asks for the token, as a password.
  if (exception.status === 401) { reply.header('www-authenticate', 'Basic realm="agentcore-local"'); }
  return sendJson(reply.code(exception.status).header('x-amzn-errortype', exception.name), exception.body);
}

/** In one piece and with its length: a client notices when a part is missing. */
function sendFrame(reply: FastifyReply, frame: Buffer, sessionId: string | undefined): FastifyReply {
  reply.code(200).header('content-type', EVENT_STREAM);
  if (sessionId !== undefined) { reply.header(SESSION_HEADER, sessionId); }
  return reply.send(frame);
}

/** As bytes: fastify would add a charset to text, which the service does not. */
function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('content-type', JSON_TYPE).send(Buffer.from(JSON.stringify(value)));
}
