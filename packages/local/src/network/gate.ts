import ipaddr from 'ipaddr.js';
import { RequestError } from 'proxy-chain';
import { Interfaces, isMetadata, whyNotPublic } from './addresses.js';
import { Address, Destination } from './destination.js';
import { HostPattern, isAddress, matchesAddress, matchesName, parseHostPattern } from './host-pattern.js';
import { whyNotPublicName } from './names.js';
import { refusal } from './refusal.js';
import { BoundedResolver } from './resolver.js';
import { Upstream } from './upstream.js';

/** To these addresses and to no others. */
export interface DirectRoute {
  readonly addresses: readonly string[];
  /** By the operator, and so even if it leads to the machine itself. */
  readonly allowed: boolean;
}

/** Straight, or through the operator's proxy. */
export type Route = DirectRoute | { readonly upstream: string };

export interface GateOptions {
  readonly allow: readonly string[];
  readonly resolver: BoundedResolver;
  readonly upstream: Upstream;
  readonly interfaces?: Interfaces;
}

/** Decides what a session may reach. */
export class Gate {
  private readonly allow: readonly HostPattern[];

  public constructor(private readonly options: GateOptions) {
    this.allow = options.allow.map(parseAllowed);
  }

  /** Throws a `RequestError` with status 403 if the destination is not the internet's and not allowed by the operator. */
  public async route(destination: Destination, connect: boolean): Promise<Route> {
    const { host, port, address } = destination;
    const named = this.allow.some((pattern) => matchesName(pattern, destination));
    if (address !== undefined) {
      this.check(destination, this.whyNot(address, port, named));
      if (this.matches(address, port).length > 0) return { addresses: [host], allowed: true };
    } else if (!named) {
      this.check(destination, whyNotPublicName(host));
    }
    const upstream = named ? undefined : this.options.upstream.urlFor(destination, connect);
    if (upstream !== undefined) return { upstream };
    if (address !== undefined) return { addresses: [host], allowed: false };
    return this.resolved(destination, named);
  }

  private async resolved(destination: Destination, named: boolean): Promise<DirectRoute> {
    const addresses = await this.options.resolver.addressesOf(destination.host);
    const judged = addresses.map((text) => {
      const address = ipaddr.process(text);
      const reason = this.whyNot(address, destination.port, named);
      return { text, reason, allowed: named || this.matches(address, destination.port).length > 0 };
    });
    const usable = judged.filter(({ reason }) => reason === undefined);
    const first = judged[0];
    if (first === undefined) throw new RequestError(`The name ${destination.host} has no address. Check its spelling.`, 502);
    if (usable.length === 0) this.check(destination, `a name of ${first.text}, which is ${first.reason}`);
    return { addresses: usable.map(({ text }) => text), allowed: usable.every(({ allowed }) => allowed) };
  }

  private matches(address: Address, port: number): readonly HostPattern[] {
    return this.allow.filter((pattern) => matchesAddress(pattern, address, port));
  }

  /** A metadata address hands out the machine's own credentials, so no range and no name can allow it. */
  private whyNot(address: Address, port: number, named: boolean): string | undefined {
    const reason = whyNotPublic(address, this.options.interfaces);
    if (reason === undefined) return undefined;
    const matching = this.matches(address, port);
    const allowed = isMetadata(address) ? matching.some((pattern) => isAddress(pattern, address)) : named || matching.length > 0;
    return allowed ? undefined : reason;
  }

  private check(destination: Destination, reason: string | undefined): void {
    if (reason !== undefined) throw refusal(destination, reason);
  }
}

function parseAllowed(entry: string): HostPattern {
  const pattern = parseHostPattern(entry.trim());
  if (pattern === undefined) {
    throw new Error(
      `${JSON.stringify(entry)} cannot be allowed: it is no host. Give a name, an address or a range, with a port or without, ` +
      'such as db.example.com:5432, 10.0.0.5:5432, 10.1.0.0/16:443 or [fd00::5]:5432.',
    );
  }
  return pattern;
}
