import { once } from 'node:events';
import { connect, Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly socket: Socket;
}

/** Sends bytes as they are and reads the head of what comes back; for what is not 200, all of it. */
export async function ask(socketPath: string, request: string): Promise<Answer> {
  const socket = connect(socketPath);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(request);
  let received = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    received += String(chunk);
    if (/^HTTP\/1\.1 200 [^\r]*\r\n\r\n/.test(received)) break;
  }
  return { status: Number(received.split(' ')[1] ?? 0), body: received.slice(received.indexOf('\r\n\r\n') + 4), socket };
}

export function askConnect(socketPath: string, authority: string): Promise<Answer> {
  return ask(socketPath, `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
}

export function askPlain(socketPath: string, url: string, headers = ''): Promise<Answer> {
  return ask(socketPath, `GET ${url} HTTP/1.1\r\nHost: www.example.com\r\nConnection: close\r\n${headers}\r\n`);
}
