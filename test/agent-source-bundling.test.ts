import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { AgentCoreRuntime } from 'aws-cdk-lib/aws-bedrockagentcore';
import { Stack } from 'aws-cdk-lib/core';
import { AgentSource } from '../src/agent-source';
import { FakeTool, FakeTools } from './fixtures/agents/fake-tools';
import { annotationsOf, assetsOf, bind, bundleOf, filesIn, fixture, rendered, stackWithOutput, temporaryDirectory } from './fixtures/agents/helpers';
import { messageOf } from './helpers';

const environment = { ...process.env };
beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  process.env = { ...environment };
  jest.restoreAllMocks();
});

/** From now on there are these programs only. */
function onlyTools(tools: { [name: string]: FakeTool }): FakeTools {
  const fakes = new FakeTools({ docker: { body: 'exit 1' }, ...tools });
  process.env.PATH = fakes.folder;
  process.env.CDK_DOCKER = fakes.pathOf('docker');
  return fakes;
}

function bundled(source: AgentSource, stack = stackWithOutput()): string {
  bind(stack, source);
  return bundleOf(stack);
}

const UV = {
  version: 'uv 0.13.9',
  body: 'mkdir -p "$target/idna"; : > "$target/.lock"; : > "$target/idna/core.py"; echo shadowed > "$target/agent.py"',
};
const PIP = { version: 'pip 23.2.1 from /usr/lib/python3/dist-packages/pip (python 3.11)', body: UV.body };
const NPM = { version: '10.4.0', body: 'mkdir -p node_modules/ms; : > node_modules/ms/index.js' };

describe('with the real tools and registries', () => {
  const machineOf = (file: string) => fs.readFileSync(file).readUInt16LE(18);

  test('pip or uv installs requirements.txt for arm64', () => {
    const bundle = bundled(AgentSource.fromDirectory(fixture('python-requirements')));
    const files = filesIn(bundle);
    expect(files).toEqual(expect.arrayContaining(['agent.py', 'requirements.txt', 'idna/core.py', 'idna-3.10.dist-info/METADATA']));
    expect(files.filter((file) => file.includes('__pycache__'))).toEqual([]);
    const natives = files.filter((file) => file.endsWith('.so'));
    expect(natives).toEqual(['markupsafe/_speedups.cpython-313-aarch64-linux-gnu.so']);
    expect(machineOf(path.join(bundle, natives[0]))).toBe(183);
  }, 120_000);

  test('npm installs package.json for arm64', () => {
    const bundle = bundled(AgentSource.fromDirectory(fixture('node-dependencies')));
    const files = filesIn(bundle);
    expect(files).toEqual(expect.arrayContaining([
      'src/bot.js', 'package.json', 'package-lock.json', 'node_modules/ms/index.js', 'node_modules/bufferutil/fallback.js',
    ]));
    expect(files.filter((file) => file.startsWith('node_modules/is-number/'))).toEqual([]);
    const natives = files.filter((file) => file.endsWith('.node'));
    expect(natives).toContain('node_modules/@node-rs/crc32-linux-arm64-gnu/crc32.linux-arm64-gnu.node');
    expect(natives.map((file) => machineOf(path.join(bundle, file)))).toEqual(natives.map(() => 183));
  }, 120_000);
});

describe('Python', () => {
  test('goes to uv, with the sources on top', () => {
    const tools = onlyTools({ 'uv': UV, 'python3.13': PIP });
    const stack = stackWithOutput();
    const agent = bind(stack, AgentSource.fromPython(fixture('python-requirements')));
    const [{ args, cwd }] = tools.callsOf('uv');
    expect(args).toEqual([
      'pip', 'install', '--requirement', 'requirements.txt', '--target', expect.stringMatching(/-building$/), '--only-binary', ':all:', '--quiet',
      '--python-version', '3.13', '--python-platform', 'aarch64-manylinux_2_34',
    ]);
    expect(cwd).toBe(fixture('python-requirements'));
    expect(tools.callsOf('python3.13')).toEqual([]);
    expect(filesIn(bundleOf(stack))).toEqual(['agent.py', 'idna/core.py', 'requirements.txt']);
    expect(fs.readFileSync(path.join(bundleOf(stack), 'agent.py'), 'utf8')).toContain('import idna');
    expect(rendered(agent)).toMatchObject({ runtime: 'PYTHON_3_13', entryPoint: ['agent.py'] });
  });

  test('goes to the pip of the Python of the runtime without uv', () => {
    const tools = onlyTools({ 'python3.12': PIP, 'python3': PIP });
    bundled(AgentSource.fromPython(fixture('python-requirements'), { runtime: AgentCoreRuntime.PYTHON_3_12 }));
    const [{ args, cwd, requireVirtualenv }] = tools.callsOf('python3.12');
    expect(args.join(' ')).toMatch(new RegExp(
      '^-m pip install --requirement requirements.txt --target \\S+-building --only-binary=:all: --quiet --python-version 3.12'
      + ' --implementation cp --platform manylinux2014_aarch64 --platform manylinux_2_17_aarch64 .*--platform manylinux_2_34_aarch64'
      + ' --no-compile --disable-pip-version-check --no-input --root-user-action=ignore$'));
    expect(cwd).toBe(fixture('python-requirements'));
    expect(requireVirtualenv).toBe('false');
    expect(tools.callsOf('python3')).toEqual([]);
  });

  test.each([
    ['a shim of another version', {}],
    ['no pip', { version: 'No module named pip' }],
    ['a pip that takes one platform only', { version: 'pip 20.3.4 from /usr/lib/python3/dist-packages/pip (python 3.9)' }],
  ])('passes over %s', (_what, tool) => {
    const tools = onlyTools({ 'uv': {}, 'python3.13': tool, 'python3': tool, 'python': PIP });
    bundled(AgentSource.fromPython(fixture('python-requirements')));
    expect(tools.callsOf('python')).toHaveLength(1);
  });

  test('takes pyproject.toml without requirements.txt, by uv', () => {
    const tools = onlyTools({ uv: UV, python3: PIP });
    bundled(AgentSource.fromPython(fixture('python-project')));
    expect(tools.callsOf('uv')[0].args.slice(0, 4)).toEqual(['pip', 'install', '--requirement', 'pyproject.toml']);
  });

  test.each(['[project]\nname = "agent"\n', '[project]\ndependencies = []\n', '[project]\ndependencies = [\n]\n', '[tool.ruff]\nline-length = 120\n'])(
    'needs nothing for a pyproject.toml without dependencies: %j', (project) => {
      onlyTools({});
      expect(filesIn(bundled(AgentSource.fromPython(temporaryDirectory({ 'agent.py': '', 'pyproject.toml': project })))))
        .toEqual(['agent.py', 'pyproject.toml']);
    });

  test.each(['[project]\ndependencies = ["idna"]\n', '[project]\ndependencies=[\n  "idna",\n]\n', '[tool.poetry.dependencies]\nidna = "^3"\n'])(
    'fails without uv for a pyproject.toml with dependencies: %j', (project) => {
      onlyTools({ python3: PIP });
      const directory = temporaryDirectory({ 'agent.py': '', 'pyproject.toml': project });
      expect(messageOf(() => bundled(AgentSource.fromPython(directory)))).toContain(
        `AgentDependenciesNotInstalled: the dependencies in ${directory}/pyproject.toml need uv, which is not found; install it, or write`
        + ' a requirements.txt, as with "uv export --no-dev --no-emit-project -o requirements.txt" [at Stack/Agent]');
    });

  test('gets an opentelemetry-instrument that runs where it is deployed', () => {
    onlyTools({
      uv: {
        version: 'uv 0.13.9',
        body: 'mkdir -p "$target/opentelemetry/instrumentation/auto_instrumentation" "$target/bin"'
          + '; echo "#!/home/me/.venv/bin/python3" > "$target/bin/opentelemetry-instrument"',
      },
    });
    const stack = stackWithOutput();
    const agent = bind(stack, AgentSource.fromPython(fixture('python-requirements'), { instrumented: true }));
    expect(rendered(agent)).toMatchObject({ entryPoint: ['opentelemetry-instrument', 'agent.py'] });
    const script = path.join(bundleOf(stack), 'bin/opentelemetry-instrument');
    expect(fs.readFileSync(script, 'utf8')).toMatch(/^#!\/usr\/bin\/env python3\n/);
    expect(fs.statSync(script).mode & 0o111).toBe(0o111); // eslint-disable-line no-bitwise
  });

  test('fails when instrumented and the dependencies do not bring the package', () => {
    onlyTools({ uv: UV });
    expect(messageOf(() => bundled(AgentSource.fromPython(fixture('python-requirements'), { instrumented: true }))))
      .toContain('AgentInstrumentationNotFound: instrumented needs bin/opentelemetry-instrument in the bundle');
  });
});

describe('Node.js', () => {
  const lockless = () => temporaryDirectory({ 'index.js': '', '.npmrc': 'registry=https://npm.example', 'package.json': '{"dependencies":{"ms":"^2"}}' });
  const FLAGS = [
    '--omit=dev', '--os=linux', '--cpu=arm64', '--libc=glibc',
    '--ignore-scripts', '--bin-links=false', '--audit=false', '--fund=false', '--loglevel=error',
  ];

  test.each(['package-lock.json', 'npm-shrinkwrap.json'])('installs what %s says', (lock) => {
    const tools = onlyTools({ npm: NPM });
    const stack = stackWithOutput();
    const { scope } = bind(stack, AgentSource.fromNode(temporaryDirectory({
      'index.js': '', 'package.json': '{"optionalDependencies":{"ms":"2.1.3"}}', [lock]: '{}', 'node_modules/ms/old.js': '',
    })));
    expect(tools.callsOf('npm')).toEqual([{ args: ['ci', ...FLAGS], cwd: expect.stringMatching(/-building$/), requireVirtualenv: 'false' }]);
    expect(filesIn(bundleOf(stack))).toEqual(['index.js', 'node_modules/ms/index.js', lock, 'package.json'].sort());
    expect(annotationsOf(scope)).toEqual([]);
  });

  test('warns without a lock file', () => {
    const tools = onlyTools({ npm: NPM });
    const directory = lockless();
    const { scope } = bind(stackWithOutput(), AgentSource.fromNode(directory));
    expect(tools.callsOf('npm')[0].args).toEqual(['install', ...FLAGS]);
    expect(annotationsOf(scope)).toEqual([
      `${directory} has no package-lock.json, so the versions of its dependencies can differ between two bundles; run "npm install`
      + ' --package-lock-only" there and keep the file [ack: cdk-agentcore-code-interpreter:unlockedDependencies]',
    ]);
  });

  test('gives npm the .npmrc, and does not ship it', () => {
    onlyTools({ npm: { version: '11.0.0', body: 'cp .npmrc seen' } });
    const bundle = bundled(AgentSource.fromNode(lockless()));
    expect(fs.readFileSync(path.join(bundle, 'seen'), 'utf8')).toBe('registry=https://npm.example');
    expect(filesIn(bundle)).toEqual(['index.js', 'package.json', 'seen']);
  });

  test('leaves out native files that the service refuses', () => {
    onlyTools({
      npm: {
        version: '10.4.0',
        // By the machine in an ELF header: 0xb7 is arm64, 0x3e is x64, 0x28 is 32-bit ARM.
        body: 'mkdir -p node_modules/native/prebuilds; cd node_modules/native/prebuilds'
          + '; elf() { printf "\\177ELF\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0$1\\0" > "$2"; }'
          + '; elf "\\267" arm64.node; elf "\\267" lib.so; elf "\\076" x64.node; elf "\\050" lib.so.6'
          + '; printf "\\317\\372\\355\\376" > mac.node; : > empty.so; : > also.nodes; : > so.txt; ln -s arm64.node link.node',
      },
    });
    expect(filesIn(path.join(bundled(AgentSource.fromNode(lockless())), 'node_modules/native/prebuilds')))
      .toEqual(['also.nodes', 'arm64.node', 'lib.so', 'link.node', 'so.txt']);
  });

  test('needs nothing for a package.json without dependencies', () => {
    onlyTools({});
    const files = { 'index.js': '', 'package.json': '{"dependencies":{},"devDependencies":{"ms":"2.1.3"}}' };
    expect(filesIn(bundled(AgentSource.fromNode(temporaryDirectory(files))))).toEqual(['index.js', 'package.json']);
  });
});

describe('Docker', () => {
  const { uid, gid } = os.userInfo();
  const runOf = (tools: FakeTools) => tools.callsOf('docker')[0].args.join(' ');

  test('runs pip where there is neither uv nor a pip that can', () => {
    const tools = onlyTools({ docker: {} });
    bundled(AgentSource.fromPython(fixture('python-requirements')));
    expect(runOf(tools)).toMatch(new RegExp(
      `^run --rm --platform linux/arm64 -u ${uid}:${gid} -v ${fixture('python-requirements')}:/asset-input:\\S+ -v \\S+-building:/asset-output:\\S+`
      + ' --env HOME=/tmp -w /asset-input public.ecr.aws/sam/build-python3.13 python3 -m pip install --requirement requirements.txt'
      + ' --target /asset-output --only-binary=:all: .*$'));
  });

  test.each([['no npm', {}], ['an npm without --libc', { npm: { version: '10.3.0' } }], ['an old npm', { npm: { version: '9.9.3' } }]])(
    'runs npm where there is %s', (_what, npm) => {
      const tools = onlyTools({ docker: {}, ...npm });
      bundled(AgentSource.fromNode(fixture('node-dependencies')));
      expect(runOf(tools)).toMatch(new RegExp(
        `^run --rm --platform linux/arm64 -u ${uid}:${gid} -v \\S+ -v \\S+-building:/asset-output:\\S+ --env HOME=/tmp -w /asset-output`
        + ' public.ecr.aws/sam/build-nodejs22.x npm ci --omit=dev .*$'));
    });

  test('runs as its own user where users have no number', () => {
    jest.spyOn(jest.requireActual<typeof os>('os'), 'userInfo').mockReturnValue({ ...os.userInfo(), uid: -1, gid: -1 });
    const tools = onlyTools({ docker: {} });
    bundled(AgentSource.fromNode(fixture('node-dependencies')));
    expect(runOf(tools)).toMatch(/^run --rm --platform linux\/arm64 -v /);
  });

  test('fails with what to install when it fails too', () => {
    onlyTools({ docker: { body: 'exit 7' } });
    const message = messageOf(() => bundled(AgentSource.fromPython(fixture('python-requirements'))));
    expect(message).toContain(
      `AgentDependenciesNotInstalled: the dependencies in ${fixture('python-requirements')}/requirements.txt need one of uv, python3.13, python3, `
      + 'python, and none of them is found in a version that can do it, so they were left to Docker, which failed: ');
    expect(message).toMatch(/status 7/);
    expect(message).toContain('\ninstall one of them, or start Docker; a package without a wheel for Linux on arm64 needs AgentSource.fromDockerfile [at Stack/Agent]');
  });
});

describe('a tool that fails', () => {
  test('fails with its last lines', () => {
    onlyTools({ uv: { version: 'uv 0.13.9', body: 'for i in $(seq 29); do echo "line $i" >&2; echo >&2; done; exit 2' } });
    const message = messageOf(() => bundled(AgentSource.fromPython(fixture('python-requirements'))));
    expect(message).toContain(`AgentDependenciesNotInstalled: uv could not install the dependencies in ${fixture('python-requirements')}/requirements.txt`
      + ' for Linux on arm64 (exit code 2): \n  line 10\n  line 11\n');
    expect(message).toContain('\n  line 29\ncorrect what it names; a package without a wheel for Linux on arm64 needs AgentSource.fromDockerfile'
      + ' [at Stack/Agent]');
    expect(message).not.toContain('line 9\n');
  });

  test.each([
    ['with a lock file', 'node-dependencies', '"npm install" brings package-lock.json up to date'],
    ['without one', undefined, 'check the names and versions in package.json'],
  ])('fails with advice for npm %s', (_what, name, advice) => {
    onlyTools({ npm: { version: '10.4.0', body: 'echo "npm error code E404"; exit 1' } });
    const directory = name ? fixture(name) : temporaryDirectory({ 'index.js': '', 'package.json': '{"dependencies":{"ms":"^2"}}' });
    expect(messageOf(() => bundled(AgentSource.fromNode(directory)))).toContain(
      `npm could not install the dependencies in ${directory}/package.json for Linux on arm64 (exit code 1): \n  npm error code E404`
      + `\ncorrect what it names; ${advice} [at Stack/Agent]`);
  });

  test('fails with the reason when it does not even start', () => {
    onlyTools({ uv: { version: 'uv 0.13.9', once: true } });
    expect(messageOf(() => bundled(AgentSource.fromPython(fixture('python-requirements')))))
      .toContain('for Linux on arm64 (spawnSync uv ENOENT): \ncorrect what it names');
  });

  test('fails really, on a package that does not exist', () => {
    const directory = temporaryDirectory({ 'agent.py': '', 'requirements.txt': './no-such-wheel-1.0-py3-none-any.whl\n' });
    expect(messageOf(() => bundled(AgentSource.fromPython(directory)))).toMatch(
      /AgentDependenciesNotInstalled: \S+ could not install[^]*no-such-wheel[^]*correct what it names; a package without a wheel/);
  }, 60_000);
});

describe('the asset', () => {
  const prefixOf = (source: AgentSource, tools: { [name: string]: FakeTool }, context = {}) => {
    onlyTools(tools);
    return rendered(bind(stackWithOutput(context), source)).code.s3.prefix as string;
  };
  const source = AgentSource.fromPython(fixture('python-requirements'));

  test('has the same hash whatever tool made it, and whatever that brought', () => {
    const hash = prefixOf(source, { uv: UV });
    expect(prefixOf(source, { python3: PIP })).toBe(hash);
    expect(prefixOf(source, { uv: { version: 'uv 1.0.0', body: ': > "$target/other.py"' } })).toBe(hash);
    expect(prefixOf(source, {}, { 'aws:cdk:bundling-stacks': [] })).toBe(hash);
  });

  test('has another hash for other files, versions or lock files', () => {
    const files = { 'agent.py': '', 'requirements.txt': 'idna==3.10\n' };
    const hashes = [
      prefixOf(AgentSource.fromPython(temporaryDirectory(files)), { uv: UV }),
      prefixOf(AgentSource.fromPython(temporaryDirectory({ ...files, 'requirements.txt': 'idna==3.9\n' })), { uv: UV }),
      prefixOf(AgentSource.fromPython(temporaryDirectory(files), { runtime: AgentCoreRuntime.PYTHON_3_12 }), { uv: UV }),
    ];
    expect(new Set(hashes).size).toBe(3);
  });

  test('is bundled once for two agents', () => {
    const tools = onlyTools({ uv: UV });
    const stack = stackWithOutput();
    bind(stack, source, 'First');
    bind(stack, source, 'Second');
    expect(tools.callsOf('uv')).toHaveLength(1);
  });

  test('is not bundled for a stack that is not deployed', () => {
    const tools = onlyTools({ uv: UV });
    const stack = stackWithOutput({ 'aws:cdk:bundling-stacks': ['Other'] });
    bind(stack, source);
    expect(tools.callsOf('uv')).toEqual([]);
    expect(Object.values(assetsOf(stack).files).map((file) => file.source.path)).toContain(fixture('python-requirements'));
  });

  test('leaves out of the sources what exclude says', () => {
    onlyTools({ uv: UV });
    const directory = temporaryDirectory({ 'agent.py': '', 'requirements.txt': 'idna', 'tests/a.py': '', '.venv/x': '', 'idna/notes.md': '' });
    const stack: Stack = stackWithOutput();
    bind(stack, AgentSource.fromPython(directory, { exclude: ['tests', '*.md'] }));
    expect(filesIn(bundleOf(stack))).toEqual(['agent.py', 'idna/core.py', 'requirements.txt']);
  });
});
