import ipaddr from 'ipaddr.js';
import { RequestError } from 'proxy-chain';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where a session wants to go, in the one spelling that is checked, resolved and connected to. */
export interface Destination {
  /** A name in lower-case ASCII without its trailing dot, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** If the host is an address. IPv4 mapped into IPv6 is IPv4. */
  readonly address?: Address;
}

/** `CONNECT host:port`. */
export function destinationOfAuthority(authority: string): Destination {
  const match = /^(\[[^\][]+\]|[^\s:/\\?#@[\]]+):(\d{1,5})$/.exec(authority);
  const port = Number(match?.[2]);
  if (match?.[1] === undefined || port < 1 || port > 65_535) {
    throw new RequestError(`CONNECT takes host:port, with a port from 1 to 65535. Received ${quote(authority)}.`, 400);
  }
  return { ...hostOf(match[1], authority), port };
}

/** A plain request's absolute URL. */
export function destinationOfUrl(url: URL): Destination {
  const port = url.port === '' ? 80 : Number(url.port);
  if (url.protocol !== 'http:' || port < 1) {
    throw new RequestError(`Only http: URLs can be asked for without CONNECT. Received ${quote(url.href)}.`, 400);
  }
  return { ...hostOf(url.hostname, url.href), port };
}

export function authorityOf({ host, port, address }: Destination): string {
  return address?.kind() === 'ipv6' ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The URL standard reads IPv4 as `inet_aton` does (hexadecimal, octal, short), so no other reader sees more in it. */
function hostOf(host: string, received: string): Omit<Destination, 'port'> {
  const url = URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`) : undefined;
  const canonical = url?.hostname.replace(/\.$/, '') ?? '';
  if (canonical === '' || canonical.length > 253 || url?.pathname !== '/' || url.port !== '') {
    throw new RequestError(`This is no host name or address: ${quote(host)}, in ${quote(received)}.`, 400);
  }
  if (canonical.startsWith('[')) {
    const address = ipaddr.process(canonical.slice(1, -1));
    return { host: address.toString(), address };
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(canonical)) {
    return { host: canonical, address: ipaddr.IPv4.parse(canonical) };
  }
  return { host: canonical };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
