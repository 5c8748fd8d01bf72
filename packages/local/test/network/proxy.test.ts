import { once } from 'node:events';
import { statSync, existsSync } from 'node:fs';
import http from 'node:http';
import { connect, createServer, Socket } from 'node:net';
import { Server } from 'proxy-chain';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, askConnect, askPlain } from './proxy-client.js';
import { closeAll, runProxy, runServer, temporaryFolder } from './running-proxy.js';
import { startFilteringProxy } from '../../src/network/proxy.js';

afterEach(closeAll);

/** A web server that answers with what it was asked. */
function echo(): http.Server {
  return http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
  });
}

describe('to what is allowed', () => {
  it('tunnels both ways, with half-closed ends', async () => {
    const port = await runServer(createServer({ allowHalfOpen: true }, async (socket) => {
      let received = '';
      for await (const chunk of socket.iterator({ destroyOnReturn: false })) received += String(chunk);
      socket.end(`${received.length} bytes`);
    }));
    const { socketPath } = await runProxy({ allow: [`127.0.0.1:${port}`] });
    const { status, socket } = await askConnect(socketPath, `127.0.0.1:${port}`);
    expect(status).toBe(200);
    socket.end('x'.repeat(3_000_000));
    expect(String(await once(socket, 'data'))).toBe('3000000 bytes');
  });

  it('forwards plain requests, in one spelling', async () => {
    const port = await runServer(echo());
    const { socketPath } = await runProxy({ allow: [`127.0.0.1:${port}`] });
    const request = http.request({
      socketPath,
      method: 'POST',
      path: `http://user:secret@0x7f.1:${port}/a?b#c`,
      headers: { 'host': 'other.example.com', 'proxy-authorization': 'Basic eDp5' },
    });
    request.end('hello');
    const [response] = await once(request, 'response') as [http.IncomingMessage];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(JSON.parse(text)).toMatchObject({ method: 'POST', url: '/a?b', headers: { host: `127.0.0.1:${port}` }, body: 'hello' });
    expect(text).not.toMatch(/proxy-authorization|secret/);
  });
});

describe('to what is not', () => {
  it('answers 403 with a reason, and connects to nothing', async () => {
    const connected = vi.fn();
    const port = await runServer(createServer(connected));
    const refused: string[] = [];
    const { socketPath } = await runProxy({ onRefused: (message) => refused.push(message) });
    const byConnect = await askConnect(socketPath, `2130706433:${port}`);
    expect(byConnect).toMatchObject({ status: 403, body: expect.stringContaining(`--allow-host 127.0.0.1:${port}`) });
    const plain = await askPlain(socketPath, `http://localhost:${port}/`);
    expect(plain).toMatchObject({ status: 403, body: expect.stringContaining('Refused: localhost') });
    expect(refused).toHaveLength(2);
    expect(connected).not.toHaveBeenCalled();
  });

  it.each([
    'CONNECT / HTTP/1.1', 'GET / HTTP/1.1', 'GET https://1.1.1.1/ HTTP/1.1', 'GET ftp://1.1.1.1/ HTTP/1.1', 'nonsense',
    'GET file:///etc/passwd HTTP/1.1',
  ])('answers %s with 400', async (line) => {
    const { socketPath } = await runProxy();
    expect(await ask(socketPath, `${line}\r\nHost: a.example.com\r\n\r\n`)).toMatchObject({ status: 400 });
  });

  it('forwards no body that would read as another request', async () => {
    const { socketPath } = await runProxy({ allow: ['127.0.0.1'] });
    const answer = await askPlain(socketPath, 'http://127.0.0.1:1/', 'Transfer-Encoding: chunked\r\n');
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('Transfer-Encoding') });
  });

  it('resolves once: a second, private answer is never asked for', async () => {
    const port = await runServer();
    let asked = 0;
    // The first answer is public but leads nowhere; a rebinding server's second would be the loopback.
    const resolve = (): Promise<string[]> => Promise.resolve(asked++ === 0 ? ['240.0.0.1', '::ffff:127.0.0.1'] : ['127.0.0.1']);
    const { socketPath } = await runProxy({ resolve });
    expect(await askConnect(socketPath, `rebind.example.com:${port}`)).toMatchObject({ status: 403 });
    expect(asked).toBe(1);
  });

  it('says what is wrong with a name or a port', async () => {
    const { socketPath } = await runProxy({ allow: ['127.0.0.1'] });
    const nowhere = await askConnect(socketPath, 'nowhere.example.com:80');
    expect(nowhere).toMatchObject({ status: 502, body: expect.stringContaining('ENOTFOUND') });
    expect(await askConnect(socketPath, '127.0.0.1:1')).toMatchObject({ status: 502, body: expect.stringContaining('ECONNREFUSED') });
    expect(await askPlain(socketPath, 'http://127.0.0.1:1/')).toMatchObject({ status: 502, body: expect.stringContaining('ECONNREFUSED') });
  });

  it('survives a name that nobody answers for', async () => {
    let pending = 0;
    const resolve = (name: string): Promise<string[]> => {
      if (!name.startsWith('slow')) return Promise.resolve(['10.0.0.1']);
      pending++;
      return new Promise(() => undefined);
    };
    const { socketPath, close } = await runProxy({ resolve });
    const slow = connect(socketPath);
    slow.on('error', () => undefined);
    slow.write('CONNECT slow.example.com:80 HTTP/1.1\r\n\r\n');
    await vi.waitFor(() => expect(pending).toBe(1));
    expect(await askConnect(socketPath, 'quick.example.com:80')).toMatchObject({ status: 403 });
    await close();
  });
});

describe('bounds', () => {
  it('refuses connections over the limit, and takes new ones once some are closed', async () => {
    const port = await runServer();
    const proxy = await runProxy({ allow: ['127.0.0.1'], limits: { connections: 3 } });
    const authority = `127.0.0.1:${port}`;
    const open = await Promise.all([1, 2, 3].map(() => askConnect(proxy.socketPath, authority)));
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await askConnect(proxy.socketPath, authority)).toMatchObject({ status: 503, body: expect.stringContaining('Too many') });
    for (const { socket } of open) socket.destroy();
    await vi.waitFor(async () => expect((await askConnect(proxy.socketPath, authority)).status).toBe(200));
  });

  it('bounds what one client opens by pipelining', async () => {
    const port = await runServer(createServer(() => undefined));
    const proxy = await runProxy({ allow: ['127.0.0.1'] });
    const client = connect(proxy.socketPath);
    client.on('error', () => undefined);
    client.write(`GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(200));
    await once(client, 'data');
    expect(proxy.open).toBeLessThanOrEqual(8);
  });

  it('ends what is idle', async () => {
    const port = await runServer();
    const proxy = await runProxy({ allow: ['127.0.0.1'], limits: { idleSeconds: 0.2 } });
    const { socket } = await askConnect(proxy.socketPath, `127.0.0.1:${port}`);
    await once(socket, 'close');
    await vi.waitFor(() => expect(proxy.open).toBe(0));
  });

  it('refuses long headers', async () => {
    const { socketPath } = await runProxy();
    expect(await askPlain(socketPath, 'http://1.1.1.1/', `X: ${'x'.repeat(20_000)}\r\n`)).toMatchObject({ status: 400 });
  });

  it('holds a sender up whose reader does not read', async () => {
    const port = await runServer(createServer((socket) => socket.pause()));
    const proxy = await runProxy({ allow: ['127.0.0.1'] });
    const { socket } = await askConnect(proxy.socketPath, `127.0.0.1:${port}`);
    const chunk = Buffer.alloc(1 << 20);
    let taken = 0;
    while (taken < 200 && await written(socket, chunk)) taken++;
    expect(taken).toBeLessThan(64);
  });

  /** False if it is still waiting after a while. */
  function written(socket: Socket, chunk: Buffer): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), 1000);
      socket.write(chunk, () => {
        clearTimeout(late);
        resolve(true);
      });
    });
  }
});

describe('chained to an upstream proxy', () => {
  it('sends names and public addresses through it with its password, and nothing else', async () => {
    const target = await runServer(echo());
    const asked: string[] = [];
    const upstream = new Server({
      port: 0,
      host: '127.0.0.1',
      prepareRequestFunction: ({ hostname, username, password, request }) => {
        asked.push(`${username}:${password}@${hostname}`);
        request.url = request.url?.replace(/www\.example\.com(:\d+)?/, `127.0.0.1:${target}`);
        return {};
      },
    });
    await upstream.listen();
    const url = `http://user:secret@127.0.0.1:${upstream.port}`;
    const proxy = await runProxy({ environment: { HTTP_PROXY: url, HTTPS_PROXY: url } });
    try {
      expect(proxy.upstream.join()).toMatch(/127\.0\.0\.1/);
      expect(proxy.upstream.join()).not.toContain('secret');
      const { status, socket } = await askConnect(proxy.socketPath, 'www.example.com:443');
      expect(status).toBe(200);
      socket.write('GET /inside HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      expect(String(await once(socket, 'data'))).toContain('200 OK');
      expect((await askPlain(proxy.socketPath, 'http://www.example.com/')).status).toBe(200);
      expect(asked).toEqual(['user:secret@www.example.com', 'user:secret@www.example.com']);
      expect((await askConnect(proxy.socketPath, 'metadata.google.internal:80')).status).toBe(403);
      expect((await askConnect(proxy.socketPath, `127.0.0.1:${upstream.port}`)).status).toBe(403);
      expect(asked).toHaveLength(2);
    } finally {
      await proxy.close();
      await upstream.close(true);
    }
  });
});

describe('its life', () => {
  it('is reachable by its own user only, and leaves nothing when closed', async () => {
    const closed = vi.fn();
    const port = await runServer(createServer((socket) => socket.on('close', closed).resume()));
    const proxy = await runProxy({ allow: ['127.0.0.1'] });
    expect(statSync(proxy.socketPath).mode & 0o777).toBe(0o600);
    const { socket } = await askConnect(proxy.socketPath, `127.0.0.1:${port}`);
    await Promise.all([proxy.close(), proxy.close(), once(socket, 'close')]);
    expect(existsSync(proxy.socketPath)).toBe(false);
    expect(proxy.open).toBe(0);
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  it('does not start where something else listens', async () => {
    const { socketPath } = await runProxy();
    await expect(startFilteringProxy({ socketPath, environment: {} })).rejects.toThrow(/EADDRINUSE/);
  });

  it('does not start in a folder that is not there', async () => {
    await expect(startFilteringProxy({ socketPath: `${temporaryFolder()}/no/such`, environment: {} })).rejects.toThrow(/ENOENT|EACCES/);
  });
});
