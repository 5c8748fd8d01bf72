import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

export interface CertificateFiles {
  /** Files and folders that a session needs, read-only, under the same paths. */
  readonly readOnly: readonly string[];
  /** What its programs find them by. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the service's own settings, those that sessions do not get, and why. */
  readonly withheld: readonly string[];
}

/** Where systems keep the authorities they trust: a bundle, or a folder of them. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Gentoo
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, RHEL
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // Fedora, RHEL
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/ssl/cert.pem', // Alpine, macOS
];
const SYSTEM_FOLDERS = [
  '/etc/ssl/certs', '/etc/pki/tls/certs', '/etc/pki/ca-trust/extracted', '/etc/ca-certificates', '/var/lib/ca-certificates',
];

/** No bundle of certificates comes near to it. */
const LARGEST_FILE = 8 * 1024 * 1024;

/** What the operator may have set for the service, for a company's own authority say. */
const FILE_VARIABLES = [
  'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'PIP_CERT', 'NODE_EXTRA_CA_CERTS', 'GIT_SSL_CAINFO', 'AWS_CA_BUNDLE',
  'CARGO_HTTP_CAINFO', 'DENO_CERT', 'HTTPLIB2_CA_CERTS', 'NIX_SSL_CERT_FILE', 'npm_config_cafile',
];

/** Certificates for TLS in sessions: the system's, and those the service itself is told to trust. */
export function certificateFiles(environment: NodeJS.ProcessEnv = process.env): CertificateFiles {
  const paths = new Set([...SYSTEM_FILES, ...SYSTEM_FOLDERS].filter((path) => existsSync(path)));
  const variables: Record<string, string> = {};
  const withheld: string[] = [];
  for (const name of [...FILE_VARIABLES, 'SSL_CERT_DIR']) {
    const named = environment[name]?.split(name === 'SSL_CERT_DIR' ? ':' : '\0').filter((path) => path !== '') ?? [];
    const usable = named.filter((path) => {
      const problem = problemOf(path);
      if (problem !== undefined) withheld.push(`${name}=${path}: ${problem}`);
      return problem === undefined;
    });
    if (usable.length > 0) variables[name] = usable.join(':');
    for (const path of usable) paths.add(path);
  }
  const system = SYSTEM_FILES.find((path) => existsSync(path));
  // OpenSSL of a Python that was built elsewhere (pyenv, conda, uv) does not know where this system keeps them.
  if (system !== undefined) variables.SSL_CERT_FILE ??= system;
  return { readOnly: withTargets(paths), environment: variables, withheld };
}

/** Debugging proxies keep the key that signs next to the certificate, or in the same file. */
function problemOf(path: string): string | undefined {
  if (!isAbsolute(path)) return 'not an absolute path';
  try {
    const files = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
    const holdsKey = files.some((file) => {
      const entry = statSync(file, { throwIfNoEntry: file === path ? undefined : false });
      if (entry?.isFile() && entry.size <= LARGEST_FILE) return readFileSync(file, 'latin1').includes('PRIVATE KEY-----');
      return file === path || entry?.isFile() === true;
    });
    return holdsKey ? 'it has a private key in it, or something else than certificates' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What links lead to has to be there too: most of these are links. */
function withTargets(paths: ReadonlySet<string>): string[] {
  return [...new Set([...paths].flatMap((path) => [path, realpathSync(path)]))];
}
