import { randomUUID } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { AgentError } from './agent-error.js';
import { bodyOf, call } from './http-call.js';
import { visibleLine } from '../watch/visible-text.js';

const SESSION_HEADER = 'x-amzn-bedrock-agentcore-runtime-session-id';
/** The service takes none that are shorter or longer. */
const SESSION_ID_LENGTH = { least: 33, most: 256 };

export interface InvokeOptions {
  /** 33 to 256 characters, as the service wants them. Left out: a new one. */
  readonly sessionId?: string;
  /** Left out: the call takes as long as it takes. */
  readonly signal?: AbortSignal;
  /** Told of each event of a streamed answer when it comes. Left out: `events` has them in the end. */
  readonly onEvent?: (event: AgentEvent) => void;
}

/** A server-sent event. */
export interface AgentEvent {
  /** Left out: the agent gave it no name. */
  readonly event?: string;
  /** Of JSON its value, else the text. */
  readonly data: unknown;
}

export interface AgentAnswer {
  readonly sessionId: string;
  readonly contentType: string;
  /** Of JSON its value, else the text. Of a stream the data of the last event. */
  readonly body: unknown;
  /** Of a stream; empty for any other answer. */
  readonly events: readonly AgentEvent[];
}

/**
 * Calls an agent as the service does.
 * @throws AgentError when it answers with an error, or not at all; the reason of `signal` when that aborts
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-service-contract.html
 */
export async function invoke(url: string, payload: unknown, options: InvokeOptions = {}): Promise<AgentAnswer> {
  const { sessionId = randomUUID(), signal } = options;
  const { least, most } = SESSION_ID_LENGTH;
  if (sessionId.length < least || sessionId.length > most) {
    throw new AgentError(`sessionId: ${visibleLine(sessionId, 300)} has ${sessionId.length} characters; the service takes ${least} to ${most}, such as a UUID`);
  }
  try {
    const answer = await call(`${url}/invocations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept': 'text/event-stream, application/json', [SESSION_HEADER]: sessionId },
      body: JSON.stringify(payload),
      signal,
    });
    return { sessionId, ...await read(answer, options) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AgentError) { throw error; }
    throw new AgentError(`the agent at ${url} does not answer: ${(error as Error).message}; see what it printed`, { cause: error });
  }
}

async function read(answer: IncomingMessage, { onEvent }: InvokeOptions): Promise<Omit<AgentAnswer, 'sessionId'>> {
  const contentType = answer.headers['content-type'] ?? '';
  const { statusCode = 0 } = answer;
  if (statusCode < 200 || statusCode > 299) {
    throw new AgentError(`the agent answered ${statusCode}: ${visibleLine(await bodyOf(answer), 2000) || 'without a body'}`);
  }
  if (!contentType.startsWith('text/event-stream')) { return { contentType, body: valueOf(await bodyOf(answer)), events: [] }; }
  const events: AgentEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const told = { ...(event !== undefined && { event }), data: valueOf(data) };
      events.push(told);
      onEvent?.(told);
    },
  });
  for await (const text of answer.setEncoding('utf8')) { parser.feed(text as string); }
  return { contentType, body: events.at(-1)?.data, events };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
