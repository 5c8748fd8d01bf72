import { once } from 'node:events';
import { createServer, IncomingMessage, request, Server, ServerResponse } from 'node:http';
import { AddressInfo, connect } from 'node:net';
import { Duplex } from 'node:stream';
import { Chromium } from './chromium.js';

interface BrowserSession {
  readonly chromium: Chromium;
  /** How often its stream was connected to. */
  connections: number;
  stopped: boolean;
}

const START = /^\/browsers\/([^/]+)\/sessions\/start$/;
const STOP = /^\/browsers\/([^/]+)\/sessions\/stop$/;
const STREAM = /^\/browser-streams\/([^/]+)\/sessions\/([^/]+)\/automation$/;

/**
 * Of AgentCore's browser, the three operations that the SDK needs, each session with a real Chromium. Other requests go to the
 * local service, since a client has one endpoint for both.
 */
export class StandInBrowserService implements AsyncDisposable {
  public static async start(codeInterpreters: string): Promise<StandInBrowserService> {
    const service = new StandInBrowserService(new URL(codeInterpreters));
    service.server.listen(0, '127.0.0.1');
    await once(service.server, 'listening');
    return service;
  }

  /** What nobody may do for now. Left out: all may do all. */
  public refused: 'start' | 'stop' | undefined;
  public readonly sessions = new Map<string, BrowserSession>();
  private readonly server: Server;

  private constructor(private readonly codeInterpreters: URL) {
    this.server = createServer((asked, response) => { void this.answer(asked, response); });
    this.server.on('upgrade', (asked: IncomingMessage, socket: Duplex, head: Buffer) => this.stream(asked, socket, head));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.sessions.values()].map(({ chromium }) => chromium.stop()));
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(asked.url ?? '', this.url);
    const started = START.exec(pathname);
    const stopped = STOP.exec(pathname);
    if (this.refused && (started ? 'start' : stopped && 'stop') === this.refused) {
      refuse(response, 403, 'AccessDeniedException', `no ${this.refused} for anyone`);
    } else if (started) {
      const sessionId = `01K00Z3F8WZ9KBBW4${String(this.sessions.size + 1).padStart(9, '0')}`;
      this.sessions.set(sessionId, { chromium: await Chromium.start(), connections: 0, stopped: false });
      const streams = { automationStream: { streamEndpoint: `wss://browser.invalid/${sessionId}`, streamStatus: 'ENABLED' } };
      respond(response, { browserIdentifier: started[1], sessionId, createdAt: new Date().toISOString(), streams });
    } else if (stopped) {
      const sessionId = searchParams.get('sessionId') ?? '';
      const session = this.sessions.get(sessionId);
      if (!session) { return refuse(response, 404, 'ResourceNotFoundException', `no session ${sessionId}`); }
      session.stopped = true;
      await session.chromium.stop();
      respond(response, { browserIdentifier: stopped[1], sessionId, lastUpdatedAt: new Date().toISOString() });
    } else {
      this.passOn(asked, response);
    }
  }

  private passOn(asked: IncomingMessage, response: ServerResponse): void {
    const { method, headers } = asked;
    const passed = request(new URL(asked.url ?? '', this.codeInterpreters), { method, headers: { ...headers, host: this.codeInterpreters.host } }, (answered) => {
      response.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(response);
    });
    passed.on('error', (error) => response.destroy(error));
    asked.pipe(passed);
  }

  /** Connects the client with the browser of the session, if it signed. */
  private stream(asked: IncomingMessage, client: Duplex, head: Buffer): void {
    const session = this.sessions.get(STREAM.exec(asked.url ?? '')?.[2] ?? '');
    const signed = asked.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ');
    if (!session || session.stopped || !signed) {
      client.end(`HTTP/1.1 ${signed ? 404 : 403} refused\r\n\r\n`);
      return;
    }
    session.connections += 1;
    const { host, hostname, port, pathname } = session.chromium.protocolUrl;
    const browser = connect(Number(port), hostname);
    const handshake = Object.entries(asked.headers).filter(([name]) => name !== 'host' && name !== 'authorization')
      .map(([name, value]) => `${name}: ${String(value)}`);
    browser.write([`GET ${pathname} HTTP/1.1`, `host: ${host}`, ...handshake, '', ''].join('\r\n'));
    browser.write(head);
    browser.pipe(client).pipe(browser);
    for (const [one, other] of [[browser, client], [client, browser]] as const) { one.on('error', () => other.destroy()); }
  }
}

function respond(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, name: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': name }).end(JSON.stringify({ message }));
}
