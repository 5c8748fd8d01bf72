import { Command } from 'commander';
import { DEFAULT_PORT } from './default-port.js';
import { exportLines } from './export-lines.js';
import { integerArgument } from './quantity-argument.js';
import { readAssembly } from '../assembly/assembly.js';
import { clientEnvironment } from '../service/client-environment.js';
import { DEFAULT_ACCOUNT_ID, regionOf } from '../service/defaults.js';

interface EnvFlags {
  readonly port: number;
  readonly region?: string;
  readonly accountId?: string;
  readonly assembly?: string;
}

/** Ids are the same in every run, so that the service need not be asked. */
export function envCommand(): Command {
  return new Command('env')
    .description('print what points SDKs at the service: eval "$(agentcore-local env --assembly cdk.out)"')
    .option('--port <number>', 'where the service listens', integerArgument(1, 65_535), DEFAULT_PORT)
    .option('--region <name>', 'of ARNs (default: AWS_REGION, else us-east-1)')
    .option('--account-id <digits>', 'of ARNs (default: 123456789012)')
    .option('--assembly <folder>', 'the synthesized CDK app that the service was started with')
    .action(async ({ port, region, accountId, assembly }: EnvFlags) => {
      const lines = exportLines(clientEnvironment({
        url: `http://127.0.0.1:${port}`,
        region: regionOf(region, process.env),
        accountId: accountId ?? DEFAULT_ACCOUNT_ID,
        assembly: assembly === undefined ? undefined : await readAssembly(assembly),
        environment: process.env,
      }));
      console.log(lines.join('\n'));
    });
}
