import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { AgentError, AgentFailedError } from './agent-error.js';
import { call } from './http-call.js';

const MILLISECONDS_BETWEEN = 50;
const SECONDS_FOR_ONE = 5;

/** @throws AgentError when something listens there already: it would be taken for the agent */
export async function checkPortIsFree(port: number): Promise<void> {
  const found = await Promise.all(['127.0.0.1', '::1'].map((host) => new Promise<boolean>((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)).once('connect', () => socket.destroy());
  })));
  if (found.includes(true)) {
    throw new AgentError(`port ${port} is taken, so that the agent could not listen on it; end what listens there `
      + `(\`ss -ltnp 'sport = :${port}'\` or \`lsof -i :${port}\` names it), or have the agent listen on another port, and give that with --port`);
  }
}

/** Settles when `/ping` answers 200. Rejects after the given time, or with the reason of the signal. */
export async function untilReady(url: string, seconds: number, signal: AbortSignal): Promise<void> {
  const latest = Date.now() + seconds * 1000;
  let last = 'nothing listens there';
  while (Date.now() < latest) {
    signal.throwIfAborted();
    const left = Math.min(SECONDS_FOR_ONE * 1000, latest - Date.now());
    try {
      const answer = await call(`${url}/ping`, { method: 'GET', signal: AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, left))]) });
      answer.destroy();
      if (answer.statusCode === 200) { return; }
      last = `it answers ${answer.statusCode}`;
    } catch (error) {
      signal.throwIfAborted();
      last = reasonOf(error as NodeJS.ErrnoException);
    }
    await wait(MILLISECONDS_BETWEEN, undefined, { signal }).catch(() => undefined);
  }
  signal.throwIfAborted();
  throw new AgentFailedError(`no answer on ${url}/ping within ${seconds} s: ${last}. `
    + 'Agents listen on port 8080 and answer GET /ping; give --port where this one listens elsewhere');
}

function reasonOf({ code, name, message }: NodeJS.ErrnoException): string {
  if (code === 'ECONNREFUSED') { return 'nothing listens there'; }
  return ['AbortError', 'TimeoutError'].includes(name) ? 'it takes the connection, and does not answer' : message;
}
