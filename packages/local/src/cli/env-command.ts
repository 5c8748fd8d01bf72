import { Command, Option } from 'commander';
import { DEFAULT_PORT } from './default-port.js';
import { exportLines } from './export-lines.js';
import { integerArgument } from './quantity-argument.js';
import { readAssembly } from '../assembly/assembly.js';
import { clientEnvironment } from '../service/client-environment.js';
import { DEFAULT_ACCOUNT_ID, DEFAULT_HOST, regionOf } from '../service/defaults.js';
import { clientUrl } from '../service/listen-address.js';

interface EnvFlags {
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  readonly region?: string;
  readonly accountId?: string;
  readonly assembly?: string;
}

/** Ids are the same in every run, so that the service need not be asked. */
export function envCommand(): Command {
  return new Command('env')
    .description('print what points SDKs at the service: eval "$(agentcore-local env --assembly cdk.out)"')
    .option('--port <number>', 'where the service listens', integerArgument(1, 65_535), DEFAULT_PORT)
    .option('--host <address>', 'where the service listens, or a name of it', DEFAULT_HOST)
    .addOption(new Option('--token <text>', 'what the service wants clients to present').env('AGENTCORE_LOCAL_TOKEN'))
    .option('--region <name>', 'of ARNs (default: AWS_REGION, else us-east-1)')
    .option('--account-id <digits>', 'of ARNs (default: 123456789012)')
    .option('--assembly <folder>', 'the synthesized CDK app that the service was started with')
    .action(async ({ port, host, token, region, accountId, assembly }: EnvFlags) => {
      const lines = exportLines(clientEnvironment({
        url: clientUrl(host, port),
        token,
        region: regionOf(region, process.env),
        accountId: accountId ?? DEFAULT_ACCOUNT_ID,
        assembly: assembly === undefined ? undefined : await readAssembly(assembly),
        environment: process.env,
      }));
      console.log(lines.join('\n'));
    });
}
