import { DEFAULT_ACCOUNT_ID, DEFAULT_HOST, DEFAULT_POOL, regionOf } from './defaults.js';
import { checkListenAddress } from './listen-address.js';
import { LocalServiceOptions } from './options.js';
import { completeLimits } from '../config/limits.js';
import { Limits } from '../sandbox/sandbox.js';

/** Options with their defaults, checked. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  readonly region: string;
  readonly accountId: string;
  readonly limits: Limits;
  readonly pool: number;
  readonly page: boolean;
}

/** @throws Error that names the option, what was given and what is allowed */
export function settingsOf(options: LocalServiceOptions, defaultPort: number): Settings {
  const { port = defaultPort, host = DEFAULT_HOST, token, accountId = DEFAULT_ACCOUNT_ID, pool = DEFAULT_POOL, page = true } = options;
  const region = regionOf(options.region, process.env);
  checkInteger('port', port, 65_535);
  checkInteger('pool', pool, 64);
  check('region', region, /^[a-z]{2}(-[a-z]+)+-\d$/, 'the name of an AWS region, such as us-east-1');
  check('account-id', accountId, /^\d{12}$/, '12 digits');
  checkListenAddress(host, token);
  return { port, host, token, region, accountId, limits: completeLimits(options.limits), pool, page };
}

function check(name: string, value: string, pattern: RegExp, allowed: string): void {
  if (!pattern.test(value)) { throw new Error(`--${name}: ${JSON.stringify(value)} is not allowed; allowed is ${allowed}`); }
}

function checkInteger(name: string, value: number, most: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value <= most)) { throw new Error(`--${name}: ${value} is not allowed; allowed is a whole number from 0 to ${most}`); }
}
