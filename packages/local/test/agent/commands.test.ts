import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunningAgent } from './running-agent.js';

const OUTPUT = 100_000;
let agent: RunningAgent;
beforeAll(async () => { agent = await RunningAgent.start({ limits: { outputBytes: OUTPUT } }); });
afterAll(() => agent.stop());

const run = (command: string) => agent.sandbox.executeCommand(command);

test('output and exit code', async () => {
  expect(await run('echo out; echo err >&2; exit 3')).toMatchObject({ stdout: 'out\n', stderr: 'err\n', exitCode: 3 });
  expect(await run('kill -9 $$')).toMatchObject({ exitCode: 137 });
  expect(await run("printf 'a\\0b'")).toMatchObject({ stdout: 'a\0b' });
});

test('the working directory, the environment and stdin are set', async () => {
  expect(await run('pwd; cat; echo "$HOME"; env | grep -c VITEST')).toMatchObject({ stdout: `${agent.folder}\n${agent.folder}\n0\n` });
});

test('each has a shell of its own', async () => {
  await run('cd /; variable=1');
  expect(await run('pwd; echo "$variable"')).toMatchObject({ stdout: `${agent.folder}\n\n` });
});

test('twenty side by side', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, (_, index) => run(`sleep 0.2; echo ${index}`)));
  expect(results.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 20 }, (_, index) => `${index}\n`));
});

test('while a cell runs', async () => {
  const cell = agent.python('import time; time.sleep(0.5); print("cell")');
  expect(await run('echo command')).toMatchObject({ stdout: 'command\n' });
  expect(await cell).toMatchObject({ stdout: 'cell\n' });
});

test.each([[OUTPUT - 1, 0], [OUTPUT, 0], [OUTPUT + 1, 1], [OUTPUT * 50, OUTPUT * 49]])('%i bytes on each stream', async (size, dropped) => {
  const result = await run(`head -c ${size} /dev/zero | tr '\\0' x; head -c ${size} /dev/zero | tr '\\0' y >&2`);
  expect(result.stdout).toBe('x'.repeat(Math.min(size, OUTPUT)));
  expect(result.stderr).toBe('y'.repeat(Math.min(size, OUTPUT)));
  expect(result).toMatchObject({ stdoutDropped: dropped, stderrDropped: dropped, exitCode: 0 });
});

test.each([120_000, 5_000_000])('a command of %i bytes, more than an argument may have', async (size) => {
  const result = await run(`wc -c <<'END'\n${'x'.repeat(size)}\nEND\necho done >&2; exit 5`);
  expect(result).toMatchObject({ stdout: `${size + 1}\n`, stderr: 'done\n', exitCode: 5 });
});

test('a command with a NUL byte is refused', async () => {
  await expect(run('echo a\0b')).rejects.toThrow(/cannot be started/);
});

test('it ends with its shell; what runs in the background outlives it', async () => {
  expect(await run('(sleep 0.4; echo late; echo there > marker) & echo started')).toMatchObject({ stdout: 'started\n' });
  await sleep(800);
  expect(await run('cat marker')).toMatchObject({ stdout: 'there\n' });
});

test('what the shell leaves behind may still write for a moment', async () => {
  expect(await run('echo text > >(cat)')).toMatchObject({ stdout: 'text\n' });
});

test('a command that takes too long', async () => {
  const { json, stdout, stderr } = await agent.within(0.3, { op: 'command', command: 'trap "" INT TERM; echo begun; sleep 30' });
  expect(json).toMatchObject({ exitCode: 124, end: 'timeout' });
  expect(`${stdout}`).toBe('begun\n');
  expect(`${stderr}`).toContain('it took longer than 0.3 s');
});

test('a command that just fits', async () => {
  expect((await agent.within(5, { op: 'command', command: 'sleep 0.1' })).json).toMatchObject({ exitCode: 0 });
});

test('a canceled command, whether it listens or not', async () => {
  for (const command of ['sleep 30', 'trap "" INT; while :; do :; done']) {
    const controller = new AbortController();
    const result = agent.sandbox.executeCommand(command, { signal: controller.signal });
    await sleep(100);
    controller.abort();
    expect(await result).toMatchObject({ exitCode: 130, end: 'canceled' });
  }
});
