import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeAll, temporaryFolder } from './running-proxy.js';

const here = import.meta.dirname;

/** Sessions, a host and an internet, each a network namespace: the real proxy and relay, real clients, no packet outside. */
describe('a session in a network namespace', () => {
  let session: Record<string, string>;
  let after: Record<string, unknown>;

  beforeAll(async () => {
    const folder = temporaryFolder();
    const bundle = join(folder, 'proxy.mjs');
    await build({
      entryPoints: [join(here, 'world/proxy-process.ts')],
      outfile: bundle,
      bundle: true,
      keepNames: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    const { stdout } = await promisify(execFile)('unshare', [
      '--user', '--map-root-user', '--net', '--pid', '--fork', '--mount-proc', '--kill-child',
      'python3', join(here, 'world/main.py'), process.execPath, bundle, join(here, '../../python'), folder,
    ], { timeout: 110_000 });
    [session = {}, after = {}] = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, string>);
  }, 120_000);
  afterAll(closeAll);

  it.each([
    ['curl plain', '/a'], ['curl tls', '/b'], ['curl tunnel', '/c'], ['curl address', '/d'], ['curl upload', '20000000'],
    ['python plain', '/e'], ['python tls', '/f'],
  ])('reaches the internet: %s', (check, answer) => expect(session[check]).toBe(`the internet has ${answer}`));

  it.each([
    ['host loopback plain', /Refused: 127\.0\.0\.1:8000 .*loopback/], ['host link', /private address/], ['host public',
      /address of the machine/],
    ['host public, down', /address of the machine/],
    ['rebinding name', /a name of 127\.0\.0\.1/], ['metadata', /metadata address/], ['host loopback', /403/],
  ])('is told why not: %s', (check, answer) => expect(session[check]).toMatch(answer));

  it.each([
    ['direct host loopback', 'ConnectionRefusedError'], ['direct internet', 'OSError'], ['abstract socket', 'ConnectionRefusedError'],
  ])('has no other way out: %s', (check, answer) => expect(session[check]).toBe(answer));

  it('is told that nobody answers', () => expect(session['no answer']).toMatch(/93\.184\.216\.99:80/));

  it('has 64 connections at once, and the next when one ends', () => {
    expect(session['many connections']).toBe('64, then: the internet has /after');
  });

  it('cannot make the relay or the proxy store what nobody reads', () => expect(session.unread).toBe('held up'));

  it('leaves nothing', () => expect(after).toEqual({
    'codes': [0, 0, 0],
    'namespaces are gone': true,
    'connections are gone': true,
    'relay is alive': true,
    'readable': 'relay False child True',
    'relay outlives its parent': false,
  }));
});
