import * as fs from 'fs';
import * as path from 'path';
import { AgentCoreRuntime } from 'aws-cdk-lib/aws-bedrockagentcore';
import type { Installation, Tool } from './agent-source-bundling';
import type { Language } from './agent-source-code';
import { isFile, wordsOfCdkApp } from './agent-source-directory';

const ENTRY_POINTS = ['agent.py', 'main.py', 'app.py'];

/** The runtimes are Amazon Linux 2023, which has glibc 2.34: it runs wheels for that one and for all before. */
const NEWEST_GLIBC_MINOR = 34;
const OLDEST_GLIBC_MINOR = 17;
const GLIBC_MINORS = Array.from({ length: NEWEST_GLIBC_MINOR - OLDEST_GLIBC_MINOR + 1 }, (_, index) => OLDEST_GLIBC_MINOR + index);
const PIP_PLATFORMS = ['manylinux2014_aarch64', ...GLIBC_MINORS.map((minor) => `manylinux_2_${minor}_aarch64`)];

/** The first pip that takes more than one platform. */
const OLDEST_PIP = 21;

const AUTO_INSTRUMENTATION = 'opentelemetry/instrumentation/auto_instrumentation';
const INSTRUMENT_SCRIPT = 'bin/opentelemetry-instrument';

export const PYTHON: Language = {
  name: 'Python',
  factory: 'AgentSource.fromPython',
  extension: '.py',
  otherExtensions: {},
  runtimes: /^PYTHON_(\d+)_(\d+)$/,
  lookedFor: ENTRY_POINTS.join(', '),
  instrumentation: INSTRUMENT_SCRIPT,
  instrumentationPackage: 'aws-opentelemetry-distro in requirements.txt',
  defaultRuntime: () => AgentCoreRuntime.PYTHON_3_13,
  findEntryPoint: (_scope, directory) => ENTRY_POINTS.find((file) => isFile(directory, file) && !wordsOfCdkApp(directory).includes(file)),
  findOtherEntryPoint: () => undefined,
  installationOf: (_scope, directory, version) => {
    if (isFile(directory, 'requirements.txt')) { return fromRequirements(version); }
    return isFile(directory, 'pyproject.toml') && hasDependencies(path.join(directory, 'pyproject.toml')) ? fromProject(version) : undefined;
  },
};

function fromRequirements(version: string): Installation {
  const pip = pipArguments('requirements.txt', version);
  return {
    manifest: 'requirements.txt',
    ...commonPart('a package without a wheel for Linux on arm64 needs AgentSource.fromDockerfile'),
    tools: [uv('requirements.txt', version), ...[`python${version}`, 'python3', 'python'].map((command) => ({
      command,
      version: ['-m', 'pip', '--version'],
      accepts: (text: string) => Number(/^pip (\d+)/.exec(text)?.[1]) >= OLDEST_PIP,
      install: pip,
    }))],
    container: { image: `public.ecr.aws/sam/build-python${version}`, command: 'python3', install: pip },
  };
}

/** pip can read a project only by building it. */
function fromProject(version: string): Installation {
  return {
    manifest: 'pyproject.toml',
    ...commonPart('or write a requirements.txt, as with "uv export --no-dev --no-emit-project -o requirements.txt"'),
    tools: [uv('pyproject.toml', version)],
  };
}

function commonPart(advice: string): Pick<Installation, 'bringsAlong' | 'leavesBehind' | 'inBundle' | 'advice' | 'finish'> {
  return { bringsAlong: [], leavesBehind: ['.lock'], inBundle: false, advice, finish: makeInstrumentScript };
}

/** Unlike pip, it judges markers by the target, and needs no Python of that version. */
function uv(manifest: string, version: string): Tool {
  return {
    command: 'uv',
    version: ['--version'],
    accepts: () => true,
    install: (bundle) => [
      'pip', 'install', '--requirement', manifest, '--target', bundle, '--only-binary', ':all:', '--quiet',
      '--python-version', version, '--python-platform', `aarch64-manylinux_2_${NEWEST_GLIBC_MINOR}`,
    ],
  };
}

function pipArguments(manifest: string, version: string): Tool['install'] {
  return (bundle) => [
    '-m', 'pip', 'install', '--requirement', manifest, '--target', bundle, '--only-binary=:all:', '--quiet',
    '--python-version', version, '--implementation', 'cp', ...PIP_PLATFORMS.flatMap((platform) => ['--platform', platform]),
    '--no-compile', '--disable-pip-version-check', '--no-input', '--root-user-action=ignore',
  ];
}

function hasDependencies(projectFile: string): boolean {
  return /^\s*dependencies\s*=\s*\[\s*[^\]\s]|^\[tool\.poetry\.dependencies\]/m.test(fs.readFileSync(projectFile, 'utf8'));
}

/** The script that an installation makes names the Python of the machine that it was made on. */
function makeInstrumentScript(bundle: string): void {
  if (!fs.existsSync(path.join(bundle, AUTO_INSTRUMENTATION))) { return; }
  const script = path.join(bundle, INSTRUMENT_SCRIPT);
  fs.mkdirSync(path.dirname(script), { recursive: true });
  fs.writeFileSync(script, [
    '#!/usr/bin/env python3',
    'import sys',
    'from opentelemetry.instrumentation.auto_instrumentation import run',
    'sys.exit(run())',
    '',
  ].join('\n'));
  fs.chmodSync(script, 0o755);
}
