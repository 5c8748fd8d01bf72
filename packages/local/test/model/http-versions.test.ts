import { once } from 'node:events';
import { Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { AddressInfo, connect, Socket } from 'node:net';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterEach, expect, test } from 'vitest';
import { CLIENT_SETTINGS, prompt } from './aws-client.js';
import { overHttp1, overHttp2 } from './http-exchange.js';
import { createServerOfBothVersions } from '../../src/model/http-versions.js';

const opened: Server[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** Answers everything with the version that it was asked in. */
async function serve({ silenceMs = 60_000 } = {}): Promise<{ readonly url: string; connectRaw(): Promise<Socket> }> {
  const server = createServerOfBothVersions({ silenceMs, keepAliveTimeout: silenceMs }, (request, response) => {
    response.setHeader('content-type', 'application/json');
    request.resume().on('end', () => response.end(JSON.stringify({ httpVersion: request.httpVersion, output: {}, stopReason: 'end_turn' })));
  });
  opened.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connectRaw = async (): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }).on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  return { url: `http://127.0.0.1:${port}`, connectRaw };
}

test('both versions are answered on one port', async () => {
  const { url } = await serve();
  expect((await overHttp1(url, { body: '{}' })).text).toContain('"httpVersion":"1.1"');
  expect((await overHttp2(url, { body: '{}' })).text).toContain('"httpVersion":"2.0"');
});

test('a request that arrives byte by byte is read', async () => {
  const { connectRaw } = await serve();
  const socket = await connectRaw();
  for (const byte of 'PUT / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}') {
    await new Promise<void>((resolve, reject) => { socket.write(byte, (error) => (error ? reject(error) : resolve())); });
    await new Promise(setImmediate);
  }
  const [answer] = await once(socket, 'data') as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  socket.destroy();
});

test.each(['PRI nonsense\r\n\r\n', 'PR', '', '\0\0\0', 'GET\r\n\r\n', '\x16\x03\x01'])('what is neither harms no other: %j', async (bytes) => {
  const { url, connectRaw } = await serve();
  const socket = await connectRaw();
  const closed = once(socket.resume(), 'close');
  socket.end(bytes);
  await closed;
  expect((await overHttp1(url)).status).toBe(200);
});

test.each(['', 'P', 'PR'])('a connection that begins with %j and says no more is ended', async (bytes) => {
  const { connectRaw } = await serve({ silenceMs: 50 });
  const socket = await connectRaw();
  socket.write(bytes);
  await once(socket.resume(), 'close');
});

test('a connection of HTTP/2 that rests is ended, and the AWS SDK makes another', async () => {
  const { url } = await serve({ silenceMs: 50 });
  const client = new BedrockRuntimeClient({ endpoint: url, region: CLIENT_SETTINGS.AWS_REGION, credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 });
  const resting = connectHttp2(url);
  await client.send(new ConverseCommand(prompt('Hi')));
  await once(resting, 'close');
  expect((await client.send(new ConverseCommand(prompt('Hi')))).stopReason).toBe('end_turn');
  client.destroy();
});
