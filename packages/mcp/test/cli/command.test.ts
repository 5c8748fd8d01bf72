import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildPackage } from '../built-package.js';
import { CHART_CODE, PNG_SIGNATURE } from '../chart.js';
import { Connection, textOf } from '../connection.js';
import { RunningServer } from '../running-server.js';
import { startServiceForTests } from '../service-for-tests.js';

const { service, readySessions, stopSessions } = await startServiceForTests();
let built: ReturnType<typeof buildPackage>;
beforeAll(() => { built = buildPackage(); });
afterAll(() => built?.remove());
afterEach(async () => {
  service.faults.clear();
  await stopSessions();
});

/** With a session that is READY, and a call that does not end by itself. */
async function busyServer(args: readonly string[] = [], nodeArgs: readonly string[] = []): Promise<RunningServer> {
  const server = new RunningServer(built.bin, args, nodeArgs);
  const connection = await server.connect();
  await connection.call('execute_code', { code: 'x = 1' });
  await new Promise<void>((resolve) => {
    const onprogress = ({ message = '' }): void => { if (message.startsWith('running')) { resolve(); } };
    connection.call('execute_command', { command: 'sleep 600' }, { onprogress }).catch(() => undefined);
  });
  expect(await readySessions()).toHaveLength(1);
  return server;
}

test("the SDK's stdio client: a chart, and no session once it has closed", async () => {
  const transport = new StdioClientTransport({
    command: process.execPath, args: [built.bin, '--session-timeout', '120'], env: { ...process.env } as Record<string, string>, stderr: 'pipe',
  });
  const connection = await new Connection().open(transport);
  expect((await connection.client.listTools()).tools).toHaveLength(11);
  await connection.call('execute_code', { code: CHART_CODE });
  const { content } = await connection.call('read_files', { paths: ['chart.png'] });
  const image = content.find(({ type }) => type === 'image') as { data: string };
  expect(Buffer.from(image.data, 'base64').subarray(0, 8)).toEqual(PNG_SIGNATURE);
  expect(await readySessions()).toHaveLength(1);
  await connection.client.close();
  expect(await readySessions()).toEqual([]);
});

describe('ends, and leaves no session', () => {
  test('when the client closes stdin during a call', async () => {
    const server = await busyServer();
    server.closeStdin();
    expect(await server.exited).toBe(0);
    expect(await readySessions()).toEqual([]);
    expect(server.stderr).not.toContain('agentcore-code-interpreter-mcp:');
  });

  test.each<NodeJS.Signals>(['SIGTERM', 'SIGINT', 'SIGHUP'])('on %s', async (signal) => {
    const server = await busyServer();
    server.signal(signal);
    expect(await server.exited).toBe(0);
    expect(await readySessions()).toEqual([]);
  });

  test('when the client is gone and nobody reads stdout', async () => {
    const server = await busyServer();
    server.closeStdout();
    for (let id = 100; id < 103; id++) { server.write(`{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`); }
    expect(await server.exited).toBe(0);
    expect(await readySessions()).toEqual([]);
  });

  test('when a message is larger than a message may be, and says so', async () => {
    const server = await busyServer();
    server.write('x'.repeat(11 * 1024 * 1024));
    expect(await server.exited).toBe(0);
    expect(server.stderr).toContain('exceeded maximum size');
    expect(await readySessions()).toEqual([]);
  });

  test('when something in it breaks, with the exit code 1', async () => {
    const breaks = "process.on('SIGUSR2', () => { throw new Error('broken on purpose'); })";
    const server = await busyServer([], ['--import', `data:text/javascript,${encodeURIComponent(breaks)}`]);
    server.signal('SIGUSR2');
    expect(await server.exited).toBe(1);
    expect(server.stderr).toContain('broken on purpose');
    expect(await readySessions()).toEqual([]);
  });

  test('when the session is being started as stdin closes', async () => {
    service.faults.add({ fault: 'slow', milliseconds: 500, times: 1 });
    const server = new RunningServer(built.bin);
    const connection = await server.connect();
    await new Promise<void>((resolve) => {
      connection.call('execute_code', { code: '1' }, { onprogress: () => { resolve(); } }).catch(() => undefined);
    });
    server.closeStdin();
    expect(await server.exited).toBe(0);
    expect(await readySessions()).toEqual([]);
  });
});

describe('ends although the service does not stop the session', () => {
  beforeEach(() => { service.faults.add({ fault: 'slow', operation: 'StopCodeInterpreterSession', milliseconds: 600_000, times: 1 }); });

  test('after ten seconds, with the exit code 1 and a word about the session', async () => {
    const server = await busyServer();
    server.closeStdin();
    expect(await server.exited).toBe(1);
    expect(server.stderr).toContain('the session was not stopped in 10 seconds: it lasts until its timeout');
  });

  test('at once on a second signal', async () => {
    const server = await busyServer();
    server.signal('SIGTERM');
    await server.said(/stopping the session/);
    server.signal('SIGTERM');
    expect(await server.exited).toBe(143);
  });
});

describe('speaks', () => {
  test('to whoever starts it in a terminal, on stderr', async () => {
    const server = new RunningServer(built.bin, [], ['--import', 'data:text/javascript,process.stdin.isTTY=true']);
    await server.said(/^agentcore-code-interpreter-mcp: waits for an MCP client on stdin/m);
    server.closeStdin();
    expect(await server.exited).toBe(0);
    expect(server.stdout).toBe('');
  });

  test('nothing but the protocol on stdout, also when it warns', async () => {
    service.faults.add({ fault: 'deny', operation: 'StartCodeInterpreterSession', times: 1 });
    const server = new RunningServer(built.bin);
    const connection = await server.connect();
    expect((await connection.call('execute_code', { code: '1' })).isError).toBe(true);
    expect(textOf(await connection.call('execute_code', { code: 'print(6 * 7)' }))).toContain('42');
    server.write('not JSON\n');
    expect(await connection.client.ping()).toEqual({});
    server.closeStdin();
    expect(await server.exited).toBe(0);
    const lines = server.stdout.trimEnd().split('\n');
    for (const line of lines) { expect(JSONRPCMessageSchema.safeParse(JSON.parse(line)).success).toBe(true); }
    expect(lines.length).toBeGreaterThanOrEqual(4);
    expect(server.stderr).toMatch(/^agentcore-code-interpreter-mcp: execute_code: .*StartCodeInterpreterSession/m);
    expect(server.stderr).toMatch(/^agentcore-code-interpreter-mcp: of the connection: .*not JSON/m);
  });
});

describe('flags', () => {
  test('which tools, how much text and how many bytes', async () => {
    const server = new RunningServer(built.bin, ['--tools', 'read_files, execute_code', '--max-output', '1000', '--max-attachment', '0']);
    const connection = await server.connect();
    expect((await connection.client.listTools()).tools.map(({ name }) => name)).toEqual(['execute_code', 'read_files']);
    expect(textOf(await connection.call('execute_code', { code: `${CHART_CODE}\nprint("x" * 9_000)` })).length).toBeLessThan(1_500);
    expect(textOf(await connection.call('read_files', { paths: ['chart.png'] }))).toContain('is not attached: a result carries at most 0 bytes');
  });

  test('which region, where no variable says so; without either, the model can tell the user', async () => {
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    delete process.env.AWS_REGION;
    delete process.env.AWS_DEFAULT_REGION;
    const [without, withFlag] = [new RunningServer(built.bin), new RunningServer(built.bin, ['--region', 'eu-west-1'])];
    Object.assign(process.env, { AWS_REGION, AWS_DEFAULT_REGION });
    expect(textOf(await (await without.connect()).call('execute_code', { code: 'print(6 * 7)' }))).toContain('Region is missing');
    expect(textOf(await (await withFlag.connect()).call('execute_code', { code: 'print(6 * 7)' }))).toContain('42');
  });

  test('which code interpreter: the flag before CUSTOM_INTERPRETER_ID', async () => {
    process.env.CUSTOM_INTERPRETER_ID = 'fromvariable-0000000000';
    const [byVariable, byFlag] = [new RunningServer(built.bin), new RunningServer(built.bin, ['--code-interpreter', 'fromflag-0000000000'])];
    delete process.env.CUSTOM_INTERPRETER_ID;
    expect(textOf(await (await byVariable.connect()).call('execute_code', { code: '1' }))).toContain('fromvariable-0000000000');
    expect(textOf(await (await byFlag.connect()).call('execute_code', { code: '1' }))).toContain('fromflag-0000000000');
  });

  test('how long a session lasts and may be idle are told to the model', async () => {
    const server = new RunningServer(built.bin, ['--session-timeout', '28800', '--idle-timeout', '60']);
    expect((await server.connect()).client.getInstructions()).toContain('28800 seconds after its start, or 60 seconds after the last call');
  });

  test('help and version', async () => {
    const help = new RunningServer(built.bin, ['--help']);
    expect(await help.exited).toBe(0);
    for (const flag of [
      '--region', '--code-interpreter', '--session-timeout', '--idle-timeout', '--max-output', '--max-attachment', '--tools', '--version',
    ]) { expect(help.stdout).toContain(flag); }
    const version = new RunningServer(built.bin, ['--version']);
    expect(await version.exited).toBe(0);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each([
    [['--session-timeout', '0'], "'--session-timeout <seconds>' argument '0' is invalid. Allowed is a whole number from 1 to 28800."],
    [['--session-timeout', '28801'], "argument '28801' is invalid. Allowed is a whole number from 1 to 28800."],
    [['--idle-timeout', '1.5'], "argument '1.5' is invalid. Allowed is a whole number from 1 to 28800."],
    [['--max-output', '999'], "argument '999' is invalid. Allowed is a whole number of 1000 or more."],
    [['--max-attachment', '-1'], "argument '-1' is invalid. Allowed is a whole number of 0 or more."],
    [['--tools', 'execute_code,run'], 'There is no tool "run"; allowed are execute_code, execute_command, read_files'],
    [['--tools', ''], 'There is no tool ""; allowed are execute_code'],
    [['--code-interpreter', ''], 'codeInterpreterIdentifier must be an id or ARN'],
    [['--regoin', 'us-east-1'], "unknown option '--regoin'"],
    [['serve'], 'too many arguments'],
  ])('%j is an error that says what is allowed', async (args, message) => {
    const server = new RunningServer(built.bin, args);
    expect(await server.exited).toBe(1);
    expect(server.stderr).toContain(message);
    expect(server.stderr).not.toMatch(/\n {4}at /);
    expect(server.stdout).toBe('');
  });
});
