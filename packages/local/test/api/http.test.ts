import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { LocalApi, SYSTEM } from './local-api.js';

const START = `/code-interpreters/${SYSTEM}/sessions/start`;

describe('guards', () => {
  test.each(['localhost', 'LOCALHOST:1234', '127.0.0.1:80', '127.9.8.7', '[::1]:8787', 'agent.localhost:1'])(
    'host %s is loopback',
    async (host) => {
      expect((await new LocalApi().send('PUT', START, {}, { host })).status).toBe(200);
    },
  );

  test.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '0.0.0.0',
    '[::2]',
    'localhost@evil',
    '127.0.0.1:80:80',
    ' ',
    'x:1',
  ])('host %j is refused', async (host) => {
    const api = new LocalApi();
    const { status, headers, json } = await api.send('PUT', START, {}, { host });
    expect(status).toBe(403);
    expect(headers['x-amzn-errortype']).toBe('AccessDeniedException');
    expect(json.message).toContain('Host');
    expect(api.sandboxes).toHaveLength(0);
  });

  test('other hosts may be allowed by name', async () => {
    const api = new LocalApi({ allowedHosts: ['Host.docker.internal'] });
    expect((await api.send('PUT', START, {}, { host: 'host.docker.INTERNAL:8787' })).status).toBe(200);
    expect((await api.send('PUT', START, {}, { host: 'docker.internal' })).status).toBe(403);
  });

  test.each([
    ['PUT', START, { origin: 'http://localhost:80' }],
    ['PUT', START, { origin: 'null' }],
    ['PUT', START, { origin: '' }],
    ['GET', '/health', { origin: 'http://evil.example' }],
    ['GET', '/health', { origin: 'http://localhost:81' }],
    ['GET', '/health', { 'sec-fetch-site': 'cross-site' }],
    ['PUT', START, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['POST', '/code-interpreters', { 'sec-fetch-site': 'same-site' }],
  ] as const)('%s %s with %j comes from a web page', async (method, url, headers) => {
    const answer = await new LocalApi().send(method, url, method === 'GET' ? undefined : {}, headers);
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each([
    [{ 'origin': 'http://localhost:80', 'host': 'localhost:80', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('the own page may read: %j', async (headers) => {
    expect((await new LocalApi().send('GET', '/health', undefined, headers as Record<string, string>)).status).toBe(200);
  });

  describe('with a token', () => {
    const token = 'correct-horse-battery';
    const signed = (key: string) =>
      `AWS4-HMAC-SHA256 Credential=${key}/20261125/us-west-2/bedrock-agentcore/aws4_request, SignedHeaders=host, Signature=00`;

    test.each([`Bearer ${token}`, `bearer ${token}`, signed(token), `Basic ${Buffer.from(`me:${token}`).toString('base64')}`])(
      '%s is let in',
      async (authorization) => {
        expect((await new LocalApi({ token }).send('PUT', START, {}, { authorization })).status).toBe(200);
      },
    );

    test.each([
      '',
      'Bearer',
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      token,
      signed('AKID'),
      signed(''),
      'Basic ?',
      `Digest ${token}`,
    ])('%j is not', async (authorization) => {
      const { status, headers } = await new LocalApi({ token }).send('GET', '/health', undefined, { authorization });
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toContain('Basic');
      expect(headers['x-amzn-errortype']).toBe('UnauthorizedException');
    });
  });
});

describe('paths', () => {
  test.each([
    ['GET', '/nothing'],
    ['POST', START],
    ['GET', '/code-interpreters'],
    ['PUT', '/code-interpreters/a/b/sessions/start'],
    ['DELETE', '/tags'],
  ] as const)('%s %s is no operation', async (method, url) => {
    const { status, headers, json } = await new LocalApi().send(method, url);
    expect([status, headers['x-amzn-errortype']]).toEqual([404, 'UnknownOperationException']);
    expect(json.message).toEqual(expect.any(String));
  });

  test.each(['/code-interpreters/%zz', '/code-interpreters/%', '/code-interpreters/%ff', '/tags/%E0%A4%A'])(
    '%s cannot be read',
    async (url) => {
      const { status, headers, json } = await new LocalApi().send('GET', url);
      expect(status).toBe(400);
      expect(headers['x-amzn-errortype']).toBe('ValidationException');
      expect(json.reason).toBe('CannotParse');
    },
  );

  test('a label is never empty', async () => {
    expect((await new LocalApi().send('PUT', '/code-interpreters//sessions/start', {})).status).toBe(400);
  });

  test('are split before they are decoded, and decoded once', async () => {
    const api = new LocalApi();
    const { json } = await api.send('GET', '/code-interpreters/a%252Fb');
    expect(json.message).toContain('a%2Fb');
    expect((await api.send('GET', '/code-interpreters/a%2Fsessions%2Fget')).headers['x-amzn-errortype']).toBe('ResourceNotFoundException');
  });
});

describe('bodies', () => {
  test.each(['{', 'nonsense', '{"name":}', '\ufeff{}', "{'a':1}", '{"a":1}x'])('%j is not JSON', async (body) => {
    const { status, json } = await new LocalApi().send('PUT', START, body);
    expect(status).toBe(400);
    expect(json.reason).toBe('CannotParse');
  });

  test('that are not UTF-8 are refused', async () => {
    const { json } = await new LocalApi().send('PUT', START, Buffer.from([0x22, 0xff, 0x22]));
    expect(json).toMatchObject({ reason: 'CannotParse', message: 'The body of the request is not UTF-8.' });
  });

  test.each([['text/plain'], ['application/x-amz-json-1.1'], ['nonsense']])('may be of type %s', async (type) => {
    expect((await new LocalApi().send('PUT', START, '{"name":"n"}', { 'content-type': type })).status).toBeLessThan(500);
  });

  test('deep ones neither crash nor hang', async () => {
    const api = new LocalApi();
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    expect((await api.send('PUT', START, `{"name":${deep}}`)).status).toBe(400);
    expect((await api.send('PUT', START, `{"unknown":${deep}}`)).status).toBe(200);
    expect(
      (await api.invoke(await api.start(), 'writeFiles', JSON.parse(`{"content":[${'['.repeat(1000)}${']'.repeat(1000)}]}`))).status,
    ).toBe(400);
  });

  test('neither prototypes nor labels can be set by them', async () => {
    const api = new LocalApi();
    const { status, json } = await api.send(
      'PUT',
      START,
      '{"__proto__":{"name":"evil"},"codeInterpreterIdentifier":"other","traceId":5,"constructor":{"prototype":{"x":1}}}',
    );
    expect(status).toBe(200);
    expect(json.codeInterpreterIdentifier).toBe(SYSTEM);
    expect(api.app.sessions.list()[0]?.settings.name).toBeUndefined();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('small operations take 1 MiB', async () => {
    const api = new LocalApi();
    const fill = (length: number) => `{"name":"n"${' '.repeat(length - 12)}}`;
    expect((await api.send('PUT', START, fill(1024 * 1024))).status).toBe(200);
    const { status, json } = await api.send('PUT', START, fill(1024 * 1024 + 1));
    expect(status).toBe(400);
    expect(json.message).toContain('1048577 bytes; it may have at most 1048576');
  });

  test('more values than memory can hold are refused before they are parsed', async () => {
    const api = new LocalApi();
    const paths = (count: number) => `{"name":"readFiles","arguments":{"paths":[${'"a",'.repeat(count - 1)}"\\",["]}}`;
    const send = async (count: number) =>
      api.send('POST', `/code-interpreters/${SYSTEM}/tools/invoke`, paths(count), {
        'x-amzn-code-interpreter-session-id': await api.start(),
      });
    expect((await send(300_000)).status).toBe(200);
    const { status, json } = await send(500_001);
    expect(status).toBe(400);
    expect(json).toMatchObject({ reason: 'CannotParse', message: expect.stringContaining('500000 values') as string });
  });
});

describe('trace headers', () => {
  test.each([
    ['x-amzn-trace-id', 1024, 200],
    ['x-amzn-trace-id', 1025, 400],
    ['traceparent', 1024, 200],
    ['traceparent', 1025, 400],
  ])('%s of %i characters: %i', async (name, length, status) => {
    expect((await new LocalApi().send('PUT', START, {}, { [name]: 'a'.repeat(length) })).status).toBe(status);
  });
});

describe('session header', () => {
  test.each([
    [undefined, 400],
    ['', 400],
    ['not-a-session', 400],
    ['a'.repeat(41), 400],
    ['a'.repeat(40), 404],
  ])('%j: %i', async (id, status) => {
    const api = new LocalApi();
    const answer = await api.send(
      'POST',
      `/code-interpreters/${SYSTEM}/tools/invoke`,
      { name: 'listFiles' },
      id === undefined ? {} : { 'x-amzn-code-interpreter-session-id': id },
    );
    expect(answer.status).toBe(status);
    if (status === 400) {
      expect(answer.json.fieldList).toMatchObject([{ name: 'sessionId' }]);
    }
  });
});

describe('/health', () => {
  test('tells the engine and the counts', async () => {
    const api = new LocalApi();
    await api.start();
    const { status, body } = await api.send('GET', '/health');
    expect(status).toBe(200);
    expect(JSON.parse(body.toString())).toMatchObject({
      status: 'ok',
      engine: { tier: 'none', title: 'a fake' },
      activeSessions: 1,
      codeInterpreters: 1,
    });
  });
});

describe('what is not HTTP', () => {
  const exchange = async (api: LocalApi, text: string): Promise<string> => {
    const { port } = new URL(await api.listen());
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  };

  test.each([
    ['nonsense\r\n\r\n', 'is not HTTP'],
    [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 'headers of the request are too long'],
    ['PUT / HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n', 'is not HTTP'],
  ])('%j', async (text, message) => {
    const answer = await exchange(new LocalApi(), text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('x-amzn-errortype: ValidationException');
    expect(answer).toContain(message);
  });
});

describe('observers', () => {
  test('hear of each call, also of what is refused', async () => {
    const api = new LocalApi();
    const id = await api.start();
    await api.invoke(id, 'executeCode', { code: 'print(1)', language: 'python' });
    await api.invoke(id, 'frobnicate');
    await api.send('GET', '/nothing');
    await api.send('GET', '/health');
    await api.send('PUT', START, {}, { origin: 'http://evil.example' });
    expect(api.calls).toMatchObject([
      { operation: 'StartCodeInterpreterSession', httpStatus: 200, codeInterpreterId: SYSTEM, sessionId: id },
      {
        operation: 'InvokeCodeInterpreter',
        httpStatus: 200,
        tool: 'executeCode',
        sessionId: id,
        isError: false,
        input: { code: 'print(1)', language: 'python' },
        output: { stdout: '', stderr: '', exitCode: 0 },
      },
      { operation: 'InvokeCodeInterpreter', httpStatus: 400, error: { name: 'ValidationException' } },
      { operation: 'UnknownOperation', httpStatus: 404, error: { name: 'UnknownOperationException' } },
      { operation: 'StartCodeInterpreterSession', httpStatus: 403, error: { name: 'AccessDeniedException' } },
    ]);
    for (const call of api.calls) {
      expect(call.milliseconds).toBeGreaterThanOrEqual(0);
    }
  });

  test('have ids also where ARNs were given', async () => {
    const api = new LocalApi();
    await api.start({}, `arn:aws:bedrock-agentcore:us-west-2:aws:code-interpreter/${SYSTEM}`);
    expect(api.calls).toMatchObject([{ codeInterpreterId: SYSTEM }]);
  });

  test('that throw harm no call', async () => {
    const api = new LocalApi({
      observer: {
        onCall: () => {
          throw new Error('broken');
        },
        onSession: () => {
          throw new Error('broken');
        },
      },
    });
    expect(await api.start()).toHaveLength(26);
    expect(api.warnings).toEqual(['An observer threw: broken', 'An observer threw: broken']);
  });
});

describe('request rates', () => {
  test('are not limited unless asked for', async () => {
    const count = async (api: LocalApi) => {
      const answers = await Promise.all(Array.from({ length: 60 }, () => api.send('POST', '/code-interpreters')));
      return answers.filter(({ status, headers }) => status === 429 && headers['x-amzn-errortype'] === 'ThrottlingException').length;
    };
    expect(await count(new LocalApi())).toBe(0);
    expect(await count(new LocalApi({ limitRequestRates: true }))).toBeGreaterThan(0);
  });
});
