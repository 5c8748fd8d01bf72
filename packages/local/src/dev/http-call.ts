import { IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** `fetch` gives up when an answer takes five minutes; agents may take longer. */
export function call(url: string, { method, headers = {}, body, signal }: HttpCall): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // A connection each: one that is kept could be that of an agent that has been restarted.
    request(url, { method, agent: false, signal, headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) } })
      .once('response', resolve)
      .once('error', reject)
      .end(body);
  });
}

export function bodyOf(answer: IncomingMessage): Promise<string> {
  return text(answer);
}
