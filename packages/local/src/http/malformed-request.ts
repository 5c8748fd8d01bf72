import { Socket } from 'node:net';
import { ConnectionError } from 'fastify';
import { cannotParse } from '../operations/service-exception.js';

/** Answers what is not HTTP, before there is a request. */
export function refuseMalformed(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { name, status, body } = cannotParse(messageOf(error));
  const text = JSON.stringify(body);
  socket.end([
    `HTTP/1.1 ${status} Bad Request`,
    `x-amzn-errortype: ${name}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
    '',
    text,
  ].join('\r\n'), () => socket.destroy());
}

function messageOf({ code }: ConnectionError): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW': return 'The headers of the request are too long.';
    case 'ERR_HTTP_REQUEST_TIMEOUT': return 'The request did not arrive in time.';
    default: return `The request is not HTTP (${code}).`;
  }
}
