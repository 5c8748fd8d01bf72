import { Command, InvalidArgumentError, Option } from 'commander';
import { integerArgument, limitArgument } from './quantity-argument.js';
import { DEFAULT_LIMITS } from '../config/limit-ranges.js';
import { formatBytes, formatSeconds } from '../config/quantity.js';
import { parseFault } from '../faults/parse-fault.js';
import { Limits, Tier } from '../sandbox/sandbox.js';
import { TIERS } from '../sandbox/tiers/choose.js';
import { LocalServiceOptions } from '../service/options.js';

/** As commander hands them over. */
export interface StartFlags {
  readonly port?: number;
  readonly host?: string;
  readonly token?: string;
  readonly hostName?: string[];
  readonly region?: string;
  readonly accountId?: string;
  readonly assembly?: string;
  readonly config?: string;
  readonly memory?: number;
  readonly cpus?: number;
  readonly disk?: number;
  readonly files?: number;
  readonly processes?: number;
  readonly outputLimit?: number;
  readonly callTimeout?: number;
  readonly taskTimeout?: number;
  readonly pool?: number;
  readonly tier?: Tier;
  readonly unsafeNoSandbox?: true;
  readonly python?: string;
  readonly preload?: string[];
  readonly fault?: string[];
  readonly limitRates?: true;
  readonly allowHost?: string[];
  readonly page: boolean;
  readonly json?: true;
  readonly verbose?: true;
  readonly quiet?: true;
}

/** Adds the flags of `start`, one for each option of `startLocalService`. */
export function addStartOptions(command: Command): Command {
  return command
    .option('--port <number>', 'where to listen; 0 takes any port that is free (default: 8787)', integerArgument(0, 65_535))
    .option('--host <address>', 'where to listen; anything but loopback needs --token (default: 127.0.0.1)')
    .addOption(new Option('--token <text>', 'what clients have to present').env('AGENTCORE_LOCAL_TOKEN'))
    .option('--host-name <name>', 'a name that clients may call the service by; may be given more than once', collect)
    .option('--region <name>', 'of ARNs (default: AWS_REGION, else us-east-1)')
    .option('--account-id <digits>', 'of ARNs (default: 123456789012)')
    .option('--assembly <folder>', 'serve the code interpreters of a synthesized CDK app, usually cdk.out')
    .option('--config <file>', 'more settings, as JSON; flags come before it')
    .addOption(limit('--memory <size>', 'memory of a session', 'memoryBytes'))
    .addOption(limit('--cpus <number>', 'processors of a session', 'cpus'))
    .addOption(limit('--disk <size>', 'disk of a session', 'diskBytes'))
    .addOption(limit('--files <number>', 'files of a session', 'files'))
    .addOption(limit('--processes <number>', 'processes of a session', 'processes'))
    .addOption(limit('--output-limit <size>', 'kept of each of stdout and stderr, for each call', 'outputBytes'))
    .addOption(limit('--call-timeout <time>', 'for a call', 'callSeconds'))
    .addOption(limit('--task-timeout <time>', 'for a command started with startCommandExecution', 'taskSeconds'))
    .option('--pool <number>', 'sandboxes kept ready for each network mode (default: 4)', integerArgument(0, 64))
    .addOption(new Option('--tier <name>', 'how sessions are kept apart (default: the best that works here)').choices(TIERS))
    .option('--unsafe-no-sandbox', 'let code run with all that you may do yourself; needed for --tier none')
    .option('--python <path>', 'what runs Python (default: that of `agentcore-local setup`, else python3)')
    .option('--preload <modules...>', 'imported before sessions start (default: numpy, pandas, matplotlib.pyplot and IPython, if installed)')
    .option('--fault <spec>', 'fail on purpose, to test agents; may be given more than once', faultArgument)
    .option('--limit-rates', 'throttle above the requests per second of the service: 30, 5 to create or delete interpreters')
    .option('--allow-host <host[:port]>', 'a private address that PUBLIC sessions may reach; may be given more than once', collect)
    .option('--no-page', 'do not serve the page that shows sessions and calls')
    .option('--json', 'log lines as JSON')
    .addOption(new Option('--verbose', 'log code and output too').conflicts('quiet'))
    .option('--quiet', 'log no calls');
}

/** What `startLocalService` takes. Flags that were not given are left out, so that a configuration file can say. */
export function serviceOptions(flags: StartFlags): LocalServiceOptions {
  const limits: Record<keyof Limits, number | undefined> = {
    memoryBytes: flags.memory,
    cpus: flags.cpus,
    diskBytes: flags.disk,
    files: flags.files,
    processes: flags.processes,
    outputBytes: flags.outputLimit,
    callSeconds: flags.callTimeout,
    taskSeconds: flags.taskTimeout,
  };
  return {
    port: flags.port,
    host: flags.host,
    token: flags.token,
    hostNames: flags.hostName,
    region: flags.region,
    accountId: flags.accountId,
    assembly: flags.assembly,
    config: flags.config,
    limits: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
    pool: flags.pool,
    tier: flags.tier,
    unsafeNoSandbox: flags.unsafeNoSandbox,
    python: flags.python,
    preload: flags.preload,
    faults: flags.fault,
    limitRequestRates: flags.limitRates,
    allowHosts: flags.allowHost,
    // Commander makes it true when it is not given.
    page: flags.page ? undefined : false,
  };
}

function limit(flags: string, what: string, name: keyof Limits): Option {
  const value = DEFAULT_LIMITS[name];
  const shown = name.endsWith('Bytes') ? formatBytes(value) : name.endsWith('Seconds') ? formatSeconds(value) : String(value);
  return new Option(flags, `${what} (default: ${shown})`).argParser(limitArgument(name));
}

function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** Checked here, where the flag is known. */
function faultArgument(text: string, before?: string[]): string[] {
  try {
    parseFault(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return collect(text, before);
}
