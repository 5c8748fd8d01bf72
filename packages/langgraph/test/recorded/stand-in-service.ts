import { once } from 'node:events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { GOLDEN_RESULT, resultFrame } from './frames.js';

export interface ReceivedRequest {
  readonly operation: 'start' | 'invoke' | 'stop';
  readonly identifier: string;
  readonly sessionId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answer = (response: ServerResponse, request: ReceivedRequest) => void | Promise<void>;

/** Speaks the service's protocol and does nothing. What it is not told to answer goes well. */
export class StandInService implements AsyncDisposable {
  public static async start(): Promise<StandInService> {
    const service = new StandInService();
    service.server.listen(0, '127.0.0.1');
    await once(service.server, 'listening');
    return service;
  }

  public readonly requests: ReceivedRequest[] = [];
  private readonly answers: Record<ReceivedRequest['operation'], Answer[]> = { start: [], invoke: [], stop: [] };
  private readonly server: Server = createServer((request, response) => { void this.answer(request, response); });

  /** The next answers to an operation, one after another. */
  public next(operation: ReceivedRequest['operation'], ...answers: readonly Answer[]): void {
    this.answers[operation].push(...answers);
  }

  public count(operation: ReceivedRequest['operation']): number {
    return this.of(operation).length;
  }

  public of(operation: ReceivedRequest['operation']): readonly ReceivedRequest[] {
    return this.requests.filter((request) => request.operation === operation);
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public client(maxAttempts = 3): BedrockAgentCoreClient {
    return new BedrockAgentCoreClient({
      endpoint: this.endpoint, region: 'us-west-2', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts,
    });
  }

  public async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await received(message);
    this.requests.push(request);
    const answer = this.answers[request.operation].shift() ?? DEFAULTS[request.operation];
    await answer(response, request);
  }
}

/** A result frame each, one after another. */
export function results(...payloads: readonly object[]): Answer {
  return frames(...payloads.map(resultFrame));
}

export function frames(...bytes: readonly Uint8Array[]): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.end(Buffer.concat(bytes));
  };
}

const STATUS: Readonly<Record<string, number>> = {
  ValidationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  ThrottlingException: 429,
  InternalServerException: 500,
};

export function httpError(name: string, message: string): Answer {
  return (response) => {
    response.writeHead(STATUS[name] ?? 500, { 'content-type': 'application/json', 'x-amzn-errortype': name });
    response.end(JSON.stringify({ message, ...(name === 'ValidationException' && { reason: 'FieldValidationFailed' }) }));
  };
}

/** An answer that waits until it is told to go on, and tells when it was asked for and when the client went away. */
export class HeldAnswer {
  public readonly asked: Promise<void>;
  public readonly clientGone: Promise<void>;
  public readonly answer: Answer;
  public release!: () => void;

  public constructor(then: Answer) {
    const released = new Promise<void>((resolve) => { this.release = resolve; });
    let tellAsked!: () => void;
    let tellGone!: () => void;
    this.asked = new Promise((resolve) => { tellAsked = resolve; });
    this.clientGone = new Promise((resolve) => { tellGone = resolve; });
    this.answer = async (response, request) => {
      response.once('close', () => tellGone());
      tellAsked();
      await released;
      await then(response, request);
    };
  }
}

let sessions = 0;

export const startSession: Answer = (response, { identifier }) => {
  sessions += 1;
  respond(response, {
    codeInterpreterIdentifier: identifier,
    sessionId: `01K00Z3F8WZ9KBBW4${String(sessions).padStart(9, '0')}`,
    createdAt: new Date().toISOString(),
  });
};

export const stopSession: Answer = (response, { identifier, sessionId }) => {
  respond(response, { codeInterpreterIdentifier: identifier, sessionId, lastUpdatedAt: new Date().toISOString() });
};

const DEFAULTS: Readonly<Record<ReceivedRequest['operation'], Answer>> = {
  start: startSession, invoke: frames(GOLDEN_RESULT), stop: stopSession,
};

function respond(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function received(message: IncomingMessage): Promise<ReceivedRequest> {
  const url = new URL(message.url ?? '', 'http://stand-in');
  const [, , identifier = '', noun, verb] = url.pathname.split('/').map(decodeURIComponent);
  const operation = noun === 'tools' ? 'invoke' : verb as 'start' | 'stop';
  const sessionId = url.searchParams.get('sessionId') ?? String(message.headers['x-amzn-code-interpreter-session-id'] ?? '');
  return { operation, identifier, sessionId, body: await json(message) as Record<string, unknown> };
}
