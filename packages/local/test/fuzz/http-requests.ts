import fc from 'fast-check';
import { jsonBodies } from './json-bodies.js';
import { SYSTEM } from '../clients/service-for-clients.js';

/** A request as it is written on the wire, which may be no HTTP at all. */
export interface WrittenRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'M-SEARCH', 'QUERY', 'get', 'G T', ''];
const SEGMENTS = [
  'code-interpreters', 'sessions', 'tools', 'tags', 'start', 'stop', 'get', 'list', 'invoke', 'health', '', '.', '..', '*', SYSTEM,
  'fuzzed-0000000000',
  '%2e%2e', '%2F', '%00', '%', '%zz', '%c3%28', '%ed%a0%80', '%25', ':codeInterpreterIdentifier', '__proto__', 'constructor',
  'arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Acode-interpreter-custom%2Ffuzzed-0000000000',
];
const QUERIES = [
  '', '?', '?sessionId', '?sessionId=a&sessionId=b', '?sessionId[]=1', '?maxResults=99999999999999999999', '?maxResults=-1', '?tagKeys=%',
  '?__proto__=1', '?;=&&=#',
];
const HEADER_NAMES = [
  'content-type', 'x-amzn-code-interpreter-session-id', 'x-amzn-trace-id', 'traceparent', 'authorization', 'origin', 'sec-fetch-site',
  'x-agentcore-local-fault',
  'expect', 'upgrade', 'transfer-encoding', 'content-encoding', 'accept', 'cookie', 'x-forwarded-host', 'te', 'connection',
];
const HEADER_VALUES = [
  'application/json', 'application/x-amz-json-1.1', 'text/plain; charset=utf-16', 'multipart/form-data; boundary=', 'gzip', 'chunked',
  'chunked, identity',
  '100-continue', 'websocket', 'null', 'Bearer x', 'Basic Og==', 'AWS4-HMAC-SHA256 Credential=/', 'throttle', 'slow:ms=1', 'quota:times=-1',
  'expire:expire', ':::',
];

const bytes = fc.string({ unit: 'binary', maxLength: 30 });
const segments = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...SEGMENTS) }, {
  weight: 1, arbitrary: bytes.map((text) => escaped(text)),
});
const targets = fc.tuple(fc.array(segments, { maxLength: 7 }), fc.oneof(fc.constantFrom(...QUERIES), bytes.map((text) => `?${text}`)))
  .map(([parts, query]) => `/${parts.join('/')}${query}`);
const paths = fc.tuple(
  fc.constantFrom('/sessions/start', '/sessions/get', '/sessions/list', '/sessions/stop', '/tools/invoke', ''),
  segments,
  fc.constantFrom(...QUERIES),
)
  .map(([path, identifier, query]) => `/code-interpreters/${identifier}${path}${query}`);
const values = fc.oneof(fc.constantFrom(...HEADER_VALUES), bytes, fc.constant('v'.repeat(20_000)));
const names = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...HEADER_NAMES) }, { weight: 1, arbitrary: bytes });
/** Mostly one that is served. */
const hosts = fc.oneof(
  { weight: 12, arbitrary: fc.constant<readonly string[]>(['127.0.0.1']) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<readonly string[]>(
      ['evil.example'], [], [''], ['localhost', 'localhost'], ['[::1]:x'], ['127.0.0.1@evil.example'],
    ),
  },
);

export const writtenRequests: fc.Arbitrary<WrittenRequest> = fc.record({
  method: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE') }, {
    weight: 1, arbitrary: fc.constantFrom(...METHODS),
  }),
  target: fc.oneof(targets, paths),
  host: hosts,
  others: fc.array(fc.tuple(names, values), { maxLength: 5 }),
  body: fc.oneof({ weight: 4, arbitrary: jsonBodies }, {
    weight: 1, arbitrary: fc.uint8Array({ maxLength: 3000 }).map((array) => Buffer.from(array)),
  }),
}).map(({ method, target, host, others, body }) => ({
  method, target, body, headers: [...host.map((name) => ['host', name] as const), ...others],
}));

/** With a length, right or as given, and the wish that the connection be closed afterwards. */
export function written({ method, target, headers, body }: WrittenRequest, length = String(body.length), connection = 'close'): Buffer {
  const head = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${length}`,
    `connection: ${connection}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

/** Not as UTF-8, which what is decoded has to be. */
function escaped(text: string): string {
  return Array.from(Buffer.from(text, 'latin1'), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
