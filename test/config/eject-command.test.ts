import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib/core';
import { moduleOf, templateOf } from './eject-helpers';
import { version } from '../../package.json';
import { AgentsFromConfig } from '../../src';
import { command } from '../../src/config/eject/command';

const CONFIGURATION = `service: my-service
agents:
  codeInterpreters:
    analyzer: { network: { mode: PUBLIC } }
  coder:
    codeInterpreter: analyzer
    models: [us.anthropic.claude-sonnet-4-20250514-v1:0]
    environment: { STAGE: '\${sls:stage}', OPTION: '\${opt:region, "none"}', PARAMETER: '\${param:size, "none"}' }
`;
const TYPESCRIPT_FILES = ['.gitignore', 'README.md', 'bin/app.ts', 'cdk.json', 'lib/agents.ts', 'package.json', 'tsconfig.json'];
const PYTHON_FILES = ['.gitignore', 'README.md', 'agents.py', 'app.py', 'cdk.json', 'requirements.txt'];

const before = process.cwd();
let folder: string;
let output: string;

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eject-test-')));
  output = fs.mkdtempSync(path.join(os.tmpdir(), 'eject-test-'));
  fs.writeFileSync(path.join(folder, 'serverless.yml'), CONFIGURATION);
  fs.writeFileSync(path.join(folder, 'Dockerfile'), 'FROM scratch\n');
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  fs.rmSync(folder, { recursive: true });
  fs.rmSync(output, { recursive: true });
});

function run(...args: string[]) {
  const result = { code: 0, out: '', error: '' };
  result.code = command(args, { out: (text) => { result.out += text; }, error: (text) => { result.error += text; } });
  return result;
}

const eject = (...args: string[]) => run('eject', 'serverless.yml', ...args);
const ejectTypeScript = (...args: string[]) => eject('--language', 'typescript', ...args);
const read = (...file: string[]) => fs.readFileSync(path.join(folder, ...file), 'utf8');
const filesIn = (name: string) => fs.readdirSync(path.join(folder, name), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(path.join(folder, name), path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
  .sort();

describe('eject', () => {
  test('writes an app in TypeScript beside the file, and says what it wrote', () => {
    const { code, out, error } = ejectTypeScript();
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(filesIn('cdk')).toEqual(TYPESCRIPT_FILES);
    expect(out.trim().split('\n').map((file) => file.split(path.sep).join('/'))).toEqual(TYPESCRIPT_FILES.map((file) => `cdk/${file}`));
    expect(read('cdk', 'bin', 'app.ts')).toBe(`import * as cdk from 'aws-cdk-lib';
import { Agents } from '../lib/agents';

const app = new cdk.App();
const stack = new cdk.Stack(app, 'my-service-dev');
new Agents(stack, 'Agents');
`);
    expect(JSON.parse(read('cdk', 'cdk.json'))).toEqual({ app: 'npx ts-node --prefer-ts-exts bin/app.ts' });
    expect(JSON.parse(read('cdk', 'package.json'))).toMatchObject({
      name: 'my-service-cdk',
      private: true,
      dependencies: { 'aws-cdk-lib': '^2.257.0', 'constructs': '^10.5.1', 'cdk-agentcore-code-interpreter': `^${version}` },
      devDependencies: { 'aws-cdk': expect.any(String), 'ts-node': expect.any(String), 'typescript': expect.any(String), '@types/node': expect.any(String) },
    });
    expect(JSON.parse(read('cdk', 'tsconfig.json')).compilerOptions).toMatchObject({ strict: true });
    expect(read('cdk', 'README.md')).toContain('npm install\nnpx tsc\nnpx cdk diff my-service-dev\nnpx cdk deploy my-service-dev\n');
    expect(read('cdk', 'README.md')).toMatch(/^# my-service with CDK\n\nWritten from `serverless\.yml` for the stage `dev`\./);
  });

  test('writes an app in Python', () => {
    expect(eject('--language', 'python')).toMatchObject({ code: 0, error: '' });
    expect(filesIn('cdk')).toEqual(PYTHON_FILES);
    expect(read('cdk', 'app.py')).toBe(`import aws_cdk as cdk

from agents import Agents

app = cdk.App()
stack = cdk.Stack(app, "my-service-dev")
Agents(stack, "Agents")
app.synth()
`);
    expect(JSON.parse(read('cdk', 'cdk.json'))).toEqual({ app: 'python3 app.py' });
    expect(read('cdk', 'requirements.txt')).toBe(
      `aws-cdk-lib>=2.257.0,<3\ncdk-agentcore-code-interpreter>=${version},<${Number(version.split('.')[0]) + 1}\nconstructs>=10.5.1,<11\n`);
    expect(read('cdk', 'README.md')).toContain('pip install -r requirements.txt\nnpx aws-cdk@2 diff my-service-dev\n');
  });

  test('makes what the file made, though the app is in the folder of the agent by now', () => {
    const template = (make: (stack: Stack) => void) => {
      const stack = new Stack(new App({ outdir: path.join(output, 'cdk.out') }), 'Stack');
      make(stack);
      return templateOf(stack);
    };
    const fromFile = template((stack) => { AgentsFromConfig.fromYamlFile(stack, 'Agents', 'serverless.yml'); });
    ejectTypeScript();
    const ejected = template((stack) => { new (moduleOf(read('cdk', 'lib', 'agents.ts'), path.join(folder, 'cdk', 'lib')).Agents)(stack, 'Agents'); });
    expect(ejected).toEqual(fromFile);
    expect(read('cdk', 'lib', 'agents.ts')).toContain("AgentSource.fromDirectory(path.join(__dirname, '..', '..'), { exclude: ['/cdk'] })");
  });

  test('takes stage, parameters, options, ids and the folder from the command line', () => {
    const { code, out } = ejectTypeScript('--stage', 'prod', '--param', 'size=a=b', '--option', 'region=mars', '--stack', 'My-Stack', '--id', 'my-agents',
      '--out', 'infra/app');
    expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: path.join('infra', 'app', '.gitignore') });
    expect(read('infra', 'app', 'lib', 'agents.ts')).toContain("environment: { STAGE: 'prod', OPTION: 'mars', PARAMETER: 'a=b' }");
    expect(read('infra', 'app', 'lib', 'agents.ts')).toContain("{ exclude: ['/infra/app'] }");
    expect(read('infra', 'app', 'bin', 'app.ts')).toContain("new cdk.Stack(app, 'My-Stack');\nnew MyAgents(stack, 'my-agents');");
  });

  test('keeps the framework\'s names where asked to', () => {
    ejectTypeScript('--names', 'framework');
    expect(read('cdk', 'lib', 'agents.ts')).toContain("codeInterpreterName: 'my_service_analyzer_dev'");
  });

  test.each([
    ['my_service.1', 'my-service-1-dev'], ['1st', 'S1st-dev'], ['', 'agents-dev'],
  ])('makes the id of a stack of the service "%s"', (service, id) => {
    fs.writeFileSync('serverless.yml', CONFIGURATION.replace('service: my-service\n', service && `service: { name: ${service} }\n`));
    ejectTypeScript();
    expect(read('cdk', 'bin', 'app.ts')).toContain(`new cdk.Stack(app, '${id}')`);
  });

  test('leaves agents as they are that the app is not in', () => {
    fs.mkdirSync('agent');
    fs.writeFileSync('agent/agent.py', '');
    fs.writeFileSync('serverless.yml', 'agents:\n  a:\n    handler: agent/agent.py\n    package: { patterns: ["!**/*.md"] }\n  b: { artifact: { image: { path: . } } }\n'
      + '  c: { artifact: { image: { path: ./agent, file: ../Dockerfile } } }\n'.replace('../Dockerfile', 'agent.py'));
    ejectTypeScript();
    const code = read('cdk', 'lib', 'agents.ts');
    expect(code).toMatch(/fromPython\(path\.join\(__dirname, '\.\.', '\.\.'\), \{[^}]*exclude: \['\*\*\/\*\.md', '\/cdk'\]/);
    expect(code).toContain("fromDockerfile(path.join(__dirname, '..', '..'), { exclude: ['/cdk'] })");
    expect(code).toContain("fromDockerfile(path.join(__dirname, '..', '..', 'agent'), { file: 'agent.py' })");
  });

  test('tells what the file asks for and is handled in another way, and that values of the environment are in the code', () => {
    process.env.EJECT_TEST = 'secret';
    fs.writeFileSync('serverless.yml', CONFIGURATION.replace('    models: [us.anthropic.claude-sonnet-4-20250514-v1:0]\n', '    description: ${env:EJECT_TEST}\n'));
    const { code, error } = ejectTypeScript();
    expect(code).toBe(0);
    expect(error).toMatch(/^serverless\.yml:5:3 {2}agents\.coder\n {2}.*models/);
    expect(error).toMatch(/\nvalues of \$\{env:…\} are written out in cdk: look for secrets before you commit\n$/);
    expect(read('cdk', 'lib', 'agents.ts')).toContain("description: 'secret'");
    delete process.env.EJECT_TEST;
  });
});

describe('what is there already', () => {
  test('fails to be overwritten, and nothing else is written', () => {
    fs.mkdirSync('cdk');
    fs.writeFileSync('cdk/README.md', 'mine');
    fs.writeFileSync('cdk/other.txt', 'mine');
    expect(ejectTypeScript()).toEqual({
      code: 1, out: '', error: 'cdk has README.md already, so nothing was written; choose another folder with --out, or overwrite with --force\n',
    });
    expect(filesIn('cdk')).toEqual(['README.md', 'other.txt']);
    expect(read('cdk', 'README.md')).toBe('mine');
  });

  test('is overwritten where forced, and what is no part of the app stays', () => {
    fs.mkdirSync('cdk/lib', { recursive: true });
    fs.writeFileSync('cdk/README.md', 'mine');
    fs.writeFileSync('cdk/lib/other.txt', 'mine');
    expect(ejectTypeScript('--force').code).toBe(0);
    expect(filesIn('cdk')).toEqual([...TYPESCRIPT_FILES, 'lib/other.txt'].sort());
    expect(read('cdk', 'README.md')).toMatch(/^# my-service/);
    expect(fs.readdirSync('.').sort()).toEqual(['Dockerfile', 'cdk', 'serverless.yml']);
  });

  test('fails where a folder has to be and a file is, and nothing is left', () => {
    fs.mkdirSync('cdk');
    fs.writeFileSync('cdk/lib', 'mine');
    const { code, error } = ejectTypeScript('--force');
    expect(code).toBe(1);
    expect(error).toMatch(/^E[A-Z]+: .*cdk.lib'\n$/);
    expect(filesIn('cdk')).toEqual(['lib']);
    expect(fs.readdirSync('.').sort()).toEqual(['Dockerfile', 'cdk', 'serverless.yml']);
  });

  test('fails to be the folder of an agent', () => {
    expect(ejectTypeScript('--out', '.')).toEqual({
      code: 1, out: '', error: 'the app cannot be in .: it is the code of an agent; choose a folder of its own with --out\n',
    });
    expect(filesIn('.')).toEqual(['Dockerfile', 'serverless.yml']);
  });
});

describe('a file with problems', () => {
  test('fails with all of them, and nothing is written', () => {
    fs.writeFileSync('serverless.yml', 'agents:\n  codeInterpreters:\n    a: { network: { mode: SANDBOXX } }\n  coder: { memmory: x }\n');
    const { code, out, error } = ejectTypeScript();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toMatch(/^InvalidConfig: 2 problems found, nothing was written\nserverless\.yml:3:\d+ {2}agents\.codeInterpreters\.a\.network\.mode\n/);
    expect(error).toContain('\nserverless.yml:4:');
    expect(error).not.toContain('\n    at ');
    expect(fs.existsSync('cdk')).toBe(false);
  });

  test('fails with what only making the constructs can tell', () => {
    const environment = Array.from({ length: 50 }, (_, index) => `V${index}: x`).join(', ');
    fs.writeFileSync('serverless.yml', `agents:\n  coder: { environment: { ${environment} } }\n`);
    const { code, error } = ejectTypeScript();
    expect({ code, written: fs.existsSync('cdk') }).toEqual({ code: 1, written: false });
    expect(error).toMatch(/^InvalidConfig: 1 problem found, nothing was written\nserverless\.yml:2:3 {2}agents\.coder\n {2}TooManyEnvironmentVariables: /);
    expect(error).not.toMatch(/\n \[at /);
  });

  test('fails where there is none', () => {
    const { code, error } = run('eject', 'missing.yml', '--language', 'python');
    expect(code).toBe(1);
    expect(error).toMatch(/^ConfigNotReadable: .*got: "missing\.yml" \(ENOENT/);
  });
});

describe('the command line', () => {
  test.each([[['--help']], [['help']], [['eject', '-h']]])('%s explains itself', (args) => {
    const { code, out } = run(...args);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: cdk-agentcore-code-interpreter eject <file> --language typescript\|python \[options\]\n/);
  });

  test('says its version', () => {
    expect(run('--version')).toEqual({ code: 0, out: `${version}\n`, error: '' });
  });

  test.each<[string, string[], string]>([
    ['no command', [], 'no command; the one there is: eject'],
    ['another command', ['deploy'], 'unknown command "deploy"; the one there is: eject'],
    ['no file', ['eject', '--language', 'python'], 'eject takes one file, got none; for example: eject serverless.yml --language typescript'],
    ['two files', ['eject', 'a', 'b'], 'eject takes one file, got a, b; for example: eject serverless.yml --language typescript'],
    ['no language', ['eject', 'a'], '--language must be typescript or python, got: none'],
    ['another language', ['eject', 'a', '--language', 'java'], '--language must be typescript or python, got: java'],
    ['other names', ['eject', 'a', '--language', 'python', '--names', 'mine'], '--names must be framework, or left out, got: mine'],
    ['a stack that CloudFormation does not take', ['eject', 'a', '--language', 'python', '--stack', '1st'],
      '--stack must begin with a letter and have up to 128 letters, digits and hyphens, got: 1st'],
    ['an id without a letter', ['eject', 'a', '--language', 'python', '--id', ''], '--id must have a letter, because the class is called after it, got: ""'],
    ['a parameter without a value', ['eject', 'a', '--language', 'python', '--param', 'x'], '--param must be <name>=<value>, got: x'],
    ['an option without a name', ['eject', 'a', '--language', 'python', '--option', '=x'], '--option must be <name>=<value>, got: =x'],
    ['an unknown flag', ['eject', 'a', '--lang', 'python'], "Unknown option '--lang'"],
  ])('fails for %s', (_, args, message) => {
    const { code, out, error } = run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error.startsWith(message)).toBe(true);
    expect(error).toContain('\n\nUsage: ');
  });
});
