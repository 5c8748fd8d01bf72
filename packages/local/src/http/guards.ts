import { createHash, timingSafeEqual } from 'node:crypto';
import { IncomingHttpHeaders } from 'node:http';
import { ServiceException } from '../operations/service-exception.js';

export interface GuardOptions {
  /** Names besides those of loopback that the service may be called by, without ports. */
  readonly allowedHosts: readonly string[];
  /** What clients have to present. Left out: nothing. */
  readonly token?: string;
}

const LOOPBACK_HOST = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Refuses what a web page can make a browser send, and whoever does not know the token. */
export class Guards {
  private readonly hosts: ReadonlySet<string>;
  private readonly tokenHash?: Buffer;

  public constructor({ allowedHosts, token }: GuardOptions) {
    this.hosts = new Set(allowedHosts.map((host) => host.toLowerCase()));
    if (token !== undefined) { this.tokenHash = hash(token); }
  }

  /** @throws ServiceException */
  public check(method: string, headers: IncomingHttpHeaders): void {
    this.checkHost(headers.host);
    if (!isFromNoOtherSite(method, headers)) {
      throw new ServiceException('AccessDeniedException',
        'Requests that a web page makes are refused: a page could run code here. Call the service from a program.');
    }
    if (this.tokenHash && !presented(headers).some((token) => this.tokenHash && timingSafeEqual(hash(token), this.tokenHash))) {
      throw new ServiceException('UnauthorizedException',
        'The token of this service is needed: set it as AWS_ACCESS_KEY_ID, or send it as a bearer token.');
    }
  }

  /** A page of another site can get its own name to lead here (DNS rebinding), but then that name is the host. */
  private checkHost(host = ''): void {
    const name = host.toLowerCase().replace(/:\d*$/, '');
    if (!LOOPBACK_HOST.test(name) && !this.hosts.has(name)) {
      throw new ServiceException('AccessDeniedException',
        `Host ${JSON.stringify(host.slice(0, 100))} is not one that this service answers for. `
        + 'Call it by localhost or 127.0.0.1, or allow the name when it is started.');
    }
  }
}

/** No program sends Origin or Sec-Fetch-Site; the service's own page reads with GET, from its own origin. */
function isFromNoOtherSite(method: string, headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  if (origin !== undefined && (method !== 'GET' || origin !== `http://${host ?? ''}`)) { return false; }
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' || (method === 'GET' && headers['sec-fetch-mode'] === 'navigate');
}

/** SDKs can present the token as their access key, browsers as the password that they ask for. */
function presented({ authorization = '' }: IncomingHttpHeaders): string[] {
  const [, scheme = '', value = ''] = /^(\S+) +(.*)$/.exec(authorization) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer': return [value];
    case 'basic': return [Buffer.from(value, 'base64').toString('utf8').replace(/^[^:]*:/, '')];
    case 'aws4-hmac-sha256': return [/Credential=([^/,]+)\//.exec(value)?.[1] ?? ''];
    default: return [];
  }
}

/** Of one length, so that comparing tells nothing. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
