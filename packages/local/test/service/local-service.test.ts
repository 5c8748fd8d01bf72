import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import {
  BedrockAgentCoreClient, InvokeCodeInterpreterCommand, InvokeCodeInterpreterCommandInput, StartCodeInterpreterSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { expect, onTestFinished, test } from 'vitest';
import { CallEvent, LocalService, LocalServiceOptions, startLocalService } from '../../src/index.js';
import { agent, assemblyWith, interpreter } from '../assembly/written-assembly.js';

/** Closed when the test is over, if it does not do so itself. */
async function started(options: LocalServiceOptions = {}): Promise<LocalService> {
  const service = await startLocalService({ pool: 0, onWarning: () => undefined, ...options });
  onTestFinished(() => service.close());
  return service;
}

function clientOf(url: string, accessKeyId = 'a'): BedrockAgentCoreClient {
  return new BedrockAgentCoreClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey: 'b' }, maxAttempts: 1 });
}

async function invoke(client: BedrockAgentCoreClient, input: InvokeCodeInterpreterCommandInput): Promise<string | undefined> {
  const { stream } = await client.send(new InvokeCodeInterpreterCommand(input));
  for await (const { result } of stream ?? []) { return result?.content?.[0]?.text; }
  return undefined;
}

const foldersOfThis = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`agentcore-local-${process.pid}-`));

test('in tests of others: two at once, each with its own, and nothing is left', async () => {
  const calls: CallEvent[] = [];
  const first = await started({ interpreters: [{ name: 'box' }], observer: { onCall: (event) => calls.push(event) } });
  const second = await started({ region: 'eu-west-1' });
  expect(first.port).not.toBe(second.port);
  expect(first.url).toBe(`http://127.0.0.1:${first.port}`);
  expect(first.environment.AWS_ENDPOINT_URL_BEDROCK_AGENTCORE).toBe(first.url);
  expect(second.region).toBe('eu-west-1');
  expect(first.interpreters).toEqual([expect.objectContaining({ name: 'box', networkMode: 'SANDBOX' })]);
  expect(first.report.notIsolated.length).toBeGreaterThan(0);

  const codeInterpreterIdentifier = first.interpreters[0]?.arn ?? '';
  const client = clientOf(first.url);
  const { sessionId } = await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier }));
  expect(await invoke(client, { codeInterpreterIdentifier, sessionId, name: 'executeCommand', arguments: { command: 'echo here' } })).toBe('here');
  expect(calls.map(({ operation, tool }) => tool ?? operation)).toEqual(['StartCodeInterpreterSession', 'executeCommand']);
  await expect(clientOf(second.url).send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier }))).rejects.toThrow(/does not exist/);

  const throttle = first.faults.add({ fault: 'throttle', times: 1 });
  await expect(client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier }))).rejects.toMatchObject({ name: 'ThrottlingException' });
  expect(throttle.hits).toBe(1);

  await Promise.all([first.close(), first.close(), second[Symbol.asyncDispose]()]);
  await expect(fetch(first.url)).rejects.toThrow();
  expect(foldersOfThis()).toEqual([]);
});

test('a call under way ends when it is closed', async () => {
  const service = await started();
  const client = clientOf(service.url);
  const codeInterpreterIdentifier = 'aws.codeinterpreter.v1';
  const { sessionId } = await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier }));
  const call = invoke(client, { codeInterpreterIdentifier, sessionId, name: 'executeCommand', arguments: { command: 'sleep 600' } }).catch((error: Error) => error);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await service.close();
  expect(await call).toBeInstanceOf(Error);
});

test('an assembly: its interpreters, and what its agents find', async () => {
  const folder = assemblyWith({ Box: interpreter({ Name: 'box' }), Agent: agent({ BOX_ID: { Ref: 'Box' } }) });
  const service = await started({ assembly: folder });
  const id = service.interpreters[0]?.id ?? '';
  expect(service.agents).toEqual([{ agent: 'agent (Box)', variables: { BOX_ID: id } }]);
  expect(service.environment.BOX_ID).toBe(id);
  await service.close();
});

test('a token: nothing without it, everything with it', async () => {
  const token = 'sixteen-characters';
  const service = await started({ token });
  expect((await fetch(service.url)).status).toBe(401);
  expect((await fetch(service.url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  await expect(clientOf(service.url).send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier: 'aws.codeinterpreter.v1' })))
    .rejects.toMatchObject({ name: 'UnauthorizedException' });
  const client = clientOf(service.url, service.environment.AWS_ACCESS_KEY_ID);
  expect(await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier: 'aws.codeinterpreter.v1' }))).toHaveProperty('sessionId');
  await service.close();
});

test('what cannot start leaves nothing', async () => {
  const { port, close } = await started();
  await expect(started({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
  await expect(started({ faults: ['nonsense'] })).rejects.toThrow(/nonsense/);
  await expect(started({ tier: 'none' })).rejects.toThrow(/--unsafe-no-sandbox/);
  await close();
  expect(foldersOfThis()).toEqual([]);
});

test.each([
  ['silent', ''],
  ['half a header', 'POST /code-interpreters HTTP/1.1\r\nhost: localhost\r\n'],
  ['half a body', 'POST /code-interpreters HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{'],
  ['held up by a fault', 'PUT /code-interpreters/aws.codeinterpreter.v1/sessions/start HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}'],
])('a client that is not done keeps nothing open: %s', async (_name, sent) => {
  const service = await started({ faults: ['slow:ms=600000'] });
  const socket = connect(service.port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => { socket.destroy(); });
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  socket.write(sent);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await service.close();
  await closed;
  expect(foldersOfThis()).toEqual([]);
});

test('at an IPv6 address that is written in several ways', async () => {
  const service = await started({ host: '::ffff:127.0.0.1' });
  expect((await fetch(`${service.url}/health`)).status).toBe(200);
  await service.close();
});
