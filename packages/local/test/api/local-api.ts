import { BedrockAgentCoreClient, BedrockAgentCoreClientConfig } from '@aws-sdk/client-bedrock-agentcore';
import { BedrockAgentCoreControlClient } from '@aws-sdk/client-bedrock-agentcore-control';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { afterEach } from 'vitest';
import { FakeSandbox, REPORT } from './fake-sandbox.js';
import { App, AppOptions, createApp } from '../../src/app.js';
import { CallEvent, SessionEvent } from '../../src/observer.js';
import { ScriptTransformer } from '../../src/script/transformer.js';

export const SYSTEM = 'aws.codeinterpreter.v1';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  /** Of JSON. */
  readonly json: Record<string, unknown>;
}

export interface StreamEvent {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: Record<string, unknown>;
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
);
const opened: LocalApi[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((api) => api.close()));
});

/** Marks code, so that a test sees that it was transformed. */
export const MARKING_TRANSFORMER: ScriptTransformer = {
  transform: async (code, language, runtime) =>
    code === 'broken' ? { problem: 'SyntaxError: broken' } : { code: `${language}/${runtime}:${code}` },
  warm: async () => undefined,
  close: async () => undefined,
};

/** The API over fake sandboxes, closed after each test. */
export class LocalApi {
  public readonly sandboxes: FakeSandbox[] = [];
  public readonly calls: CallEvent[] = [];
  public readonly sessionEvents: SessionEvent[] = [];
  public readonly warnings: string[] = [];
  public readonly app: App;
  private readonly clients: { destroy(): void }[] = [];

  public constructor(options: Partial<AppOptions> = {}) {
    this.app = createApp({
      openSandbox: async () => {
        const sandbox = new FakeSandbox();
        this.sandboxes.push(sandbox);
        return sandbox;
      },
      report: REPORT,
      transformer: MARKING_TRANSFORMER,
      observer: {
        onCall: (event) => {
          this.calls.push(event);
        },
        onSession: (event) => {
          this.sessionEvents.push(event);
        },
      },
      warn: (message) => {
        this.warnings.push(message);
      },
      ...options,
    });
    opened.push(this);
  }

  public get sandbox(): FakeSandbox {
    const sandbox = this.sandboxes.at(-1);
    if (!sandbox) {
      throw new Error('No sandbox was opened.');
    }
    return sandbox;
  }

  public async send(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const payload = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const {
      statusCode,
      headers: answered,
      rawPayload,
    } = await this.app.server.inject({
      method,
      url,
      payload,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    });
    const isJson = answered['content-type'] === 'application/json';
    return {
      status: statusCode,
      headers: answered,
      body: rawPayload,
      json: isJson ? (JSON.parse(rawPayload.toString()) as Record<string, unknown>) : {},
    };
  }

  /** The id of a new session. */
  public async start(body: object = {}, identifier = SYSTEM): Promise<string> {
    const { status, json } = await this.send('PUT', `/code-interpreters/${encodeURIComponent(identifier)}/sessions/start`, body);
    if (status !== 200) {
      throw new Error(`${status} ${JSON.stringify(json)}`);
    }
    return String(json.sessionId);
  }

  public invoke(
    sessionId: string,
    name: string,
    given?: unknown,
    headers: Record<string, string> = {},
    identifier = SYSTEM,
  ): Promise<Answer> {
    return this.send(
      'POST',
      `/code-interpreters/${encodeURIComponent(identifier)}/tools/invoke`,
      { name, arguments: given },
      { 'x-amzn-code-interpreter-session-id': sessionId, ...headers },
    );
  }

  /** The payload of the only event of a result. */
  public async result(sessionId: string, name: string, given?: unknown): Promise<Record<string, unknown>> {
    const answer = await this.invoke(sessionId, name, given);
    if (answer.status !== 200) {
      throw new Error(`${answer.status} ${answer.body.toString()}`);
    }
    return decode(answer.body).payload;
  }

  public async listen(): Promise<string> {
    return this.app.server.listen({ port: 0, host: '127.0.0.1' });
  }

  public async client(options: BedrockAgentCoreClientConfig = {}): Promise<BedrockAgentCoreClient> {
    const client = new BedrockAgentCoreClient({ endpoint: await this.listen(), ...CLIENT, ...options });
    this.clients.push(client);
    return client;
  }

  public async controlClient(): Promise<BedrockAgentCoreControlClient> {
    const client = new BedrockAgentCoreControlClient({ endpoint: await this.listen(), ...CLIENT });
    this.clients.push(client);
    return client;
  }

  public async close(): Promise<void> {
    for (const client of this.clients) {
      client.destroy();
    }
    await this.app.server.close();
  }
}

/** One event, which has to be all there is. */
export function decode(frame: Buffer): StreamEvent {
  const { headers, body } = codec.decode(frame);
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value])),
    payload: JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>,
  };
}

const CLIENT = { region: 'us-west-2', credentials: { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'secret' }, maxAttempts: 1 };
