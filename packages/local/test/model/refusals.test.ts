import { afterAll, describe, expect, test } from 'vitest';
import { CONVERSE_PATH, Exchange, HttpAnswer, HttpRequest, overHttp1, overHttp2 } from './http-exchange.js';
import { ModelCall, startScriptedModel } from '../../src/model/index.js';

const calls: ModelCall[] = [];
const warnings: string[] = [];
const model = await startScriptedModel({ onCall: (call) => calls.push(call), onWarning: (warning) => warnings.push(warning) });
afterAll(() => model.close());

const GOOD = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] });
const MEGABYTE = 1024 * 1024;

describe.each([['HTTP/1.1', overHttp1], ['HTTP/2', overHttp2]] as const)('over %s', (_version, exchange: Exchange) => {
  /** What a call that nothing is played for is told. */
  async function refused(request: HttpRequest): Promise<HttpAnswer & { readonly message: string }> {
    calls.length = 0;
    const answer = await exchange(model.url, request);
    expect(calls).toEqual([]);
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    return { ...answer, message: (JSON.parse(answer.text) as { message: string }).message };
  }

  test.each(['localhost:1234', '127.0.0.1', '[::1]:80'])('host %s is loopback', async (host) => {
    expect((await exchange(model.url, { headers: { host }, body: GOOD })).status).toBe(200);
  });

  test.each(['evil.example', '127.0.0.1.evil.example', '10.0.0.1:80', '0.0.0.0'])('host %s is refused', async (host) => {
    const { status, errorType, message } = await refused({ headers: { host }, body: GOOD });
    expect([status, errorType]).toEqual([403, 'AccessDeniedException']);
    expect(message).toContain(`Host ${JSON.stringify(host)} is not one that this service answers for.`);
  });

  test.each<Record<string, string>>([
    { origin: 'http://localhost:80' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' },
  ])('a web page is refused: %j', async (headers) => {
    const { status, message } = await refused({ headers, body: GOOD });
    expect([status, message]).toEqual([403, expect.stringMatching(/^Requests that a web page makes are refused/) as string]);
  });

  test.each([
    ['{"messages":', 'The body of the request is not JSON: '],
    [Buffer.from([0x22, 0xff, 0x22]), 'The body of the request is not UTF-8.'],
    ['', '1 validation error detected: Value null at \'messages\' failed to satisfy constraint: Member must not be null'],
    ['[]', '1 validation error detected: Value of 0 members at \'body\' failed to satisfy constraint: Member must be of type object'],
    ['{"messages":[{"role":"system","content":[{"text":"a"}]}]}',
      '1 validation error detected: Value \'system\' at \'messages.1.member.role\' failed to satisfy constraint: '
      + 'Member must satisfy enum value set: [user, assistant]'],
    ['{"messages":[{"role":"user","content":"Hi"}]}',
      '1 validation error detected: Value \'Hi\' at \'messages.1.member.content\' failed to satisfy constraint: Member must be of type array'],
    ['{"messages":[{"role":"user","content":[{"toolResult":{"toolUseId":"a/b","content":[]}}]}]}',
      '1 validation error detected: Value \'a/b\' at \'messages.1.member.content.1.member.toolResult.toolUseId\' failed to satisfy '
      + 'constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.:-]+'],
    ['{"messages":[{"role":"user","content":[{"text":"a"}]}],"toolConfig":{"tools":[]}}',
      '1 validation error detected: Value of 0 members at \'toolConfig.tools\' failed to satisfy constraint: '
      + 'Member must have length greater than or equal to 1'],
    ['{"messages":[{"role":"assistant","content":[{"text":"a"}]}]}', 'A conversation must start with a user message.'],
  ])('a malformed body is a ValidationException, case %#', async (body, reason) => {
    const { status, errorType, message } = await refused({ body });
    expect([status, errorType]).toEqual([400, 'ValidationException']);
    expect(message.slice(0, reason.length)).toBe(reason);
  });

  test.each([
    ['POST', '/model/m/invoke', 400, 'The scripted model does not play invoke. Only Converse (POST /model/{modelId}/converse) and '],
    ['POST', '/model/m/invoke-with-response-stream', 400, 'The scripted model does not play invoke-with-response-stream. Only Converse '],
    ['POST', '/model/m/count-tokens', 400, 'The scripted model does not play count-tokens. '],
    ['POST', '/model/m/toString', 404, 'There is no operation for POST /model/m/toString. Only Converse '],
    ['POST', '/model/m/constructor', 400, 'The scripted model does not play constructor. '],
    ['POST', '/model//converse', 404, 'There is no operation for POST /model//converse. '],
    ['GET', CONVERSE_PATH, 404, 'Converse is called with POST, not GET.'],
    ['PROPFIND', '/', 404, 'There is no operation for PROPFIND /. '],
    ['GET', '/', 404, 'There is no operation for GET /. '],
    ['POST', '/model/%E0%A4%A/converse', 400, expect.stringMatching(/not percent-encoded UTF-8|cannot be read/) as string],
  ])('%s %s is told what is served', async (method, path, status, reason) => {
    const answer = await refused({ method, path, body: method === 'GET' ? '' : GOOD });
    expect(answer.status).toBe(status);
    expect(answer.errorType).toBe(status === 400 ? 'ValidationException' : 'UnknownOperationException');
    if (typeof reason === 'string') { expect(answer.message.slice(0, reason.length)).toBe(reason); } else { expect(answer.message).toEqual(reason); }
  });

  test('the endpoint may have a path of its own, and the path a query', async () => {
    calls.length = 0;
    const answer = await exchange(model.url, { path: '/some/proxy/model/arn%3Aaws%2Fx/converse-stream?x=/model/y/invoke', body: GOOD });
    expect(answer.status).toBe(200);
    expect(calls).toMatchObject([{ operation: 'ConverseStream', modelId: 'arn:aws/x' }]);
  });

  test('a prompt of 30 megabytes is answered, and a body over 32 is refused', async () => {
    const of = (text: string) => JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }] });
    const words = 'sales command hello what is x ```python\n';
    expect((await exchange(model.url, { body: of(words.repeat(30 * MEGABYTE / words.length / 1.05)) })).status).toBe(200);
    const { status, message } = await refused({ body: of('x'.repeat(32 * MEGABYTE)) });
    expect([status, message]).toEqual([400, expect.stringMatching(/^The body of the request has 335\d+ bytes; it may have at most 33554432\.$/) as string]);
  });

  test('a body of millions of small values is refused', async () => {
    const { status, message } = await refused({ body: `{"messages":[${'[],'.repeat(MEGABYTE)}[]]}` });
    expect([status, message]).toEqual([400, expect.stringMatching(/^The body of the request holds more than 500000 values\./) as string]);
  });

  test('JSON nested too deep is refused, and the next call is answered', async () => {
    const json = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const body = '{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"toolUse":'
      + `{"toolUseId":"1","name":"t","input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"1","content":[{"json":${json}}]}}]}],`
      + '"toolConfig":{"tools":[{"toolSpec":{"name":"t","inputSchema":{"json":{}}}}]}}';
    const { status, message } = await refused({ body });
    expect([status, message]).toEqual([400, 'The body of the request is nested too deep.']);
    expect((await exchange(model.url, { body: GOOD })).status).toBe(200);
    expect(warnings).toEqual([]);
  });
});
