import ipaddr from 'ipaddr.js';
import { Address, Destination } from './destination.js';
import { isOrIsBelow } from './names.js';

/** One entry of `--allow-host` or of NO_PROXY. */
export interface HostPattern {
  readonly name?: { readonly text: string; readonly below: boolean };
  readonly range?: readonly [Address, number];
  /** Every port when left out. */
  readonly port?: number;
}

/** `host`, `.suffix`, `*.suffix`, address or CIDR, each with `:port` or without; IPv6 with a port in brackets. */
export function parseHostPattern(text: string): HostPattern | undefined {
  const whole = rangeOf(text);
  if (whole !== undefined) return { range: whole };
  const match = /^(?:\[([^\][]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (host === undefined || (port !== undefined && (port < 1 || port > 65_535))) return undefined;
  const range = rangeOf(host);
  if (range !== undefined) return { range, port };
  const name = /^(\*?\.)?([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?$/i.exec(host);
  if (match?.[1] !== undefined || name?.[2] === undefined || /(^|\.)(\d+|0x[0-9a-f]*)$/i.test(name[2])) return undefined;
  return { name: { text: name[2].toLowerCase(), below: name[1] !== undefined }, port };
}

export function matchesName(pattern: HostPattern, { host, address, port }: Destination): boolean {
  if (pattern.name === undefined || address !== undefined || !matchesPort(pattern, port)) return false;
  const { text, below } = pattern.name;
  return below ? host !== text && isOrIsBelow(host, text) : host === text;
}

export function matchesAddress(pattern: HostPattern, address: Address, port: number): boolean {
  const range = pattern.range;
  if (range === undefined || range[0].kind() !== address.kind() || !matchesPort(pattern, port)) return false;
  return address.match(range[0], range[1]);
}

/** Exactly this address, not a range that has it. */
export function isAddress(pattern: HostPattern, address: Address): boolean {
  return pattern.range?.[0].toString() === address.toString() && pattern.range[1] === address.toByteArray().length * 8;
}

export function matchesPort(pattern: HostPattern, port: number): boolean {
  return pattern.port === undefined || pattern.port === port;
}

function rangeOf(text: string): readonly [Address, number] | undefined {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  return [address, address.toByteArray().length * 8];
}
