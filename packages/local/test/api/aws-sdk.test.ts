import { request } from 'node:http';
import {
  BedrockAgentCoreClient,
  CodeInterpreterResult,
  GetCodeInterpreterSessionCommand,
  InvokeCodeInterpreterCommand,
  InvokeCodeInterpreterCommandInput,
  ListCodeInterpreterSessionsCommand,
  StartCodeInterpreterSessionCommand,
  StopCodeInterpreterSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import {
  CreateCodeInterpreterCommand,
  DeleteCodeInterpreterCommand,
  GetCodeInterpreterCommand,
  ListTagsForResourceCommand,
  paginateListCodeInterpreters,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { describe, expect, test, vi } from 'vitest';
import { processResult } from './fake-sandbox.js';
import { LocalApi, SYSTEM } from './local-api.js';
import { exceptionFrame, resultFrame } from '../../src/http/event-stream.js';
import { notFound } from '../../src/operations/service-exception.js';

async function invoke(
  client: BedrockAgentCoreClient,
  sessionId: string,
  name: InvokeCodeInterpreterCommandInput['name'],
  given: InvokeCodeInterpreterCommandInput['arguments'],
) {
  const { stream, sessionId: echoed } = await client.send(
    new InvokeCodeInterpreterCommand({ codeInterpreterIdentifier: SYSTEM, sessionId, name, arguments: given }),
  );
  const results: CodeInterpreterResult[] = [];
  for await (const event of stream ?? []) {
    if (event.result) {
      results.push(event.result);
    }
  }
  expect(echoed).toBe(sessionId);
  expect(results).toHaveLength(1);
  return results[0];
}

const start = async (client: BedrockAgentCoreClient) => {
  const { sessionId = '' } = await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier: SYSTEM, name: 'n' }));
  return sessionId;
};

describe('golden frames', () => {
  test('of a result', () => {
    expect(resultFrame({ content: [{ type: 'text', text: 'hi' }], isError: false }).toString('hex')).toBe(
      '000000950000004c03ae7ab20d3a6d6573736167652d74797065070005' +
        '6576656e740b3a6576656e742d74797065070006726573756c740d3a636f6e74656e742d747970650700106170706c696361' +
        '74696f6e2f6a736f6e7b22636f6e74656e74223a5b7b22747970' +
        '65223a2274657874222c2274657874223a226869227d5d2c2269734572726f72223a66616c73657d8116c831',
    );
  });

  test('of an exception', () => {
    expect(exceptionFrame(notFound('gone')).toString('hex')).toBe(
      '00000089000000670a02f9710d3a6d6573736167652d74797065070009657863657074696f6e0f3a657863657074696f6e' +
        '2d747970650700197265736f757263654e6f74466f756e64457863657074696f6e0d3a636f6e74656e742d74797065070010' +
        '6170706c69636174696f6e2f6a736f6e7b226d65737361676522' +
        '3a22676f6e65227d6d2ebda9',
    );
  });
});

describe('the SDK of the data plane', () => {
  test('goes through the life of a session', async () => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    const got = await client.send(new GetCodeInterpreterSessionCommand({ codeInterpreterIdentifier: SYSTEM, sessionId }));
    expect(got).toMatchObject({ sessionId, name: 'n', status: 'READY', sessionTimeoutSeconds: 900, createdAt: expect.any(Date) as Date });
    const { items } = await client.send(
      new ListCodeInterpreterSessionsCommand({ codeInterpreterIdentifier: SYSTEM, maxResults: 5, status: 'READY' }),
    );
    expect(items).toMatchObject([{ sessionId, lastUpdatedAt: expect.any(Date) as Date }]);
    api.sandbox.next = processResult({ stdout: 'hi\n' });
    expect(await invoke(client, sessionId, 'executeCode', { code: 'print("hi")', language: 'python' })).toMatchObject({
      content: [{ type: 'text', text: 'hi' }],
      structuredContent: { stdout: 'hi', exitCode: 0, executionTime: 0.5 },
      isError: false,
    });
    const stopped = await client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier: SYSTEM, sessionId }));
    expect(stopped.lastUpdatedAt).toBeInstanceOf(Date);
    await expect(invoke(client, sessionId, 'listFiles', {})).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('takes ARNs', async () => {
    const api = new LocalApi({ interpreters: [{ id: 'mine-0123456789', name: 'mine', networkMode: 'SANDBOX' }] });
    const client = await api.client();
    const codeInterpreterIdentifier = 'arn:aws:bedrock-agentcore:us-west-2:123456789012:code-interpreter-custom/mine-0123456789';
    const started = await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier }));
    expect(started.codeInterpreterIdentifier).toBe(codeInterpreterIdentifier);
    expect(api.sessionEvents).toMatchObject([{ codeInterpreterId: 'mine-0123456789' }]);
  });

  test('carries bytes as they are', async () => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    const blob = Uint8Array.from({ length: 256 }, (_, index) => index);
    await invoke(client, sessionId, 'writeFiles', { content: [{ path: 'b.bin', blob }] });
    const read = await invoke(client, sessionId, 'readFiles', { paths: ['b.bin'] });
    expect(read?.content?.[0]?.resource?.blob).toEqual(blob);
  });

  test('knows each exception', async () => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    const failing = (fault: string) => {
      const command = new InvokeCodeInterpreterCommand({ codeInterpreterIdentifier: SYSTEM, sessionId, name: 'listFiles' });
      command.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers['x-agentcore-local-fault'] = fault;
          return next(args);
        },
        { step: 'build' },
      );
      return client.send(command).then(async ({ stream }) => {
        for await (const event of stream ?? []) {
          throw new Error(JSON.stringify(event));
        }
      });
    };
    await expect(failing('throttle')).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } });
    await expect(failing('quota')).rejects.toMatchObject({ name: 'ServiceQuotaExceededException', $metadata: { httpStatusCode: 402 } });
    await expect(failing('deny')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(failing('error')).rejects.toMatchObject({ name: 'InternalServerException', $metadata: { httpStatusCode: 500 } });
    await expect(failing('throttle-stream')).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
    await expect(failing('expire')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const invalid = { codeInterpreterIdentifier: SYSTEM, sessionId, name: 'frobnicate' } as unknown as InvokeCodeInterpreterCommandInput;
    await expect(client.send(new InvokeCodeInterpreterCommand(invalid))).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'FieldValidationFailed',
      fieldList: [{ name: 'name' }],
    });
  });

  test('gets a large answer whole', async () => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    api.sandbox.files.set('large.txt', Buffer.alloc(20 * 1024 * 1024, 'a'));
    const read = await invoke(client, sessionId, 'readFiles', { paths: ['large.txt'] });
    expect(read?.content?.[0]?.resource?.text).toHaveLength(20 * 1024 * 1024);
  });

  test.each([
    [100_000_000, undefined],
    [100_000_001, 'less than or equal to 100000000'],
  ])('a blob of %i bytes', async (size, problem) => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    const written = invoke(client, sessionId, 'writeFiles', { content: [{ path: 'large', blob: new Uint8Array(size) }] });
    if (problem === undefined) {
      await written;
      expect(api.sandbox.files.get('large')).toHaveLength(size);
    } else {
      await expect(written).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(problem) as string });
    }
  });

  test.each([
    [100_000_000, 'ok'],
    [100_000_001, 'ValidationException'],
  ])('a text of %i characters', async (size, outcome) => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    const called = invoke(client, sessionId, 'executeCode', { code: ' '.repeat(size), language: 'python' }).then(
      () => 'ok',
      (error: Error) => error.name,
    );
    expect(await called).toBe(outcome);
  });

  test('a body beyond all limits is answered, not cut off', async () => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    const called = invoke(client, sessionId, 'executeCode', { code: ' '.repeat(320_000_000), language: 'python' });
    await expect(called).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('it may have at most') as string,
    });
  });
});

describe('the SDK of the control plane', () => {
  test('goes through the life of an interpreter', async () => {
    const api = new LocalApi();
    const client = await api.controlClient();
    const created = await client.send(
      new CreateCodeInterpreterCommand({ name: 'mine', networkConfiguration: { networkMode: 'PUBLIC' }, tags: { a: '1' } }),
    );
    expect(created).toMatchObject({ status: 'CREATING', createdAt: expect.any(Date) as Date, $metadata: { httpStatusCode: 202 } });
    const { codeInterpreterId, codeInterpreterArn: resourceArn } = created;
    expect(await client.send(new GetCodeInterpreterCommand({ codeInterpreterId }))).toMatchObject({
      status: 'READY',
      networkConfiguration: { networkMode: 'PUBLIC' },
    });
    await client.send(new TagResourceCommand({ resourceArn, tags: { b: '2' } }));
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'c'] }));
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: '2' });
    const ids: (string | undefined)[] = [];
    for await (const page of paginateListCodeInterpreters({ client, pageSize: 1 }, {})) {
      ids.push(...(page.codeInterpreterSummaries ?? []).map((summary) => summary.codeInterpreterId));
    }
    expect(ids).toEqual([SYSTEM, codeInterpreterId]);
    expect(await client.send(new DeleteCodeInterpreterCommand({ codeInterpreterId }))).toMatchObject({
      codeInterpreterId,
      status: 'DELETING',
    });
    await expect(client.send(new GetCodeInterpreterCommand({ codeInterpreterId }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a client that goes away', () => {
  test('stops its code, and the session goes on', async () => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    api.sandbox.hangs = true;
    const abort = new AbortController();
    const command = new InvokeCodeInterpreterCommand({
      codeInterpreterIdentifier: SYSTEM,
      sessionId,
      name: 'executeCode',
      arguments: { code: 'x', language: 'python' },
    });
    const called = client.send(command, { abortSignal: abort.signal });
    await vi.waitFor(() => expect(api.sandbox.cells).toHaveLength(1));
    abort.abort();
    await expect(called).rejects.toThrow();
    await vi.waitFor(() => expect(api.sandbox.aborted).toBe(1));
    api.sandbox.hangs = false;
    expect(await invoke(client, sessionId, 'listFiles', {})).toMatchObject({ isError: false });
  });

  test('in the middle of its request harms nobody', async () => {
    const api = new LocalApi();
    const { port } = new URL(await api.listen());
    await new Promise<void>((resolve) => {
      const sent = request({
        port,
        host: '127.0.0.1',
        method: 'PUT',
        path: `/code-interpreters/${SYSTEM}/sessions/start`,
        headers: { 'content-length': 100 },
      });
      sent.on('error', () => resolve());
      sent.write('{"name":', () => sent.destroy());
      sent.on('close', () => resolve());
    });
    expect(await api.start()).toHaveLength(26);
    expect(api.warnings).toEqual([]);
    expect(api.sandboxes).toHaveLength(1);
  });

  test('calls that were answered are not aborted', async () => {
    const api = new LocalApi();
    const client = await api.client();
    const sessionId = await start(client);
    await invoke(client, sessionId, 'executeCode', { code: '1', language: 'python' });
    client.destroy();
    expect(api.sandbox.aborted).toBe(0);
  });
});
