import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The service cannot listen where it was asked to. */
export class ListenError extends Error {
  public override readonly name = 'ListenError';
}

const SHORTEST_TOKEN = 16;
/** What SDKs can send as an access key, unchanged. */
const TOKEN = /^[A-Za-z0-9._~+=-]*$/;

/** Whoever can reach the service can run code on this machine. @throws ListenError */
export function checkListenAddress(host: string, token: string | undefined): void {
  if (token !== undefined && token.length < SHORTEST_TOKEN) {
    throw new ListenError(`the token has ${token.length} characters; at least ${SHORTEST_TOKEN} are needed, such as what \`openssl rand -hex 16\` prints`);
  }
  if (token !== undefined && !TOKEN.test(token)) { throw new ListenError('the token may have only letters, digits and . _ ~ + = -'); }
  if (token === undefined && !isLoopback(host)) {
    throw new ListenError(`listening on ${host} lets other machines run code here: give a token too (--token, at least ${SHORTEST_TOKEN} characters), `
      + 'or leave --host out to listen on 127.0.0.1 only');
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback');
}

/** By which clients on this machine reach it. */
export function clientUrl(host: string, port: number): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIP(reached) === 6 ? `[${reached}]` : reached}:${port}`;
}

/** What clients may name it by: an IPv6 address has brackets there, and most clients shorten it. */
export function hostHeaders(host: string): string[] {
  const url = clientUrl(host, 80);
  return [host, ...isIP(host) === 6 ? [`[${host}]`] : [], ...URL.canParse(url) ? [new URL(url).hostname] : []];
}

/** What went wrong with listening, for the operator. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE': return new ListenError(`port ${port} on ${host} is in use: stop what listens there, or choose another with --port (0 takes any that is free)`);
    case 'EACCES': return new ListenError(`port ${port} on ${host} may not be used by this user: choose one above 1023 with --port`);
    case 'EADDRNOTAVAIL': return new ListenError(`${host} is no address of this machine: choose another with --host, or leave it out for 127.0.0.1`);
    default: return error;
  }
}
