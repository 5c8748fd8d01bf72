import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, temporaryFolder } from './running-proxy.js';
import { certificateFiles } from '../../src/network/certificates.js';

afterEach(closeAll);

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n';

describe('certificates of sessions', () => {
  it('has what the service is told to trust, and where links lead to', () => {
    const folder = temporaryFolder();
    const [file, link, more] = [join(folder, 'company.pem'), join(folder, 'link.pem'), join(folder, 'more')];
    writeFileSync(file, CERTIFICATE);
    symlinkSync(file, link);
    mkdirSync(more);
    const found = certificateFiles({ PIP_CERT: link, SSL_CERT_DIR: `${more}:/no/such`, SSL_CERT_FILE: file, HOME: folder });
    expect(found.environment).toEqual({ PIP_CERT: link, SSL_CERT_DIR: more, SSL_CERT_FILE: file });
    expect(found.readOnly).toEqual(expect.arrayContaining([link, realpathSync(file), more]));
    expect(found.readOnly).not.toContain(folder);
    expect(found.withheld).toEqual([expect.stringMatching(/^SSL_CERT_DIR=\/no\/such: /)]);
  });

  it.skipIf(process.getuid?.() !== 0)('withholds a folder that cannot be read', () => {
    const folder = temporaryFolder();
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0 });
    chmodSync(folder, 0o755);
    process.seteuid?.(65534);
    try {
      expect(certificateFiles({ SSL_CERT_DIR: closed }).withheld).toEqual([expect.stringMatching(/^SSL_CERT_DIR=.*closed: EACCES/)]);
    } finally {
      process.seteuid?.(0);
    }
  });

  it('withholds private keys and what is no file of certificates, and says so', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'both.pem'), CERTIFICATE + KEY);
    writeFileSync(join(folder, 'large.pem'), Buffer.alloc(9 * 1024 * 1024));
    const environment = {
      PIP_CERT: join(folder, 'both.pem'),
      REQUESTS_CA_BUNDLE: folder,
      CURL_CA_BUNDLE: join(folder, 'large.pem'),
      AWS_CA_BUNDLE: 'relative.pem',
      NODE_EXTRA_CA_CERTS: '/dev/zero',
      DENO_CERT: '',
    };
    const { readOnly, environment: given, withheld } = certificateFiles(environment);
    expect(Object.keys(given).filter((name) => name in environment)).toEqual([]);
    expect(readOnly.filter((path) => path.startsWith(folder) || path.startsWith('/dev'))).toEqual([]);
    expect(withheld).toHaveLength(5);
  });

  it('needs no setting', () => {
    const { readOnly, withheld } = certificateFiles({});
    expect(withheld).toEqual([]);
    expect(new Set(readOnly).size).toBe(readOnly.length);
  });
});
