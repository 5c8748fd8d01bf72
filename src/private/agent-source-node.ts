import * as fs from 'fs';
import * as path from 'path';
import { AgentCoreRuntime } from 'aws-cdk-lib/aws-bedrockagentcore';
import { Construct } from 'constructs';
import type { Installation } from './agent-source-bundling';
import type { Language } from './agent-source-code';
import { isFile, wordsOfCdkApp } from './agent-source-directory';
import { configurationError, shown } from './errors';

const NAMES = ['agent', 'index', 'main', 'server', 'app'];
const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json'];
const COMPILE = 'compile it to JavaScript first, or use AgentSource.fromDockerfile';

/** The first npm with `--libc`, which came after `--os` and `--cpu`. */
const OLDEST_NPM = { major: 10, minor: 4 };

export const NODE: Language = {
  name: 'Node.js',
  factory: 'AgentSource.fromNode',
  extension: '.js',
  otherExtensions: {
    '.ts': COMPILE,
    '.mts': COMPILE,
    '.cts': COMPILE,
    '.mjs': 'rename it, and set "type": "module" in package.json',
    '.cjs': 'rename it, and set "type": "commonjs" in package.json',
  },
  runtimes: /^NODE_(\d+)$/,
  lookedFor: `"main" of package.json, ${NAMES.map((name) => `${name}.js`).join(', ')}`,
  instrumentation: 'node_modules/@aws/aws-distro-opentelemetry-node-autoinstrumentation',
  instrumentationPackage: '@aws/aws-distro-opentelemetry-node-autoinstrumentation in the dependencies of package.json',
  defaultRuntime: () => AgentCoreRuntime.NODE_22,
  findEntryPoint: (scope, directory) => {
    const main = mainOf(scope, directory);
    return [...main, ...main.flatMap((file) => [`${file}.js`, `${file}/index.js`]), ...NAMES.map((name) => `${name}.js`)]
      .find((file) => path.extname(file) === '.js' && isFile(directory, file) && !wordsOfCdkApp(directory).includes(file));
  },
  findOtherEntryPoint: (scope, directory) => {
    const extensions = Object.keys(NODE.otherExtensions);
    return [...mainOf(scope, directory), ...NAMES.flatMap((name) => extensions.map((extension) => name + extension))]
      .find((file) => extensions.includes(path.extname(file)) && isFile(directory, file) && !wordsOfCdkApp(directory).includes(file));
  },
  installationOf: (scope, directory, version) => {
    const { dependencies, optionalDependencies } = readPackage(scope, directory);
    const needed = Object.keys({ ...dependencies, ...optionalDependencies });
    return needed.length > 0 ? fromPackage(directory, version) : undefined;
  },
};

interface PackageFile {
  readonly main?: unknown;
  readonly dependencies?: { [name: string]: string };
  readonly optionalDependencies?: { [name: string]: string };
}

/** The `main` of `package.json`, if it has one. */
function mainOf(scope: Construct, directory: string): string[] {
  const { main } = readPackage(scope, directory);
  return typeof main === 'string' ? [path.posix.normalize(main)] : [];
}

function readPackage(scope: Construct, directory: string): PackageFile {
  const file = path.join(directory, 'package.json');
  if (!isFile(file)) { return {}; }
  const text = fs.readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw configurationError(scope, 'InvalidPackageJson', `${file} must be JSON, got: ${shown(text)} (${(error as Error).message}); correct it`);
  }
}

function fromPackage(directory: string, version: string): Installation {
  const locked = LOCK_FILES.some((file) => isFile(directory, file));
  const install = () => [
    locked ? 'ci' : 'install', '--omit=dev', '--os=linux', '--cpu=arm64', '--libc=glibc',
    '--ignore-scripts', '--bin-links=false', '--audit=false', '--fund=false', '--loglevel=error',
  ];
  return {
    manifest: 'package.json',
    bringsAlong: ['package.json', ...LOCK_FILES, '.npmrc'],
    leavesBehind: ['.npmrc'],
    inBundle: true,
    tools: [{
      command: 'npm',
      version: ['--version'],
      accepts: (text) => {
        const [major, minor] = text.split('.').map(Number);
        return major > OLDEST_NPM.major || (major === OLDEST_NPM.major && minor >= OLDEST_NPM.minor);
      },
      install,
    }],
    container: { image: `public.ecr.aws/sam/build-nodejs${version}.x`, command: 'npm', install },
    advice: locked ? '"npm install" brings package-lock.json up to date' : 'check the names and versions in package.json',
    warning: locked ? undefined : `${directory} has no package-lock.json, so the versions of its dependencies can differ between two bundles`
      + '; run "npm install --package-lock-only" there and keep the file',
  };
}
