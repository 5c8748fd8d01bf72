import { run } from './run.js';
import { SetupError } from './setup-error.js';

/** A Python that virtual environments can be made with. */
export interface BasePython {
  readonly command: string;
  readonly version: string;
}

const OLDEST_MINOR = 9;
const QUESTION = `
import importlib.util, sys
print('%d.%d.%d' % sys.version_info[:3], *[name for name in ('venv', 'ensurepip') if importlib.util.find_spec(name)])`;

/** @throws SetupError when it is missing, too old, or cannot make virtual environments. */
export async function findBasePython(command: string, signal?: AbortSignal): Promise<BasePython> {
  const answer = await run(command, ['-I', '-c', QUESTION], { signal }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') { throw error; }
    throw new SetupError(`no Python at ${command}; install one (Debian and Ubuntu: \`apt-get install python3 python3-venv\`), or name another with --python`);
  });
  if (answer.exitCode !== 0) { throw new SetupError(`${command} does not run Python: it ended with ${answer.exitCode}:\n${answer.tail}\nName another with --python.`); }
  const [version = '', ...modules] = answer.stdout.trim().split(' ');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major !== 3 || minor < OLDEST_MINOR) {
    throw new SetupError(`${command} is Python ${version}; 3.${OLDEST_MINOR} or newer is needed: name another with --python`);
  }
  if (!modules.includes('venv') || !modules.includes('ensurepip')) {
    throw new SetupError(`${command} cannot make virtual environments: its venv module is not complete; `
      + 'on Debian and Ubuntu run `apt-get install python3-venv`, or name another Python with --python');
  }
  return { command, version };
}
