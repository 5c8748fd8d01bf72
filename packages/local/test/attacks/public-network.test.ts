import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiSession } from './api-session.js';
import { AttackedService } from './attacked-service.js';
import { HostBait } from './host-bait.js';

let under: AttackedService;
let bait: HostBait;
let session: ApiSession;
beforeAll(async () => {
  bait = await HostBait.set();
  under = await AttackedService.start({ interpreters: [{ name: 'open', networkMode: 'PUBLIC' }], limits: { callSeconds: 10 } });
  session = await ApiSession.start(under.service.url, under.service.interpreters[0]?.id);
});
afterAll(async () => {
  await under.close();
  await bait.remove();
});

/** Loopback in all its spellings, this machine's own address, and where clouds keep credentials. */
const hosts = (): string[] => [
  '127.0.0.1', 'localhost', '127.1', '0', '0.0.0.0', '2130706433', '0x7f.1', '017700000001', '127.0.0.53', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]',
  '[64:ff9b::127.0.0.1]', 'localhost.', 'sub.localhost', bait.lanAddress, `[::ffff:${bait.lanAddress}]`,
];

test('host loopback and own LAN address, through the proxy', async () => {
  const urls = hosts().map((host) => `http://${host}:${bait.tcp}/`);
  const { stdout } = await under.during(session.command(`for url in ${urls.map((url) => `'${url}'`).join(' ')}; do `
    + 'for mode in "" "-p" "--socks5-hostname ${ALL_PROXY#*://}"; do curl -gsS -m 2 $mode "$url" 2>&1 | grep -o "reached the host"; done; done; echo done'));
  expect(stdout).toBe('done');
  expect(bait.connections).toBe(0);
});

test('metadata addresses, through the proxy', async () => {
  const metadata = ['169.254.169.254', '[fd00:ec2::254]', '169.254.170.2', 'metadata.google.internal', '[::ffff:169.254.169.254]', '2852039166', '100.100.100.200'];
  const { stdout } = await under.during(session.command(
    `for host in ${metadata.map((host) => `'${host}'`).join(' ')}; do curl -gs -m 2 -o /dev/null -w "%{http_code} " http://$host/latest/meta-data/; done`));
  expect(stdout.trim().split(' ')).toEqual(metadata.map(() => '403'));
});

test('host loopback and abstract sockets, around the proxy', async () => {
  const { stdout } = await under.during(session.python([
    'import socket', 'def reach(family, address):', '    with socket.socket(family) as one:', '        one.settimeout(1)',
    '        try: one.connect(address)', '        except OSError as error: return type(error).__name__', '        return "reached"',
    `print([reach(family, address) for family, address in ((socket.AF_INET, ("127.0.0.1", ${bait.tcp})), (socket.AF_INET6, ("::1", ${bait.tcp6})),`,
    `    (socket.AF_INET, (${JSON.stringify(bait.lanAddress)}, ${bait.tcp})), (socket.AF_INET, ("127.0.0.1", ${under.service.port})),`,
    `    (socket.AF_INET, ("169.254.169.254", 80)), (socket.AF_UNIX, "\\0${bait.abstract}"), (socket.AF_UNIX, ${JSON.stringify(bait.socketFile)}))])`,
  ].join('\n')));
  expect(stdout).not.toBe('');
  expect(stdout).not.toContain('reached');
  expect(bait.connections).toBe(0);
});

test('a flood of connections to the proxy, and of half requests', async () => {
  await under.during(session.python([
    'import os, socket, urllib.parse', 'proxy = urllib.parse.urlsplit(os.environ["HTTP_PROXY"])', 'held = []', 'try:',
    '    for n in range(3000):', '        held.append(socket.create_connection((proxy.hostname, proxy.port), 1))',
    '        held[-1].send((b"CONNECT 127.0.0.1:1 HTTP/1.1\\r\\n\\r\\n", b"GET http://", b"\\x05" * 9, b"A" * 100000)[n % 4])',
    'except OSError: pass', 'import time; time.sleep(1)',
  ].join('\n')));
  expect((await session.python('print(6 * 7)')).stdout).toBe('42');
  expect((await session.command('curl -s -m 3 -o /dev/null -w "%{http_code}" http://127.0.0.1:1/')).stdout).toMatch(/403|000/);
});
