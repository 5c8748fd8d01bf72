import { expect, test } from 'vitest';
import { checkListenAddress, clientUrl, hostHeaders, isLoopback, listenError } from '../../src/service/listen-address.js';

const TOKEN = 'x'.repeat(16);

test.each(['127.0.0.1', '127.255.0.1', '::1', 'localhost', '::ffff:127.0.0.1'])('%s is loopback, and needs no token', (host) => {
  expect(isLoopback(host)).toBe(true);
  expect(() => checkListenAddress(host, undefined)).not.toThrow();
});

test.each(['0.0.0.0', '::', '192.168.1.5', '128.0.0.1', 'example.com', 'localhost.example.com', '127.0.0.1.example.com', '0x7f.1', ''])('%s is not, and does', (host) => {
  expect(isLoopback(host)).toBe(false);
  expect(() => checkListenAddress(host, undefined)).toThrow(/lets other machines run code here: give a token too \(--token/);
  expect(() => checkListenAddress(host, TOKEN)).not.toThrow();
});

test('a token of 16 characters does, one of 15 does not, anywhere', () => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    expect(() => checkListenAddress(host, TOKEN)).not.toThrow();
    for (const token of [TOKEN.slice(1), '']) { expect(() => checkListenAddress(host, token)).toThrow(/the token has \d+ characters; at least 16/); }
  }
});

test.each([
  ['EADDRINUSE', /port 8787 on 127\.0\.0\.1 is in use: .*--port/], ['EACCES', /above 1023 with --port/], ['EADDRNOTAVAIL', /no address of this machine: .*--host/], ['EMFILE', /^as it was$/],
])('%s', (code, message) => {
  expect(listenError(Object.assign(new Error('as it was'), { code }), '127.0.0.1', 8787).message).toMatch(message);
});

test.each(['x'.repeat(16) + '/', 'x'.repeat(16) + ',', 'x'.repeat(16) + ' '])('token %j cannot be an access key', (token) => {
  expect(() => checkListenAddress('127.0.0.1', token)).toThrow(/only letters, digits/);
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:1'], ['localhost', 'http://localhost:1'], ['::1', 'http://[::1]:1'], ['0.0.0.0', 'http://127.0.0.1:1'], ['::', 'http://[::1]:1'],
])('clients reach %s at %s', (host, url) => {
  expect(clientUrl(host, 1)).toBe(url);
});

test.each([
  ['fd00:0::5', ['fd00:0::5', '[fd00:0::5]', '[fd00::5]']], ['10.0.0.5', ['10.0.0.5', '10.0.0.5']], ['fe80::1%eth0', ['fe80::1%eth0', '[fe80::1%eth0]']],
])('clients may name %s as %j', (host, names) => {
  expect(hostHeaders(host)).toEqual(names);
});
