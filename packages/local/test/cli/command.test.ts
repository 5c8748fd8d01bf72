import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, AddressInfo } from 'node:net';
import { BedrockAgentCoreClient, InvokeCodeInterpreterCommand, StartCodeInterpreterSessionCommand, StopCodeInterpreterSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPackage } from './built-package.js';
import { RunningCommand } from './running-command.js';
import { agent, assemblyWith, folderWith, interpreter } from '../assembly/written-assembly.js';

let built: ReturnType<typeof buildPackage>;
beforeAll(() => { built = buildPackage(); });
afterAll(() => built?.remove());

const URL_LINE = /listening {3}(http:\/\/\S+)/;
const STARTED = /export AWS_REGION=.*\n[^]*\n\n/;

async function ended(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const command = new RunningCommand(built.bin, args);
  const code = await command.exited;
  return { code, stdout: command.stdout, stderr: command.stderr };
}

describe('without starting', () => {
  test('help and version', async () => {
    const help = await ended('start', '--help');
    for (const flag of ['--port', '--assembly', '--memory', '--tier', '--unsafe-no-sandbox', '--fault', '--allow-host', '--no-page', '--json']) {
      expect(help.stdout).toContain(flag);
    }
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(await ended('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string });
    expect((await ended('--help')).stdout).toMatch(/setup[^]*env/);
  });

  test.each([
    [['--memory', '8G'], /'--memory <size>' argument '8G' is invalid\. It is not understood; allowed is a number of bytes, or with a unit: 512MiB/],
    [['--memory', '63MiB'], /argument '63MiB' is invalid\. It is out of range; allowed is from 64 MiB to 4 TiB/],
    [['--cpus', 'all'], /argument 'all' is invalid\. It is out of range; allowed is from 0\.05 to 1024/],
    [['--processes', '8.5'], /argument '8\.5' is invalid\. It is not a whole number/],
    [['--call-timeout', '16m'], /allowed is from 0\.1 s to 15 min/],
    [['--port', '65536'], /argument '65536' is invalid\. Allowed is a whole number from 0 to 65535/],
    [['--pool', '-1'], /argument '-1' is invalid/],
    [['--tier', 'docker'], /argument 'docker' is invalid\. Allowed choices are namespaces, bubblewrap, landlock/],
    [['--fault', 'nonsense'], /'--fault <spec>' argument 'nonsense' is invalid/],
    [['--verbose', '--quiet'], /'--verbose' cannot be used with option '--quiet'/],
    [['--prot', '1'], /unknown option '--prot'[^]*--port/],
    [['launch'], /there is no command launch; there are start, dev, setup and env/],
    [['start', 'launch'], /there is no command launch/],
    [['--host', '0.0.0.0'], /listening on 0\.0\.0\.0 lets other machines run code here: give a token too/],
    [['--token', 'short'], /the token has 5 characters; at least 16 are needed/],
    [['--tier', 'none'], /"none" keeps nothing apart; it has to be asked for with --unsafe-no-sandbox/],
    [['--assembly', '/nowhere'], /\/nowhere: no such folder; run `cdk synth` first/],
    [['--config', '/nowhere.json'], /\/nowhere\.json: no such file/],
    [['--python', '/nowhere/python3'], /\/nowhere\/python3/],
    [['--region', 'Mars'], /--region/],
    [['--account-id', '12'], /--account-id/],
    [['setup', '--python', '/nowhere/python3'], /no Python at \/nowhere\/python3/],
    [['setup', '--packages', '-e'], /-e/],
    [['env', '--assembly', '/nowhere'], /\/nowhere: no such folder/],
  ])('%j is an error that says what to do', async (args, message) => {
    const { code, stdout, stderr } = await ended(...args, ...(['setup', 'env', 'launch'].includes(args[0] ?? '') ? [] : ['--port', '0']));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

describe('running', () => {
  test('code over the SDK, a line for each call, and nothing left', async () => {
    const command = new RunningCommand(built.bin, ['--port', '0', '--pool', '1']);
    const [, url = ''] = await command.printed(URL_LINE);
    await command.printed(STARTED);
    expect(command.stdout).toMatch(/^sandbox {5}\w+: .*; not isolated: /);
    const client = new BedrockAgentCoreClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    const codeInterpreterIdentifier = 'aws.codeinterpreter.v1';
    const { sessionId } = await client.send(new StartCodeInterpreterSessionCommand({ codeInterpreterIdentifier, name: 'e2e' }));
    const { stream } = await client.send(new InvokeCodeInterpreterCommand({
      codeInterpreterIdentifier, sessionId, name: 'executeCode', arguments: { language: 'python', code: 'print(6 * 7)' },
    }));
    const results = [];
    for await (const event of stream ?? []) { results.push(event.result); }
    expect(results[0]?.structuredContent?.stdout?.trim()).toBe('42');
    await client.send(new StopCodeInterpreterSessionCommand({ codeInterpreterIdentifier, sessionId }));
    client.destroy();
    await command.printed(/StopCodeInterpreterSession .* 200 ok/);
    expect(command.stdout).toMatch(/executeCode +aws\.codeinterpreter\.v1 +\S{8} +200 ok +[\d.]+ ms/);
    expect(command.stdout).not.toContain('6 * 7');
    expect((await fetch(url, { headers: { accept: 'text/html' } })).headers.get('content-type')).toMatch(/text\/html/);
    const below = descendants(command.pid);
    expect(below.length).toBeGreaterThan(0);
    command.signal('SIGTERM');
    expect(await command.exited).toBe(0);
    await expect.poll(() => below.filter(isRunning)).toEqual([]);
  });

  test('the second signal ends it at once', async () => {
    const script = `import { closeOnSignal } from ${JSON.stringify(built.index.replace('index.js', 'cli/shutdown.js'))};
      setInterval(() => {}, 1000);
      void closeOnSignal(() => new Promise(() => {}), console.log);
      console.log('ready');`;
    const command = new RunningCommand('--input-type=module', ['--eval', script]);
    await command.printed(/ready/);
    command.signal('SIGINT');
    await command.printed(/SIGINT: stopping; once more to stop at once/);
    command.signal('SIGTERM');
    expect(await command.exited).toBe(143);
  });

  test('a signal while it starts leaves nothing behind', async () => {
    const home = folderWith({});
    const own = () => readdirSync(home).filter((name) => name.startsWith('.agentcore-local-'));
    const command = new RunningCommand(built.bin, ['--port', '0', '--pool', '0'], { HOME: home });
    await expect.poll(own, { interval: 5, timeout: 20_000 }).not.toEqual([]);
    command.signal('SIGINT');
    expect(await command.exited).toBe(0);
    expect(own()).toEqual([]);
  });

  test('the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await ended('--port', String(port));
    server.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`error: port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another with --port (0 takes any that is free)\n`);
  });

  test('--json --verbose, an assembly and a configuration file', async () => {
    const assembly = assemblyWith({
      Box: interpreter({ Name: 'box', Tags: { Team: 'AI' } }), Agent: agent({ CUSTOM_INTERPRETER_ID: { 'Fn::GetAtt': ['Box', 'CodeInterpreterId'] } }),
    });
    const config = folderWith({ 'c.json': { region: 'eu-west-1', pool: 0, interpreters: [{ name: 'second' }], page: false } });
    const command = new RunningCommand(built.bin, ['--port', '0', '--json', '--verbose', '--assembly', assembly, '--config', `${config}/c.json`]);
    await command.printed(/\n/);
    const started = JSON.parse(command.stdout.split('\n')[0] ?? '') as { type: string; url: string; environment: Record<string, string> };
    expect(started).toMatchObject({ type: 'started', environment: { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: started.url } });
    const id = started.environment.CUSTOM_INTERPRETER_ID ?? '';
    expect(id).toMatch(/^box-[a-z0-9]{10}$/);
    const { stdout } = await ended('env', '--port', new URL(started.url).port, '--region', 'eu-west-1', '--assembly', assembly);
    expect(stdout.trim().split('\n').sort()).toEqual(Object.entries(started.environment).map(([name, value]) => `export ${name}=${value}`).sort());

    const token = 'sixteen-characters';
    const elsewhere = new RunningCommand(built.bin, ['env', '--host', 'fd00::5', '--port', '1'], { AGENTCORE_LOCAL_TOKEN: token });
    await elsewhere.exited;
    expect(elsewhere.stdout).toContain(`export AWS_ACCESS_KEY_ID=${token}\n`);
    expect(elsewhere.stdout).toMatch(/AWS_ENDPOINT_URL_BEDROCK_AGENTCORE='http:\/\/\[fd00::5\]:1'/);

    const answer = await fetch(`${started.url}/code-interpreters/${id}`);
    expect(await answer.json()).toMatchObject({ name: 'box', networkConfiguration: { networkMode: 'SANDBOX' } });
    await command.printed(/"operation":"GetCodeInterpreter"/);
    for (const line of command.stdout.trim().split('\n')) { expect(() => { JSON.parse(line); }).not.toThrow(); }
    expect((await fetch(started.url)).status).not.toBe(200);
    command.signal('SIGINT');
    expect(await command.exited).toBe(0);
  });
});

function descendants(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const lines = table.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const children = (of: number): number[] => {
    return lines.filter(([, parent]) => parent === of).flatMap(([child = NaN]) => [child, ...children(child)]);
  };
  return children(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
