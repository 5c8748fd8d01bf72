import { request } from 'node:http';
import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';

export interface HttpRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly errorType: unknown;
  readonly requestId: unknown;
  readonly text: string;
}

export type Exchange = (url: string, request?: HttpRequest) => Promise<HttpAnswer>;

export const CONVERSE_PATH = '/model/some.model-v1%3A0/converse';

/** What boto3 speaks. */
export const overHttp1: Exchange = (url, { method = 'POST', path = CONVERSE_PATH, headers = {}, body = '' } = {}) => {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, path, headers: { 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      const { statusCode: status = 0, headers: { 'x-amzn-errortype': errorType, 'x-amzn-requestid': requestId } } = response;
      text(response).then((all) => resolve({ status, errorType, requestId, text: all }), reject);
    });
    sent.on('error', reject).end(body);
  });
};

const MOST_MEGABYTES = 100;

/** What the AWS SDK for JavaScript speaks. There the host has another name. */
export const overHttp2: Exchange = (url, { method = 'POST', path = CONVERSE_PATH, headers: { host = new URL(url).host, ...headers } = {}, body = '' } = {}) => {
  return new Promise((resolve, reject) => {
    const session = connect(url, { maxSessionMemory: MOST_MEGABYTES }).on('error', reject);
    const stream = session.request({ ':method': method, ':path': path, ':authority': host, ...headers }).on('error', reject);
    stream.on('response', ({ ':status': status = 0, 'x-amzn-errortype': errorType, 'x-amzn-requestid': requestId }) => {
      text(stream).then((all) => resolve({ status, errorType, requestId, text: all }), reject).finally(() => session.close());
    });
    if (method !== 'GET') { stream.end(body); }
  });
};
