import { NetworkInterfaceInfo } from 'node:os';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { hostileHosts } from './spellings.js';
import { whyNotPublic } from '../../src/network/addresses.js';
import { destinationOfAuthority, destinationOfUrl } from '../../src/network/destination.js';
import { Gate, Route } from '../../src/network/gate.js';
import { BoundedResolver } from '../../src/network/resolver.js';
import { Upstream } from '../../src/network/upstream.js';

interface Setting {
  readonly allow?: readonly string[];
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly environment?: NodeJS.ProcessEnv;
  readonly own?: readonly string[];
}

function gate({ allow = [], names = {}, environment = {}, own = [] }: Setting = {}): Gate {
  const interfaces = own.map((cidr) => ({ address: cidr.split('/')[0], cidr }) as NetworkInterfaceInfo);
  return new Gate({
    allow,
    resolver: new BoundedResolver((name) => Promise.resolve(names[name] ?? [])),
    upstream: new Upstream(environment),
    interfaces: () => ({ eth0: interfaces }),
  });
}

async function route(authority: string, setting?: Setting): Promise<Route> {
  return gate(setting).route(destinationOfAuthority(authority), true);
}

describe('without an upstream proxy', () => {
  it('has a table of several hundred hostile hosts', () => expect(hostileHosts().length).toBeGreaterThan(600));

  it.each(hostileHosts())('refuses %s', async (host) => {
    await expect(route(`${host}:80`)).rejects.toMatchObject({ name: 'RequestError', statusCode: expect.toBeOneOf([400, 403]) });
    const plain = async (): Promise<Route> => gate().route(destinationOfUrl(new URL(`http://${host}/`)), false);
    await expect(plain()).rejects.toThrow();
  });

  it.each([
    ['1.1.1.1:443', '1.1.1.1'], ['0x01010101:443', '1.1.1.1'], ['9.255.255.255:1', '9.255.255.255'], ['11.0.0.0:1', '11.0.0.0'],
    ['172.15.255.255:1', '172.15.255.255'], ['172.32.0.0:1', '172.32.0.0'], ['100.63.255.255:1', '100.63.255.255'],
    ['100.128.0.0:1', '100.128.0.0'], ['169.253.255.255:1', '169.253.255.255'], ['169.255.0.0:1', '169.255.0.0'],
    ['192.167.255.255:1', '192.167.255.255'], ['192.169.0.0:1', '192.169.0.0'], ['223.255.255.255:1', '223.255.255.255'],
    ['126.255.255.255:65535', '126.255.255.255'], ['128.0.0.0:1', '128.0.0.0'], ['1.0.0.0:1', '1.0.0.0'], ['198.17.255.255:1',
      '198.17.255.255'],
    ['198.20.0.0:1', '198.20.0.0'], ['[2606:4700:4700::1111]:443', '2606:4700:4700::1111'], ['[::ffff:1.1.1.1]:443', '1.1.1.1'],
    ['[64:ff9b::101:101]:443', '64:ff9b::101:101'], ['[2a00::1]:443', '2a00::1'],
  ])('lets %s through as %s', async (authority, address) => {
    expect(await route(authority)).toMatchObject({ addresses: [address] });
  });

  it.each([
    'host', 'host:', 'host:0', 'host:65536', 'host:99999999999', ':80', '[::1:80', '::1:80', 'user@1.1.1.1:80', '1.1.1.1/x:80',
    '1.1.1.1#:80',
    '1.1.1.1?:80', '1.1.1.1\\:80', '[fe80::1%eth0]:80', '[fe80::1%25eth0]:80', '1.2.3.4.5:80', '1.2.3:4:80', 'a b.com:80', '[1.1.1.1]:80',
    'a..com:80', 'ex%00ample.com:80', `${'a.'.repeat(200)}com:80`, '256.1.1.1:80', '1.1.1.0xg:80',
  ])('takes %s for no destination', async (authority) => {
    const answer = route(authority, { names: { 'a..com': [] } });
    await expect(answer).rejects.toMatchObject({ name: 'RequestError', statusCode: expect.toBeOneOf([400, 502]) });
  });

  it('never lets an address through that the system would read as the loopback', async () => {
    const byte = fc.nat(255);
    const part = fc.oneof(byte.map(String), byte.map((n) => `0x${n.toString(16)}`), byte.map((n) => `0${n.toString(8)}`));
    await fc.assert(fc.asyncProperty(fc.array(part, { minLength: 3, maxLength: 3 }), async (rest) => {
      const first = ['127', '0x7f', '0177', '00177'][rest.join('').length % 4];
      await expect(route(`${[first, ...rest].join('.')}:80`)).rejects.toMatchObject({ statusCode: 403 });
    }), { numRuns: 300 });
  });

  it('says why, and what to do', async () => {
    await expect(route('10.0.0.5:5432')).rejects.toThrow(/10\.0\.0\.5:5432.*private address.*--allow-host 10\.0\.0\.5:5432/s);
    await expect(route('169.254.169.254:80')).rejects.toThrow(/metadata address/);
  });

  it('refuses the machine itself and its neighbours, also on public addresses', async () => {
    const own = ['93.184.216.34/24', '2a01:4f8:1:2::1/64', '10.8.0.2/0'];
    const hosts = [
      '93.184.216.34', '93.184.216.200', '[2a01:4f8:1:2::1]', '[2a01:4f8:1:2::ffff]', '[::ffff:93.184.216.34]', '[64:ff9b::5db8:d822]',
    ];
    for (const host of hosts) {
      await expect(route(`${host}:80`, { own })).rejects.toMatchObject({ statusCode: 403 });
    }
    expect(await route('93.184.217.1:80', { own })).toMatchObject({ addresses: ['93.184.217.1'] });
    expect(await route('[2a01:4f8:1:3::1]:80', { own })).toMatchObject({ addresses: ['2a01:4f8:1:3::1'] });
  });

  it('judges a name by its addresses, and keeps the public ones only', async () => {
    const names = { 'mixed.example.com': ['10.0.0.1', '1.1.1.1', '::1'], 'inside.example.com': ['fe80::1%eth0', '169.254.169.254'] };
    expect(await route('Mixed.Example.COM.:443', { names })).toMatchObject({ addresses: ['1.1.1.1'] });
    await expect(route('inside.example.com:443', { names })).rejects.toMatchObject({ statusCode: 403 });
    await expect(route('none.example.com:443', { names })).rejects.toMatchObject({ statusCode: 502 });
  });

  it('judges what the machine really has', () => expect(whyNotPublic(ipaddr.parse('127.0.0.1'))).toContain('loopback'));
});

describe('what the operator allows', () => {
  const names = { 'db.office.corp': ['10.0.0.9'], 'evil.example.com': ['169.254.169.254'] };

  it.each([
    ['10.0.0.5:5432', '10.0.0.5:5432'], ['10.0.0.5', '10.0.0.5:1'], ['10.0.0.0/8:443', '10.9.9.9:443'], ['[fd00::5]:5432',
      '[fd00::5]:5432'],
    ['fd00::/16', '[fd00::5]:1'], ['127.0.0.1:8080', '0x7f000001:8080'], ['10.0.0.5', '[::ffff:10.0.0.5]:80'], ['db.office.corp:5432',
      'DB.office.corp.:5432'],
    ['*.office.corp', 'db.office.corp:1'], ['169.254.169.254:80', '169.254.169.254:80'],
  ])('%s: %s passes', async (entry, authority) => {
    await expect(route(authority, { allow: [entry], names })).resolves.toHaveProperty('addresses');
  });

  it.each([
    ['10.0.0.5:5432', '10.0.0.5:5433'], ['10.0.0.5:5432', '10.0.0.6:5432'], ['10.0.0.0/16', '10.1.0.0:80'], ['db.office.corp',
      'x.office.corp:80'],
    ['*.office.corp', 'office.corp:80'], ['.office.corp', 'evil-office.corp:80'], ['169.254.0.0/16', '169.254.169.254:80'],
    ['0.0.0.0/0', '169.254.169.254:80'], ['evil.example.com', 'evil.example.com:80'], ['db.office.corp', '10.0.0.9:80'], ['::/0',
      '127.0.0.1:80'],
  ])('%s: %s does not', async (entry, authority) => {
    await expect(route(authority, { allow: [entry], names })).rejects.toMatchObject({ statusCode: 403 });
  });

  it.each([
    '', 'http://a.com', 'a.com:0', 'a.com:70000', '10.0.0.0/33', '1.2.3', '0x7f.1', 'a b', '[::1', '*', '*.', 'a.com:',
  ])('refuses to start with %j', (entry) => {
    expect(() => gate({ allow: [entry] })).toThrow(/cannot be allowed.*10\.0\.0\.5:5432/s);
  });
});

describe('behind an upstream proxy', () => {
  const environment = {
    HTTPS_PROXY: 'http://user:secret@proxy.corp:8080',
    http_proxy: 'proxy.corp:3128',
    NO_PROXY: 'direct.example.com,.lan.example.com:8443, 9.9.9.0/24',
  };
  const names = { 'direct.example.com': ['10.1.1.1'], 'a.lan.example.com': ['1.1.1.1'] };

  it('sends names there, by method', async () => {
    expect(await route('www.example.com:443', { environment })).toEqual({ upstream: 'http://user:secret@proxy.corp:8080' });
    const plain = await gate({ environment }).route(destinationOfUrl(new URL('http://www.example.com/')), false);
    expect(plain).toEqual({ upstream: 'http://proxy.corp:3128' });
  });

  it.each(hostileHosts())('still refuses %s', async (host) => {
    await expect(route(`${host}:80`, { environment })).rejects.toMatchObject({ statusCode: expect.toBeOneOf([400, 403]) });
  });

  it('goes by NO_PROXY, which allows nothing', async () => {
    expect(await route('a.lan.example.com:8443', { environment, names })).toMatchObject({ addresses: ['1.1.1.1'] });
    expect(await route('a.lan.example.com:443', { environment, names })).toHaveProperty('upstream');
    expect(await route('9.9.9.9:443', { environment })).toMatchObject({ addresses: ['9.9.9.9'] });
    await expect(route('direct.example.com:443', { environment, names })).rejects.toMatchObject({ statusCode: 403 });
    expect(await route('xdirect.example.com:443', { environment })).toHaveProperty('upstream');
    expect(await route('1.1.1.1:443', { environment: { ...environment, no_proxy: '*' } })).toHaveProperty('addresses');
  });

  it('goes straight to what is allowed', async () => {
    expect(await route('10.0.0.5:443', { environment, allow: ['10.0.0.5'] })).toMatchObject({ addresses: ['10.0.0.5'] });
  });

  it('does not start with what is no proxy, and does not repeat it', () => {
    const start = (): Upstream => new Upstream({ HTTPS_PROXY: 'ftp://user:secret@proxy' });
    expect(start).toThrow(/https_proxy.*http:\/\//s);
    expect(start).not.toThrow(/secret/);
  });

  it('describes it without its password', () => expect(new Upstream(environment).describe().join()).not.toContain('secret'));
});
