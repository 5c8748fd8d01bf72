import { lookup } from 'node:dns/promises';
import { RequestError } from 'proxy-chain';

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** Each lookup of the system holds one of the process's few worker threads, which files are read with too. */
const LOOKUPS_AT_ONCE = 2;
const LOOKUPS_WAITING = 512;
const DEADLINE_SECONDS = 15;

/** The system's resolver, `/etc/hosts` and all: what the operator's own programs would get. */
export const resolveBySystem: Resolve = async (name) => (await lookup(name, { all: true })).map(({ address }) => address);

/** Bounds what names that nobody answers for can hold up. */
export class BoundedResolver {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  public constructor(private readonly resolve: Resolve, private readonly deadlineSeconds = DEADLINE_SECONDS) {}

  /** Throws a `RequestError` that says what went wrong. */
  public async addressesOf(name: string): Promise<readonly string[]> {
    if (this.waiting.length >= LOOKUPS_WAITING) {
      throw new RequestError(`Too many names are being looked up at once, so ${name} was not. Try again later.`, 503);
    }
    const expired = new AbortController();
    const timer = setTimeout(() => expired.abort(new RequestError(
      `Looking up ${name} took more than ${this.deadlineSeconds} seconds. Check the name, and the machine's DNS.`, 504,
    )), this.deadlineSeconds * 1000);
    try {
      return await Promise.race([this.inTurn(name, expired.signal), rejectionOf(expired.signal)]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async inTurn(name: string, expired: AbortSignal): Promise<readonly string[]> {
    if (this.running >= LOOKUPS_AT_ONCE) await this.turn(expired);
    else this.running++;
    try {
      return await this.resolve(name);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new RequestError(`The name ${name} could not be resolved (${code}). Check its spelling, and the machine's DNS.`, 502);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running--;
      else next();
    }
  }

  /** Who has waited too long leaves the line, or names that nobody asks for any more would be looked up. */
  private turn(expired: AbortSignal): Promise<void> {
    return new Promise((start, leave) => {
      this.waiting.push(start);
      expired.addEventListener('abort', () => {
        const place = this.waiting.indexOf(start);
        if (place >= 0) this.waiting.splice(place, 1);
        leave(expired.reason);
      });
    });
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
