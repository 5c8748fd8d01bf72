import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, plainAgent, writtenAssembly } from './agent-project.js';
import { buildPackage } from '../cli/built-package.js';
import { RunningCommand } from '../cli/running-command.js';

const MANAGED = { ID: 'aws.codeinterpreter.v1' };
/** No credentials of whoever runs this. */
const NOBODY = { AWS_BEARER_TOKEN_BEDROCK: undefined, AWS_ENDPOINT_URL: undefined, HOME: '/nonexistent', AWS_ACCESS_KEY_ID: undefined, AWS_PROFILE: undefined, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: undefined };
/** Without pandas: it is not what is tested, and takes a second to import. */
const QUICK = ['--pool', '0', '--preload', 'sys'];
const TERMINAL_MS = 100_000;
const TERMINAL = fileURLToPath(new URL('fixtures/terminal.py', import.meta.url));

let built: ReturnType<typeof buildPackage>;
beforeAll(() => { built = buildPackage(); });
afterAll(() => built?.remove());

function started(args: readonly string[]): RunningCommand {
  return new RunningCommand(built.bin, ['dev', ...args], NOBODY);
}

async function inTerminal(assembly: string, lines: readonly string[]): Promise<{ shown: string; code: number }> {
  const args = [built.bin, 'dev', '--assembly', assembly, '--project', assembly, '--port', String(await freePort()), ...QUICK];
  const { stdout } = await promisify(execFile)('python3', [TERMINAL, JSON.stringify(lines), process.execPath, ...args], {
    env: { ...process.env, ...NOBODY },
    // Closing the terminal ends what runs in it.
    timeout: TERMINAL_MS,
    killSignal: 'SIGKILL',
  });
  const { shown, code } = JSON.parse(stdout) as { shown: string; code: number };
  return { shown: shown.replaceAll('\r\n', '\n'), code };
}

test('help has its own flags, and those of the service that matter', async () => {
  const help = started(['--help']);
  expect(await help.exited).toBe(0);
  for (const flag of ['--project', '--assembly', '--agent', '--port', '--command', '--no-docker', '--scripted', '--no-chat', '--service-port', '--tier', '--python', '--fault']) {
    expect(help.stdout).toContain(flag);
  }
  for (const flag of ['--host', '--token', '--quiet']) { expect(help.stdout).not.toContain(flag); }
});

test.each([
  [['--port', '0'], /'--port <number>' argument '0' is invalid\. Allowed is a whole number from 1 to 65535/],
  [['--port', '65536'], /argument '65536' is invalid/],
  [['--service-port', '65536'], /argument '65536' is invalid\. Allowed is a whole number from 0 to 65535/],
  [['--tier', 'docker'], /Allowed choices are namespaces/],
  [['--project', '/nowhere'], /^error: \/nowhere has no cdk\.json; call this in the folder of a CDK app/],
  [['--assembly', '/nowhere'], /^error: \/nowhere: no such folder; run `cdk synth` first/],
  [['--tier', 'none', '--assembly', '.'], /not a cloud assembly: it has no manifest\.json/],
])('fails for %j', async (args, message) => {
  const command = started(args);
  expect(await command.exited).toBe(1);
  expect(command.stderr).toMatch(message);
  expect(command.stderr).not.toMatch(/\n {4}at /);
});

describe('running', { timeout: TERMINAL_MS + 20_000 }, () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('serves until %s, and leaves nothing', async (signal) => {
    const assembly = writtenAssembly({ 'agent.js': plainAgent('answer.end(String(process.pid))') }, { environment: MANAGED });
    const port = await freePort();
    const command = started(['--assembly', assembly, '--project', assembly, '--port', String(port), ...QUICK]);
    await command.printed(/end {7}Ctrl-C, or a signal, ends it/);
    expect(command.stdout).toMatch(/^service {3}http:\/\/127\.0\.0\.1:\d+ \(open it in a browser to watch\), sessions in \w+: .*; not isolated: /m);
    expect(command.stdout).toMatch(/^agent {5}agent answers at http:\/\/127\.0\.0\.1:\d+: .*node agent\.js, in .*asset\.code$/m);
    const pid = await (await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', body: '{}' })).text();
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    command.signal(signal);
    expect(await command.exited).toBe(0);
    expect(command.stdout).toContain(`end       ${signal}: stopping; once more to stop at once`);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect(command.stderr).toBe('');
  });

  test('a signal while the agent starts ends it too, and is no error', async () => {
    const assembly = writtenAssembly({ 'agent.js': 'console.log(`started as ${process.pid}.`); setInterval(() => {}, 1000)' }, { environment: MANAGED });
    const command = started(['--assembly', assembly, '--project', assembly, '--port', String(await freePort()), ...QUICK]);
    const [, pid = ''] = await command.printed(/started as (\d+)\./);
    command.signal('SIGINT');
    expect(await command.exited).toBe(0);
    expect(isRunning(pid)).toBe(false);
    expect(command.stderr).toBe('');
  });

  test('a second signal ends the agent at once, too', async () => {
    const stubborn = `process.on('SIGTERM', () => console.log('asked to end'));\n${plainAgent('answer.end(String(process.pid))')}`;
    const assembly = writtenAssembly({ 'agent.js': stubborn }, { environment: MANAGED });
    const port = await freePort();
    const command = started(['--assembly', assembly, '--project', assembly, '--port', String(port), ...QUICK]);
    await command.printed(/Ctrl-C, or a signal, ends it/);
    const pid = await (await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', body: '{}' })).text();
    command.signal('SIGINT');
    await command.printed(/agent {3}\| asked to end/);
    command.signal('SIGINT');
    expect(await command.exited).toBe(130);
    expect(isRunning(pid)).toBe(false);
  });

  test('neither an assembly nor what an agent prints can drive the terminal', async () => {
    const unknown = writtenAssembly({ 'agent.js': '' }, { environment: MANAGED, runtime: 'RUBY\x1b[2J' });
    const failing = started(['--assembly', unknown, '--port', String(await freePort()), ...QUICK]);
    expect(await failing.exited).toBe(1);
    expect(failing.stderr).toMatch(/^error: agent: its runtime is RUBY\\x1b\[2J, /);
    const assembly = writtenAssembly({ 'agent.js': `console.log('\\x1b[2Jgone\\u202e');\n${plainAgent()}` }, { environment: MANAGED });
    const command = started(['--assembly', assembly, '--project', assembly, '--port', String(await freePort()), ...QUICK]);
    await command.printed(/agent {3}\| \\x1b\[2Jgone\\u202e\n/);
    expect(command.stdout).not.toContain('\u001b');
    command.signal('SIGTERM');
    await command.exited;
  });

  test('in a terminal there is a chat, with an answer for each line, that ends with /quit', async () => {
    const assembly = writtenAssembly({ 'agent.js': plainAgent('answer.end(JSON.stringify({ result: `heard ${JSON.parse(body).prompt}` }))') }, { environment: MANAGED });
    const { shown, code } = await inTerminal(assembly, ['hello\n', '/quit\n']);
    expect(shown).toContain('chat      type a prompt; /help says what else there is');
    expect(shown).toContain('\nheard hello\n');
    expect(code).toBe(0);
  });

  test.each([['Ctrl-D', '\u0004'], ['Ctrl-C', '\u0003']])('a chat ends with %s', async (_, key) => {
    const assembly = writtenAssembly({ 'agent.js': plainAgent() }, { environment: MANAGED });
    expect((await inTerminal(assembly, [key])).code).toBe(0);
  });

  test('Ctrl-C gives up a call first', async () => {
    const hangs = plainAgent("if (JSON.parse(body).prompt === 'hang') { console.log('hanging >'); } else { answer.end('\"fine\"'); }");
    const { shown, code } = await inTerminal(writtenAssembly({ 'agent.js': hangs }, { environment: MANAGED }), ['hang\n', '\u0003', 'go on\n', '/quit\n']);
    expect(shown).toContain('error     given up');
    expect(shown).toContain('\nfine\n');
    expect(code).toBe(0);
  });
});

/** A process that has ended and was not waited for has no memory. */
function isRunning(pid: string): boolean {
  return existsSync(join('/proc', pid, 'exe'));
}
