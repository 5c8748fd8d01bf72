import { setTimeout as delay } from 'node:timers/promises';
import {
  AccessDeniedException, BedrockAgentCoreClient, ConflictException, GetCodeInterpreterSessionCommand, InternalServerException,
  InvokeCodeInterpreterCommandInput,
  ResourceNotFoundException, ServiceQuotaExceededException, StartCodeInterpreterSessionCommand, StopCodeInterpreterSessionCommand,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-agentcore';
import { BedrockAgentCoreControlClient, CreateCodeInterpreterCommand } from '@aws-sdk/client-bedrock-agentcore-control';
import { expect, test } from 'vitest';
import { failing, Failing, FAILING_INTERPRETERS } from './failing-interpreters.js';
import { clientOf, CONNECTION, JavaScriptSession } from './javascript-client.js';
import { startForClients, SYSTEM } from './service-for-clients.js';

const service = await startForClients(FAILING_INTERPRETERS);
/** With the retries that it has when nothing is set. */
const client = clientOf(service.url);
const once = clientOf(service.url, { maxAttempts: 1 });

const start = (name: Failing, by: BedrockAgentCoreClient = client) => JavaScriptSession.start(by, failing(name));
const thrown = (call: Promise<unknown>) => call.then(
  (value) => { throw new Error(`It went well: ${JSON.stringify(value)}`); }, (error: unknown) => error,
);
const hitsOf = (name: Failing) => service.faults.all.find(({ fault }) => fault.codeInterpreterId === failing(name))?.hits;

test('throttling is retried by the SDK, and then all is well', async () => {
  expect(await (await start('throttled')).text('executeCommand', { command: 'echo done' })).toBe('done');
  expect(hitsOf('throttled')).toBe(2);
});

test('throttling that does not end is thrown after three attempts', async () => {
  const error = await thrown((await start('throttled_for_good')).invoke('listFiles'));
  expect(error).toBeInstanceOf(ThrottlingException);
  expect(error).toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded', $metadata: { httpStatusCode: 429, attempts: 3 } });
});

test('throttling in the stream is thrown as its class without retries, and the session goes on', async () => {
  const session = await start('throttled_in_stream', once);
  await session.text('executeCode', { language: 'python', code: 'x = 1' });
  const error = await thrown(session.text('executeCode', { language: 'python', code: 'x = 2' }));
  expect(error).toBeInstanceOf(ThrottlingException);
  expect(error).toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
  expect(await session.text('executeCode', { language: 'python', code: 'print(x)' })).toBe('1');
});

test('throttling in the stream is retried by default, since the SDK reads the first event before it answers', async () => {
  service.faults.add({ fault: 'throttle-stream', codeInterpreterId: failing('throttled_in_stream'), tool: 'executeCommand', times: 2 });
  expect(await (await start('throttled_in_stream')).text('executeCommand', { command: 'echo done' })).toBe('done');
});

test('a session that expires in the middle is not found from then on', async () => {
  const session = await start('expiring');
  expect(await session.text('executeCommand', { command: 'echo 1' })).toBe('1');
  for (let call = 0; call < 2; call++) {
    const error = await thrown(session.invoke('listFiles'));
    expect(error).toBeInstanceOf(ResourceNotFoundException);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 404 } });
  }
  expect(await client.send(new GetCodeInterpreterSessionCommand({
    codeInterpreterIdentifier: failing('expiring'), sessionId: session.id,
  }))).toMatchObject({ status: 'TERMINATED' });
});

test('time that is over, while code runs', async () => {
  const { sessionId = '' } = await client.send(new StartCodeInterpreterSessionCommand({
    codeInterpreterIdentifier: SYSTEM, sessionTimeoutSeconds: 1,
  }));
  const session = new JavaScriptSession(client, SYSTEM, sessionId);
  expect(await thrown(session.invoke('executeCode', {
    language: 'python', code: 'while True: pass',
  }))).toBeInstanceOf(ResourceNotFoundException);
});

test('a session that is stopped while code runs', async () => {
  const session = await JavaScriptSession.start(client);
  const call = thrown(session.invoke('executeCommand', { command: 'sleep 60' }));
  await delay(200);
  await client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier: SYSTEM, sessionId: session.id }));
  const error = await call;
  expect(error).toBeInstanceOf(ConflictException);
  expect(error).toMatchObject({ message: expect.stringContaining('terminated on user request') as string });
  expect(await thrown(session.invoke('listFiles'))).toBeInstanceOf(ResourceNotFoundException);
});

test.each([
  ['over_quota', ServiceQuotaExceededException, 402], ['denied', AccessDeniedException, 403], ['broken', InternalServerException, 500],
] as const)('%s', async (name, type, httpStatusCode) => {
  const error = await thrown(start(name, once).then((session) => session.invoke('listFiles')));
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject({ $metadata: { httpStatusCode } });
});

test('what does not exist', async () => {
  expect(await thrown(JavaScriptSession.start(client, 'none-0000000000'))).toBeInstanceOf(ResourceNotFoundException);
  const unknown = new GetCodeInterpreterSessionCommand({ codeInterpreterIdentifier: SYSTEM, sessionId: '01K00Z3F8WZ9KBBW4QGRJCVBHH' });
  expect(await thrown(client.send(unknown))).toBeInstanceOf(ResourceNotFoundException);
});

interface Unchecked {
  readonly name: string;
  readonly arguments?: object;
  readonly sessionId?: string;
}

test.each<[string, Unchecked, string]>([
  ['a tool', { name: 'frobnicate' }, 'name'],
  ['a language', { name: 'executeCode', arguments: { code: '1', language: 'ruby' } }, 'arguments.language'],
  ['no language', { name: 'executeCode', arguments: { code: '1' } }, 'arguments.language'],
  ['a runtime', { name: 'executeCode', arguments: { code: '1', language: 'python', runtime: 'deno' } }, 'arguments.runtime'],
  ['no paths', { name: 'readFiles', arguments: { paths: [] } }, 'arguments.paths'],
  ['a session', { name: 'listFiles', sessionId: 'not a session' }, 'sessionId'],
])('what SDKs do not check is checked here: %s', async (_case, input, field) => {
  const session = await JavaScriptSession.start(client);
  const named = new JavaScriptSession(client, SYSTEM, input.sessionId ?? session.id);
  const error = await thrown(named.invoke(
    input.name as InvokeCodeInterpreterCommandInput['name'], input.arguments as InvokeCodeInterpreterCommandInput['arguments'],
  ));
  expect(error).toBeInstanceOf(ValidationException);
  expect(error).toMatchObject({ reason: 'FieldValidationFailed', fieldList: [{ name: field }], $metadata: { httpStatusCode: 400 } });
});

test.each([
  [28_800, undefined], [28_801, 'ValidationException'], [0, 'ValidationException'],
])('a session of %i s', async (sessionTimeoutSeconds, problem) => {
  const call = client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier: SYSTEM, sessionTimeoutSeconds }));
  expect(await call.then(() => undefined, (error: Error) => error.name)).toBe(problem);
});

test('the control plane has the same errors', async () => {
  const control = new BedrockAgentCoreControlClient({ endpoint: service.url, ...CONNECTION });
  const create = (name: string) => control.send(new CreateCodeInterpreterCommand({
    name, networkConfiguration: { networkMode: 'SANDBOX' },
  }));
  await create('taken');
  await expect(create('taken')).rejects.toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 409 } });
  await expect(create('not-a-name')).rejects.toMatchObject({ name: 'ValidationException', fieldList: [{ name: 'name' }] });
});
