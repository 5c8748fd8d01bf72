import { Command } from 'commander';
import { pythonFolder } from '../sandbox/python-folder.js';
import { setupPython } from '../setup-python/setup-python.js';
import { visibleText } from '../watch/visible-text.js';

interface SetupFlags {
  readonly python?: string;
  readonly folder?: string;
  readonly packages?: string[];
  readonly all?: true;
  readonly force?: true;
}

export function setupCommand(): Command {
  return new Command('setup')
    .description('make the Python environment that sessions run, with the packages that the service has and code most often imports')
    .option('--python <path>', 'what it is made with (default: python3)')
    .option('--folder <path>', `where it goes (default: ${pythonFolder(process.env, process.platform)})`)
    .option('--packages <names...>', 'to install besides, with versions if need be')
    .option('--all', 'all that the service is known to have: several gigabytes')
    .option('--force', 'make it again although it is complete')
    .action(setup);
}

async function setup(flags: SetupFlags): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const { folder, python, pythonVersion, changed, packages } = await setupPython({
    ...flags,
    signal: abort.signal,
    onLine: (line) => console.log(visibleText(line)),
  });
  console.log(`${changed ? 'Made' : 'Complete already'}: Python ${pythonVersion} in ${folder}`);
  console.log(Object.entries(packages).map(([name, version]) => `${name} ${version}`).join(', '));
  if (flags.folder !== undefined) { console.log(`Start the service with: agentcore-local --python ${python}`); }
}
