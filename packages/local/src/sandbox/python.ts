import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { pythonFolder } from './python-folder.js';
import { PythonInstallation } from './setup.js';

/** Imported before sessions start, where they are installed. None may start threads when it is imported. */
const PRELOAD = ['numpy', 'pandas', 'matplotlib.pyplot', 'IPython'];
/** Whose versions are worth knowing when code behaves differently from the service. */
const OF_INTEREST = [
  'ipython', 'numpy', 'pandas', 'matplotlib', 'scipy', 'scikit-learn', 'seaborn', 'requests', 'beautifulsoup4', 'openpyxl', 'pillow', 'sympy', 'boto3',
];
const OLDEST = [3, 9] as const;
const SECONDS_TO_ANSWER = 30;

export interface PythonOptions {
  /** The interpreter to use. Left out: AGENTCORE_LOCAL_PYTHON, else that of `agentcore-local setup`, else `python3` on the path. */
  readonly path?: string;
  /** Modules that sessions start with, already imported. Left out: numpy, pandas, pyplot and IPython, those of them that are installed. */
  readonly preload?: readonly string[];
}

/** What the question below is answered with. */
interface Answer {
  readonly version: readonly [number, number, number];
  readonly executable: string;
  readonly prefixes: readonly string[];
  readonly packages: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
}

const QUESTION = `
import importlib.metadata, importlib.util, json, sys
names, modules = json.loads(sys.argv[1])
def version(name):
    try: return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError: return None
def there(module):
    return importlib.util.find_spec(module.split('.')[0]) is not None
print(json.dumps({
    'version': sys.version_info[:3],
    'executable': sys.executable,
    'prefixes': sorted({sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}),
    'packages': {name: version(name) for name in names if version(name)},
    'preload': [module for module in modules if there(module)],
}))`;

/**
 * The Python that sessions run. Undefined when none is asked for and none is there.
 * @throws Error when the one that was asked for cannot be used.
 */
export async function findPython(options: PythonOptions = {}): Promise<PythonInstallation | undefined> {
  const own = `${pythonFolder(process.env, process.platform)}/bin/python3`;
  const asked = options.path ?? process.env.AGENTCORE_LOCAL_PYTHON;
  const path = asked ?? (existsSync(own) ? own : 'python3');
  const answer = await ask(path, options.preload ?? PRELOAD).catch((error: NodeJS.ErrnoException) => {
    if (!asked && error.code === 'ENOENT') { return undefined; }
    throw new Error(`Python at ${path} does not run: ${firstLine(error)}; give another one with --python, or make one with \`agentcore-local setup\``);
  });
  return answer && checked(answer, options);
}

async function ask(path: string, preload: readonly string[]): Promise<Answer> {
  // -I: neither the working directory nor the user's packages, as in a session.
  const { stdout } = await promisify(execFile)(path, ['-I', '-c', QUESTION, JSON.stringify([OF_INTEREST, preload])], {
    timeout: SECONDS_TO_ANSWER * 1000,
  });
  return JSON.parse(stdout) as Answer;
}

function checked(answer: Answer, options: PythonOptions): PythonInstallation {
  const [major, minor] = answer.version;
  const version = answer.version.join('.');
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Error(`Python at ${answer.executable} is ${version}; sessions need ${OLDEST.join('.')} or newer: give another one with --python`);
  }
  const missing = (options.preload ?? []).filter((module) => !answer.preload.includes(module));
  if (missing.length > 0) {
    throw new Error(`Python at ${answer.executable} cannot preload ${missing.join(', ')}: not installed there; install it, or leave it out of --preload`);
  }
  return { version, path: answer.executable, packages: answer.packages, preloaded: answer.preload, readOnly: answer.prefixes };
}

function firstLine(error: Error): string {
  return error.message.split('\n')[0] ?? error.message;
}
