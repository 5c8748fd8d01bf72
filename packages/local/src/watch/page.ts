import { readFile } from 'node:fs/promises';
import { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EventStream } from './event-stream.js';
import { CallEntry } from './history.js';
import { PAGE_HEADERS } from './page-headers.js';
import { PageSources } from './page-sources.js';
import { SandboxError, SandboxGoneError } from '../sandbox/sandbox.js';

const FILES = [
  { url: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { url: '/page.js', file: 'page.js', type: 'text/javascript; charset=utf-8' },
  { url: '/page.css', file: 'page.css', type: 'text/css; charset=utf-8' },
];
const MOST_READERS = 32;
const MOST_ENTRIES = 2000;
/** Of its calls. An event stream holds 4 MiB for its reader, and there are the sessions too. */
const MOST_SNAPSHOT_BYTES = 2 * 2 ** 20;
const SESSIONS_DELAY_MS = 100;

/** Shows what the service does, live, to whoever opens its address in a browser. Everything here is for reading. */
export async function registerPage(app: FastifyInstance, sources: PageSources): Promise<void> {
  for (const { url, file, type } of FILES) {
    const content = await readFile(new URL(`../../page/${file}`, import.meta.url));
    app.get(url, (_request, reply) => reply.headers(PAGE_HEADERS).type(type).send(content));
  }
  registerEvents(app, sources);
  registerFiles(app, sources);
}

function registerEvents(app: FastifyInstance, sources: PageSources): void {
  const readers = new Set<EventStream>();
  let sessionsTimer: NodeJS.Timeout | undefined;
  const sendSessions = (): void => {
    sessionsTimer = undefined;
    const sessions = sources.sessions();
    for (const reader of readers) { reader.send('sessions', sessions); }
  };
  const stopListening = sources.history.listen({
    onCall: (call) => { for (const reader of readers) { reader.send('call', call); } },
    // A thousand sessions may start within a second: the list is sent once for all of them.
    onSessions: () => { if (readers.size > 0) { sessionsTimer ??= setTimeout(sendSessions, SESSIONS_DELAY_MS); } },
  });
  app.addHook('preClose', (done) => {
    stopListening();
    clearTimeout(sessionsTimer);
    for (const reader of readers) { reader.end(); }
    done();
  });
  app.get('/watch/events', (request, reply) => {
    if (fromElsewhere(request)) { return refuse(reply, 403, 'only the page of this service may read this'); }
    if (readers.size >= MOST_READERS) { return refuse(reply, 503, `already ${MOST_READERS} pages are open; close one`); }
    reply.hijack();
    reply.raw.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'text/event-stream' });
    const reader = new EventStream(reply.raw, () => readers.delete(reader));
    readers.add(reader);
    reader.send('snapshot', { report: sources.report, sessions: sources.sessions(), calls: latest(sources.history.calls) });
    return reply;
  });
}

function registerFiles(app: FastifyInstance, sources: PageSources): void {
  app.get<{ Querystring: { interpreter?: unknown; session?: unknown; path?: unknown } }>('/watch/files', async (request, reply) => {
    if (fromElsewhere(request)) { return refuse(reply, 403, 'only the page of this service may read this'); }
    const { interpreter, session, path = '.' } = request.query;
    if (typeof interpreter !== 'string' || typeof session !== 'string' || typeof path !== 'string') {
      return refuse(reply, 400, 'interpreter, session and path are needed, each once');
    }
    try {
      const entries = await sources.listFiles(interpreter, session, path);
      if (!entries) { return await refuse(reply, 404, 'there is no such session, or it has ended'); }
      const more = Math.max(entries.length - MOST_ENTRIES, 0);
      return await reply.headers(PAGE_HEADERS).send({ entries: entries.slice(0, MOST_ENTRIES), more });
    } catch (error) {
      if (error instanceof SandboxGoneError) { return refuse(reply, 404, 'the session has just ended'); }
      if (error instanceof SandboxError) { return refuse(reply, 400, error.message); }
      throw error;
    }
  });
}

/** As many as fit, so that a reader that takes its time is not let go at once, to come back for the same again. */
function latest(calls: readonly CallEntry[]): readonly CallEntry[] {
  let bytes = 0;
  const tooOld = calls.findLastIndex((call) => {
    bytes += Buffer.byteLength(JSON.stringify(call));
    return bytes > MOST_SNAPSHOT_BYTES;
  });
  return calls.slice(tooOld + 1);
}

/** A page of another site cannot read an answer, but it must not be able to make the service work either. */
function fromElsewhere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).headers(PAGE_HEADERS).send({ message });
}
