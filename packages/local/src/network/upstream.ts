import { redactUrl, SOCKS_PROTOCOLS } from 'proxy-chain';
import { Destination } from './destination.js';
import { HostPattern, matchesAddress, matchesPort, parseHostPattern } from './host-pattern.js';
import { isOrIsBelow } from './names.js';

/** The proxy that the operator's own network wants to be used, from the usual variables. */
export class Upstream {
  private readonly forConnect?: string;
  private readonly forPlain?: string;
  private readonly exceptAll: boolean;
  private readonly except: readonly HostPattern[];

  public constructor(environment: NodeJS.ProcessEnv) {
    this.forConnect = proxyIn(environment, 'https_proxy');
    this.forPlain = proxyIn(environment, 'http_proxy');
    const entries = (variable(environment, 'no_proxy') ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
    this.exceptAll = entries.includes('*');
    this.except = entries.map(parseHostPattern).filter((pattern) => pattern !== undefined);
  }

  /** Without their passwords. Empty if the internet is reached directly. */
  public describe(): readonly string[] {
    return [...new Set([this.forConnect, this.forPlain].filter((url) => url !== undefined))].map((url) => redactUrl(url));
  }

  /** Undefined: connect directly. */
  public urlFor(destination: Destination, connect: boolean): string | undefined {
    const url = connect ? this.forConnect : this.forPlain;
    return url === undefined || this.exceptAll || this.except.some((pattern) => covers(pattern, destination)) ? undefined : url;
  }
}

/** A name covers those below it, with or without a leading dot: curl and Python agree on that. */
function covers(pattern: HostPattern, { host, port, address }: Destination): boolean {
  if (address !== undefined) return matchesAddress(pattern, address, port);
  return pattern.name !== undefined && matchesPort(pattern, port) && isOrIsBelow(host, pattern.name.text);
}

function variable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  return environment[name] || environment[name.toUpperCase()] || undefined;
}

function proxyIn(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = variable(environment, name) ?? variable(environment, 'all_proxy');
  if (text === undefined) return undefined;
  const url = text.includes('://') ? text : `http://${text}`;
  const allowed = ['http:', 'https:', ...SOCKS_PROTOCOLS];
  if (!URL.canParse(url) || !allowed.includes(new URL(url).protocol)) {
    const schemes = allowed.map((protocol) => `${protocol}//`).join(', ');
    throw new Error(`${name} (or its upper-case form, or all_proxy) is no proxy's URL: it has to start with one of ${schemes}. ` +
      'Correct it or unset it.');
  }
  return url;
}
